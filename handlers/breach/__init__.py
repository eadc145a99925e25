"""Personal or confidential data is involved."""
