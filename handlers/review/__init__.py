"""The post-mortem."""
