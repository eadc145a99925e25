"""Pages that people open in a browser, by a link handed to them in Slack."""
