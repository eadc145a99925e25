"""Systems outside that are not Slack: one small file for each, behind a port that tests fill with a fake."""
