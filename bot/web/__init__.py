"""What is served on PORT: Slack's requests in HTTP mode, health, readiness and metrics."""
