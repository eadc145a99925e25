"""Of the repair of data."""
