"""Alerts: the buttons of their cards, silences, why each did what it did, and trying one."""
