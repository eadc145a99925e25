"""The people of the workspace, and the bots of its apps."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.zones import tz_fields


@dataclass
class User:
    """A person or a bot user."""

    id: str
    name: str
    real_name: str
    email: str | None = None
    title: str = ""
    tz: str = "Etc/UTC"
    color: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    deleted: bool = False
    presence: str = "active"
    updated: int = 0

    def __post_init__(self) -> None:
        self.color = self.color or hashlib.sha256(self.id.encode()).hexdigest()[:6]


@dataclass
class Bot:
    """The bot side of an app: what its messages are signed with."""

    id: str
    app_id: str
    user_id: str
    name: str
    updated: int = 0
    icons: dict[str, str] = field(default_factory=dict)

    def profile(self, team_id: str) -> dict[str, Any]:
        """The `bot_profile` that Slack puts on the bot's messages."""
        return {
            "id": self.id,
            "app_id": self.app_id,
            "user_id": self.user_id,
            "name": self.name,
            "icons": self.icons,
            "deleted": False,
            "updated": self.updated,
            "team_id": team_id,
        }


class People:
    """Everyone in the workspace, by id."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self.users: dict[str, User] = {}
        self.bots: dict[str, Bot] = {}

    def add(self, user: User) -> User:
        """Let someone into the workspace."""
        user.updated = user.updated or self._pulse.now()
        self.users[user.id] = user
        return user

    def add_app(
        self, name: str, *, app_id: str | None = None, bot_id: str | None = None, user_id: str | None = None
    ) -> Bot:
        """Install an app: a bot and its bot user."""
        pulse = self._pulse
        bot = Bot(
            id=bot_id or pulse.new_id("B"),
            app_id=app_id or pulse.new_id("A"),
            user_id=user_id or pulse.new_id("U"),
            name=name,
            updated=pulse.now(),
        )
        handle = name.lower().replace(" ", "-")
        self.bots[bot.id] = bot
        self.add(User(bot.user_id, handle, name, is_bot=True, bot_id=bot.id, app_id=bot.app_id))
        return bot

    def integration(self, name: str) -> Bot:
        """Another tool's bot, found by its name or installed now."""
        known = next((bot for bot in self.bots.values() if bot.name.lower() == name.lower()), None)
        return known or self.add_app(name)

    def find(self, user_id: str) -> User:
        """Find someone by id; `user_not_found` otherwise."""
        user = self.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        return user

    def by_name(self, name: str) -> User | None:
        """Find an active person or bot by handle."""
        return next((user for user in self.users.values() if user.name == name and not user.deleted), None)

    def by_email(self, email: str) -> User | None:
        """Find an active person by e-mail address, whatever its case."""
        wanted = email.strip().lower()
        found = (user for user in self.users.values() if user.email and user.email.lower() == wanted)
        return next((user for user in found if not user.deleted), None)

    def bot_of(self, user_id: str) -> Bot | None:
        """The bot behind a bot user."""
        bot_id = self.users[user_id].bot_id if user_id in self.users else None
        return self.bots.get(bot_id) if bot_id else None

    def set_deleted(self, user_id: str, *, deleted: bool) -> User:
        """Deactivate or reactivate someone."""
        user = self.find(user_id)
        user.deleted = deleted
        return self._changed(user)

    def set_profile(self, user_id: str, **fields: Any) -> User:
        """Change attributes of someone: `title`, `tz`, `real_name`, `email`…"""
        user = self.find(user_id)
        for name, value in fields.items():
            setattr(user, name, value)
        return self._changed(user)

    def payload(self, user: User) -> dict[str, Any]:
        """The user object of Slack's Web API and events, with the e-mail address."""
        return {
            "id": user.id,
            "team_id": self._pulse.team_id,
            "name": user.name,
            "deleted": user.deleted,
            "color": user.color,
            "real_name": user.real_name,
            **tz_fields(user.tz, self._pulse.clock()),
            "profile": self._profile(user),
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_guest,
            "is_ultra_restricted": False,
            "is_bot": user.is_bot,
            "is_app_user": False,
            "updated": user.updated,
            "is_email_confirmed": user.email is not None,
            "who_can_share_contact_card": "EVERYONE",
        }

    def _profile(self, user: User) -> dict[str, Any]:
        profile = {
            "title": user.title,
            "phone": "",
            "skype": "",
            "real_name": user.real_name,
            "real_name_normalized": user.real_name,
            "display_name": user.name,
            "display_name_normalized": user.name,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": user.color,
            "team": self._pulse.team_id,
        }
        if user.email:
            profile["email"] = user.email
        if user.bot_id and user.app_id:
            profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id}
        return profile

    def _changed(self, user: User) -> User:
        user.updated = self._pulse.now()
        self._pulse.tell("user_changed", None, user.id, user=self.payload(user))
        return user
