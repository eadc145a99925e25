"""The light lane: someone says that something looks wrong, and it is looked at, answered, or declared."""
