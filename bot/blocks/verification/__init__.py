"""Proof that it is over: checks, and those who sign for it."""
