"""One file for each step of the schema; the number that its name starts with is its revision."""
