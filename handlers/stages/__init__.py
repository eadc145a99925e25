"""Time and proof in a stage."""
