"""Attempts to break the program: killed at every step, lied to by Slack, doubled, cut off."""
