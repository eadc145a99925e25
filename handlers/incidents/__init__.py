"""The incident itself: declared, led, moved on, moved into another, closed."""
