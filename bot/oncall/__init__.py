"""Who is on call, who is called, and who is called next: schedules, calls and escalation."""
