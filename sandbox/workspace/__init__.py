"""The state of the workspace and what can happen to it, whoever does it."""

from sandbox.workspace.change import Change
from sandbox.workspace.channel import Channel
from sandbox.workspace.message import Draft, Message
from sandbox.workspace.people import Bot, User
from sandbox.workspace.workspace import Team, Workspace

__all__ = ["Bot", "Change", "Channel", "Draft", "Message", "Team", "User", "Workspace"]
