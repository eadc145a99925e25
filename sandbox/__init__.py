"""A local Slack for one workspace and one installed app: in memory, on loopback only; not Slack itself."""
