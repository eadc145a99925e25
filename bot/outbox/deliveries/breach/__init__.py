"""Of a breach: how a channel is left, and what the private one is told."""
