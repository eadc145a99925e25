"""Assets: who answers for them."""
