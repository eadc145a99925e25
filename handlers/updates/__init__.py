"""Updates, and the check-ins that ask for them."""
