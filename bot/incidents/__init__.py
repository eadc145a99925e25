"""What people do with an incident, one small file for each use case, and how it stands for whom."""
