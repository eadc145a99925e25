"""Runbooks: known troubles, their steps as a checklist in the incident, and the remedies that end it."""
