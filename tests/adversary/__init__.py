"""Attempts to break it: what two people, a stranger, a fault or a year of use can do."""
