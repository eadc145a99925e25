"""Of the post-mortem."""
