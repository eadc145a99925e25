"""Alerts: read, decided, acted on."""
