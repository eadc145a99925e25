"""Of the proof that the data is right again."""
