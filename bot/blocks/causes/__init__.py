"""Root causes: the walk to one, and the message that lists them."""
