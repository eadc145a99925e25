"""How payloads reach the installed app: what is sent, over which road, how often it is tried again."""
