"""Breaches: an incident with personal or confidential data goes on in private, and leaves no trace behind."""
