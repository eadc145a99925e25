"""The append-only record of an incident: what is added, what is corrected, and how it reads."""
