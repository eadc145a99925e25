"""Channels by name, people by id, groups by member: found in the background and kept in the database."""

from collections.abc import Collection, Iterable
from typing import Any

import structlog
from sqlalchemy import select

from bot.errors import ChatError
from bot.slack.chat import Chat, patiently
from bot.uow import Store
from models.fact import PEOPLE_READ, Fact
from models.place import Person

log = structlog.get_logger("directory")

#: Seconds that a person waits for a look-up of someone we have never seen.
PATIENCE = 1.5

#: People kept in one transaction, so that nobody waits for a whole workspace to be written.
AT_ONCE = 500

_TOLD = ("user_id", "handle", "name", "zone", "email", "is_guest", "is_bot", "has_left")


class Directory:
    """What is known of the workspace, in memory, as the database has it."""

    def __init__(self, chat: Chat, store: Store) -> None:
        self._chat = chat
        self._store = store
        self._channels: dict[str, str] = {}
        self._people: dict[str, Person] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._handles: dict[str, str] = {}
        self._others: set[str] = set()
        #: Channels that the playbook names and Slack does not show us.
        self.absent: set[str] = set()
        #: Whether it has been heard, by this start or an earlier one, who the people are.
        self.knows_people = True
        #: Whether channels that are not known may be so only because Slack has not been asked yet.
        self.seeks_channels = False

    async def load(self) -> None:
        """Take up what earlier starts kept; the rest is still to be asked."""
        self.knows_people, self.seeks_channels = False, True
        async with self._store.reading() as session:
            for fact in await session.scalars(select(Fact)):
                self._take_up(fact)
            for person in await session.scalars(select(Person)):
                self._people[person.user_id] = person

    def channel(self, wanted: str) -> str | None:
        """The id of a channel, given by id or `#name`; none while it has not been found."""
        name = wanted.lstrip("#")
        return self._channels.get(name) or (wanted if _is_channel_id(wanted) else None)

    def person(self, user_id: str) -> Person | None:
        """Someone, as last heard."""
        return self._people.get(user_id)

    def person_called(self, handle: str) -> Person | None:
        """Someone by `@handle`."""
        wanted = handle.lstrip("@").lower()
        return next((person for person in self._people.values() if person.handle.lower() == wanted), None)

    def person_addressed(self, email: str) -> Person | None:
        """Someone by their e-mail address."""
        wanted = email.strip().casefold()
        return next((person for person in self._people.values() if person.email == wanted), None)

    def people_named(self, named: str) -> tuple[str, ...]:
        """The ids of whom a playbook or a tool names, as far as they are known and still here.

        By `@handle` of a person or user group, by id, or by the address that their profile shows.
        """
        found: tuple[str, ...] = ()
        if named.startswith("@"):
            person = self.person_called(named)
            found = (person.user_id,) if person else tuple(self.group_called(named))
        elif "@" in named:
            person = self.person_addressed(named)
            found = (person.user_id,) if person else ()
        elif _is_user_id(named):
            found = self.group(named) if named.startswith("S") else (named,)
        known = {user_id: self._people.get(user_id) for user_id in found}
        return tuple(
            each for each, person in known.items() if not person or not (person.has_left or person.is_bot)
        )

    def group(self, group_id: str) -> tuple[str, ...]:
        """The members of a user group, as last heard."""
        return self._groups.get(group_id, ())

    def group_called(self, handle: str) -> list[str]:
        """The members of a user group by `@handle`, as last heard."""
        return list(self._groups.get(self._handles.get(handle.lstrip("@").lower(), ""), ()))

    def has_found(self, wanted: str) -> bool:
        """Whether a channel was found, and joined where it is public; being given its id is not enough."""
        return wanted.lstrip("#") in self._channels

    async def recognise(self, channel_id: str, wanted: Iterable[str]) -> None:
        """We hear of a channel: is it one of those that we still seek? Raises ChatError.

        What is said there must neither wait for the list of all channels, nor be passed over before it comes.
        """
        missing = {name.lstrip("#") for name in wanted if not self.has_found(name)}
        if not missing or channel_id in self._others:
            return
        channel = await self._read_channel(channel_id)
        for key in missing & {channel.get("name"), channel_id}:
            await self._found(key, channel)
        self._others.add(channel_id)

    async def find_channels(self, wanted: Iterable[str], *, from_outside: Iterable[str] = ()) -> None:
        """Find channels by name or id, first among our own, then among all; join public ones.

        Also those that were found before: somebody may have put us out since. Those that we speak to
        `from_outside` are not joined, for what is said there is not ours to hear. Raises ChatError when Slack
        does not answer.
        """
        joined = {name.lstrip("#") for name in wanted} - {""}
        missing = joined | ({name.lstrip("#") for name in from_outside} - {""})
        for listing in ("users.conversations", "conversations.list"):
            if missing:
                await self._find_in(listing, missing, joined)
        self.absent, self.seeks_channels = missing, False
        if missing:
            log.warning("channels_absent", channels=sorted(missing))

    async def read_people(self) -> None:
        """Hear of everyone in the workspace. Raises ChatError."""
        heard = [member async for member in self._chat.pages("users.list", "members", waits=True)]
        for begin in range(0, len(heard), AT_ONCE):
            await self.hear_of(heard[begin : begin + AT_ONCE])

    async def looked_around(self) -> None:
        """All that Slack lets us hear of channels, people and groups was heard: nothing is waited for now."""
        self.seeks_channels = False
        if not self.knows_people:
            await self._keep(PEOPLE_READ, {})
            self.knows_people = True

    async def read_groups(self) -> None:
        """Hear of every user group and who is in it. Raises ChatError."""
        answer = await self._chat.read("usergroups.list", include_users=True)
        for group in answer.get("usergroups", []):
            await self.hear_group(group["id"], group.get("handle", ""), group.get("users") or [])

    async def hear_group(self, group_id: str, handle: str, members: list[str]) -> None:
        """Keep who is in a user group."""
        self._groups[group_id] = tuple(members)
        if handle:
            self._handles[handle.lower()] = group_id
        await self._keep(f"group:{group_id}", {"members": members, "handle": handle})

    async def hear_of(self, members: Iterable[dict[str, Any]]) -> None:
        """Keep what Slack says of people (its own user objects), where it is news."""
        said = {member["id"]: _said_of(member) for member in members}
        news = {user_id: facts for user_id, facts in said.items() if facts != self._known_of(user_id)}
        if not news:
            return
        async with self._store.unit() as uow:
            await uow.put(Person, *({**facts, "read_at": uow.now} for facts in news.values()))
        for user_id, facts in news.items():
            self._people[user_id] = Person(**facts, read_at=uow.now)

    async def look_up(self, user_id: str) -> Person | None:
        """Someone, asking Slack (briefly) where we have never heard of them; none when it does not say."""
        known = self._people.get(user_id)
        if known is not None:
            return known
        try:
            answer = await patiently(self._chat.read("users.info", user=user_id), seconds=PATIENCE)
        except ChatError:
            return None
        await self.hear_of([answer["user"]])
        return self._people.get(user_id)

    async def _find_in(self, listing: str, missing: set[str], joined: Collection[str]) -> None:
        """Take out of `missing` what this list of Slack's has, and we are or come in, where we are to."""
        ours = listing == "users.conversations"
        async for found in self._chat.pages(
            listing, "channels", waits=True, types="public_channel,private_channel", exclude_archived=True
        ):
            for key in missing & {found.get("name"), found.get("id")}:
                if ours or key not in joined or await self._join(found["id"]):
                    missing.discard(key)
                    await self._found(key, found)
            if not missing:
                return

    async def _read_channel(self, channel_id: str) -> dict[str, Any]:
        try:
            answer = await self._chat.read("conversations.info", channel=channel_id)
        except ChatError as refused:
            if not refused.permanent:
                raise
            return {}  # we may not see it: it is none that we could watch
        channel: dict[str, Any] = answer["channel"]
        return channel

    async def _found(self, key: str, channel: dict[str, Any]) -> None:
        self.absent.discard(key)
        if self._channels.get(key) == channel["id"]:
            return
        self._channels[key] = self._channels[channel["name"]] = channel["id"]
        await self._keep(f"channel:{key}", {"id": channel["id"], "name": channel["name"]})

    async def _join(self, channel_id: str) -> bool:
        """Come in, where Slack lets us. Raises ChatError when it does not say."""
        try:
            await self._chat.call("conversations.join", channel=channel_id)
        except ChatError as refused:
            if not refused.permanent:
                raise
            log.warning("join_refused", channel=channel_id, error=str(refused))
            return False
        return True

    async def _keep(self, name: str, value: dict[str, Any]) -> None:
        async with self._store.unit() as uow:
            await uow.put(Fact, {"name": name, "value": value, "found_at": uow.now})

    def _known_of(self, user_id: str) -> dict[str, Any] | None:
        person = self._people.get(user_id)
        return {name: getattr(person, name) for name in _TOLD} if person else None

    def _take_up(self, fact: Fact) -> None:
        kind, _, key = fact.name.partition(":")
        if kind == "channel":
            self._channels[key] = self._channels[fact.value["name"]] = fact.value["id"]
        elif kind == "group":
            self._groups[key] = tuple(fact.value["members"])
            self._handles[fact.value.get("handle", "").lower()] = key
        elif fact.name == PEOPLE_READ:
            self.knows_people = True


def _is_user_id(word: str) -> bool:
    return len(word) >= 8 and word[0] in "UWS" and word.isalnum() and word.upper() == word


def _is_channel_id(word: str) -> bool:
    return len(word) >= 9 and word[0] in "CG" and word.isalnum() and word.upper() == word


def _said_of(member: dict[str, Any]) -> dict[str, Any]:
    """What Slack's user object says, by the names of `_TOLD`."""
    profile = member.get("profile") or {}
    return {
        "user_id": member["id"],
        "handle": member.get("name") or "",
        "name": profile.get("real_name") or member.get("real_name") or member.get("name") or "",
        "zone": member.get("tz"),
        "email": (profile.get("email") or "").strip().casefold()[:320] or None,
        "is_guest": bool(
            member.get("is_restricted") or member.get("is_ultra_restricted") or member.get("is_stranger")
        ),
        "is_bot": bool(member.get("is_bot")),
        "has_left": bool(member.get("deleted")),
    }
