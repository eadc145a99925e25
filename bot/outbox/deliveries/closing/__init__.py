"""Of the close notice."""
