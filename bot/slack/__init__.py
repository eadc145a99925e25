"""The gateway to Slack: the only room with a Slack client in it."""
