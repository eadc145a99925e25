"""Pages: who is handed a link, what it opens, and what stands there."""
