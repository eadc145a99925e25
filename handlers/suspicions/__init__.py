"""Suspicions: something looks wrong, and somebody looks."""
