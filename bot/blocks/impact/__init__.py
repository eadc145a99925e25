"""What an incident affects downstream, and what its owners are told."""
