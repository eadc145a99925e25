"""Find assets by whatever people call them: an index in memory, ranked, forgiving of typing mistakes."""
