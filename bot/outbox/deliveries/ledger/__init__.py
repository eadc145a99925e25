"""Of the record: changes, and the timeline as a file."""
