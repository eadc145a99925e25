"""Of alerts: cards, boards, offers about what they share, and silences."""
