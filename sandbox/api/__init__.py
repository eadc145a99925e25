"""Slack's Web API: one file per family of methods, one table of all of them, one way in."""

from sandbox.api import chat, conversations, files, general, history, marks, users, validation
from sandbox.api.args import Args
from sandbox.api.call import Call, Caller
from sandbox.api.registry import Registry
from sandbox.api.web import WebApi

__all__ = ["Args", "Call", "Caller", "Registry", "WebApi", "default_registry"]


def default_registry() -> Registry:
    """A new table of all methods that need nothing but the workspace."""
    registry = Registry()
    for family in (chat, conversations, files, general, history, marks, users, validation):
        registry.include(family.registry)
    return registry
