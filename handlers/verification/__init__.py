"""Proof that the data is right again."""
