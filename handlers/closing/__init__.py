"""The close notice."""
