"""Channels of incidents as Slack has them: who is in them, and what is said and done there by hand."""
