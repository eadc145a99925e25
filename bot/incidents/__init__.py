"""What people do with an incident: one small file for each use case, named for what it does."""
