"""Events that Slack tells of, by what they are about."""
