"""Pages outside Slack, opened from it."""
