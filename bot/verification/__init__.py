"""Proof that the data is right again: checks by layer, sign-offs, and the watch after the close."""
