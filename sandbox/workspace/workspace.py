"""The workspace: everything that is in it, tied together."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.workspace.bookmarks import Bookmarks
from sandbox.workspace.change import Change, Subscriber
from sandbox.workspace.channels import Channels
from sandbox.workspace.ephemerals import Ephemerals
from sandbox.workspace.files import Files
from sandbox.workspace.groups import Groups
from sandbox.workspace.membership import Membership
from sandbox.workspace.messages import Messages
from sandbox.workspace.people import People
from sandbox.workspace.pins import Pins
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.reactions import Reactions
from sandbox.workspace.reading import Reading


@dataclass(frozen=True)
class Team:
    """The workspace's own name."""

    id: str
    name: str
    domain: str

    @property
    def url(self) -> str:
        """Where it would be on the web."""
        return f"https://{self.domain}.slack.com/"


class Workspace:
    """One Slack workspace in memory. Every operation takes effect at once and tells its subscribers."""

    def __init__(self, team: Team, clock: Callable[[], float]) -> None:
        self.team = team
        self.clock = clock
        self.pulse = Pulse(clock, team.id)
        self.people = People(self.pulse)
        self.groups = Groups(self.pulse, self.people)
        self.channels = Channels(self.pulse, self.people)
        self.membership = Membership(self.pulse, self.people, self.channels)
        self.messages = Messages(self.pulse, self.people, self.channels)
        self.ephemerals = Ephemerals(self.pulse, self.people, self.channels)
        self.reading = Reading(self.pulse, self.channels, self.groups)
        self.reactions = Reactions(self.pulse, self.channels, self.messages)
        self.pins = Pins(self.pulse, self.channels, self.messages)
        self.files = Files(self.pulse, self.messages)
        self.bookmarks = Bookmarks(self.pulse, self.channels)

    def subscribe(self, callback: Subscriber) -> None:
        """Tell `callback` of every change from now on, at the instant it happens."""
        self.pulse.subscribe(callback)

    def publish(self, change: Change) -> None:
        """Tell of a change that happened outside the workspace's own operations (views, homes)."""
        self.pulse.publish(change)

    def permalink(self, channel_id: str, ts: str) -> str:
        """The address of a message."""
        message = self.messages.find(channel_id, ts)
        link = f"{self.team.url}archives/{channel_id}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={message.thread_ts}&cid={channel_id}" if message.is_reply else link
