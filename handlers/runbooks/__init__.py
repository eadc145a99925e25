"""Runbooks at work."""
