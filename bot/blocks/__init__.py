"""What Breakwater shows in Slack: pure functions, view data in, Block Kit out. One card or form a file."""
