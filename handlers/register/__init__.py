"""What is known to be wrong with an asset."""
