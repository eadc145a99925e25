"""Bolt listeners: parse, call, answer. They hold no rule."""
