"""Bolt listeners: parse, call, answer. They hold no rule.

Each subject has a room, named as its use cases' room in `bot/`; at the top is what all of them need.
"""
