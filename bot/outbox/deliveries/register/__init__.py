"""Of the register: its files."""
