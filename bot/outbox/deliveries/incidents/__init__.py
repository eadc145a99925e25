"""Of the incident itself: its channel, its card, its announcement, and who is brought in."""
