"""Of runbooks."""
