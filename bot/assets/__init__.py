"""Assets: what there is, what feeds what, and who answers for it."""
