"""What the rooms share at work: where to store, how to speak, and what the team has agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.assets.atlas import Atlas
from bot.assets.search.finder import AssetSearch
from bot.clock import Clock
from bot.integrations.amazon import Fetch, fetch_nothing
from bot.integrations.guarded import GuardedHttp
from bot.integrations.schedules.port import OutsideKind, OutsideSchedule
from bot.integrations.ways.port import CallWay
from bot.metrics import Metrics
from bot.playbook import Playbook
from bot.prose import Prose
from bot.remembered import Remembered
from bot.slack.chat import Chat
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from bot.uow import Store
from models.vocabulary import Way


@dataclass(slots=True)
class Desk:
    """Made once, in `bot/app.py`, and handed to handlers, deliveries and ticks."""

    store: Store
    chat: Chat
    directory: Directory
    playbook: Playbook
    prose: Prose
    clock: Clock
    #: Empty until Slack has told it for the first time; the only part that changes.
    identity: Identity
    #: Where our own pages are reached; none: no links to pages are made.
    public_url: str | None = None
    metrics: Metrics = field(default_factory=Metrics)
    #: Gets what lies at an address of Amazon SNS.
    fetch: Fetch = fetch_nothing
    #: Reaches addresses that people, playbooks and payloads give.
    outside: GuardedHttp = field(default_factory=GuardedHttp)
    #: How people are called beside Slack.
    ways: Mapping[Way, CallWay] = field(default_factory=dict)
    #: Reads on-call schedules that are kept elsewhere.
    schedules: Mapping[OutsideKind, OutsideSchedule] = field(default_factory=dict)
    #: What is downstream, and whose: asked for again whenever a message is drawn.
    remembered: Remembered = field(default_factory=Remembered)
    #: What feeds what; loaded when someone first asks.
    atlas: Atlas = field(init=False)

    #: Finds assets by what people call them; made when someone first searches.
    search: AssetSearch = field(init=False)

    def __post_init__(self) -> None:
        """The atlas hangs on the store and the playbook alone, and the search on the atlas."""
        self.atlas = Atlas(self.store.reading, self.playbook.alerts.domains)
        self.search = AssetSearch(self.atlas, self.store.reading)
