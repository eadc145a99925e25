"""Of updates, and of check-ins."""
