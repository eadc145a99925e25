"""The workspace as it is when the sandbox starts: a small data team and its channels."""

from collections.abc import Callable

from sandbox.manifest import AppManifest
from sandbox.workspace.channel import Channel, Note
from sandbox.workspace.groups import Group
from sandbox.workspace.people import Bot, User
from sandbox.workspace.workspace import Team, Workspace

TEAM = Team("T0NORTH01", "Northwind Data", "northwind")
APP_USER_ID = "U0APPBOT01"
APP_BOT_ID = "B0APPBOT01"
APP_ID = "A0APPBOT01"

ANA, BEN, CHEN = "U0ANA00001", "U0BEN00001", "U0CHEN0001"
DIA, EMIL, GWEN = "U0DIA00001", "U0EMIL0001", "U0GWEN0001"

_PEOPLE = (
    (ANA, "ana", "Ana Silva", "Data engineer", "Europe/Lisbon"),
    (BEN, "ben", "Ben Okafor", "Analytics engineer", "Europe/London"),
    (CHEN, "chen", "Chen Wei", "Finance steward", "Asia/Singapore"),
    (DIA, "dia", "Dia Patel", "BI lead", "Asia/Kolkata"),
    (EMIL, "emil", "Emil Novak", "Platform engineer", "Europe/Prague"),
    (GWEN, "gwen", "Gwen Guest", "Contract analyst", "America/New_York"),
)

_CHANNELS = (
    ("C0GENERAL1", "general", (ANA, BEN, CHEN, DIA, EMIL, GWEN), "Everyone at Northwind Data"),
    ("C0ALERTS01", "data-alerts", (ANA, BEN, EMIL), "What our tools report"),
    ("C0INCDNT01", "data-incidents", (ANA, BEN, CHEN, DIA, EMIL), "Data problems that people work on"),
    ("C0TEAM0001", "data-team", (ANA, BEN, DIA, EMIL), "The data team's own talk"),
    ("C0FINANCE1", "finance-reports", (CHEN, DIA, GWEN), "Questions about the finance numbers"),
    ("C0PRIVATE1", "finance-close", (CHEN, DIA), "Month-end close"),
)
_PRIVATE = frozenset({"finance-close"})


def seeded(manifest: AppManifest, clock: Callable[[], float], *, empty: bool = False) -> Workspace:
    """Build the workspace with the manifest's app installed; `empty` leaves only #general and its people."""
    workspace = Workspace(TEAM, clock)
    _add_people(workspace)
    install_app(workspace, manifest)
    for channel_id, name, members, purpose in _CHANNELS[: 1 if empty else None]:
        _add_channel(workspace, channel_id, name, members, purpose)
    if not empty:
        workspace.groups.add(
            Group("S0ONCALL01", "data-oncall", "Data on call", "Whoever is on call for data", [ANA, EMIL])
        )
    return workspace


def install_app(workspace: Workspace, manifest: AppManifest) -> Bot:
    """Give the workspace the app's bot; it is a member of no channel."""
    bot = workspace.people.add_app(manifest.name, app_id=APP_ID, bot_id=APP_BOT_ID, user_id=APP_USER_ID)
    workspace.people.find(APP_USER_ID).name = manifest.bot_name
    return bot


def _add_people(workspace: Workspace) -> None:
    for user_id, name, real_name, title, tz in _PEOPLE:
        email = f"{name}@northwind.example"
        user = User(user_id, name, real_name, email=email, title=title, tz=tz)
        user.is_admin = user_id == EMIL
        user.is_guest = user_id == GWEN
        workspace.people.add(user)
    workspace.people.add(User("USLACKBOT", "slackbot", "Slackbot", is_bot=False))


def _add_channel(
    workspace: Workspace, channel_id: str, name: str, members: tuple[str, ...], purpose: str
) -> None:
    now = int(workspace.clock())
    channel = Channel(channel_id, name, members[0], now, is_private=name in _PRIVATE)
    channel.is_general = name == "general"
    channel.purpose = Note(purpose, members[0], now)
    channel.members = dict.fromkeys(members, now)
    workspace.channels.put(channel)
