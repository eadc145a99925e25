"""What enters: stored first, in groups, then worked off from the row."""
