"""Alerts in Slack: their cards and board, what they have in common, and silences."""
