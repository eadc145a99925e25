"""Who is on call: rotations, overrides and outside schedules, and what is said when turns change."""
