"""Root causes of incidents: the walk to them, what was answered on it, and what was seen before."""
