"""What tools say, read, decided and acted on: from a message in a watched channel to incident or card."""
