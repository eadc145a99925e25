"""Of suspicions."""
