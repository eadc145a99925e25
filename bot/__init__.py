"""The application: use cases, outbox, and what surrounds them."""
