"""Of what an incident affects: the list, the owners' notices, and pictures."""
