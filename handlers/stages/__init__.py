"""The clocks of a stage, and what contains an incident."""
