"""What is known about an asset's data."""
