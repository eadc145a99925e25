"""Of stages: time boxes, pauses, gates."""
