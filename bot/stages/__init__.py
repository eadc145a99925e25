"""Stages with time and proof: time boxes, pauses, and what each stage wants before it is left."""
