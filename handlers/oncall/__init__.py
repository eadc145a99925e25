"""Who is on call, and calling them."""
