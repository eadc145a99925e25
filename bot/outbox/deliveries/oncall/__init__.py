"""Of calls, and of shifts."""
