"""Root causes: the walk to one."""
