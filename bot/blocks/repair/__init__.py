"""Repair of the data itself: when it was bad, what is filled again, what must not be deleted."""
