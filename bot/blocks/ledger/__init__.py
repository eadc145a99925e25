"""The record in Slack: its entries, the forms that add one, and what is read from it."""
