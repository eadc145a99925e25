"""Compares the world with the record: what is lost, what is there twice, what is not true."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.outbox import OutboxItem, Standing
from models.place import Place
from sandbox.control.dump import dump
from sandbox.server import Sandbox
from tests.durability.record import Record
from tests.durability.steps import ANNOUNCEMENTS, PHASES

Channel = Mapping[str, Any]
Message = Mapping[str, Any]

OUR_BOT: Final = "U0APPBOT01"

#: What the pinned card and the announcement say at the end of a phase, and the topic.
CARD: Final = {
    "opening": "Commander nobody",
    "leading": "Commander <@U0BEN00001>",
    "updating": "Containment since",
    "closing": "CLOSED",
    "reviewing": "CLOSED",
}
ANNOUNCED: Final = {
    "opening": "nobody leads yet",
    "leading": "<@U0BEN00001> leads",
    "updating": "Containment since",
    "closing": "Closed as fixed",
    "reviewing": "Closed as fixed",
}
TOPIC: Final = {
    "opening": "SEV2 · triage",
    "leading": "SEV2 · triage · Ben Okafor leads",
    "updating": "SEV2 · containment · Ben Okafor leads",
    "closing": "SEV2 · closed · Ben Okafor leads",
    "reviewing": "SEV2 · closed · Ben Okafor leads",
}

#: Words of the messages that the incident's channel has at the end of each phase, in their order.
SAID: Final = (
    ("opening", "INC-"),
    ("leading", "is commander of"),
    ("updating", "The load is stopped"),
    ("closing", " closed as fixed"),
    ("reviewing", "post-mortem-i"),
    ("reviewing", "is drafted from"),
)

#: What is in the ledger once from a phase on, whatever happened to the program.
ONCE: Final = (
    ("opening", EntryKind.DECLARED),
    ("opening", EntryKind.CHANNEL_OPENED),
    ("updating", EntryKind.STAGE_ADVANCED),
    ("updating", EntryKind.UPDATE_POSTED),
    ("closing", EntryKind.CLOSED),
    ("reviewing", EntryKind.REVIEW_DRAFTED),
)


def complaints(sandbox: Sandbox, record: Record, phase: str) -> list[str]:
    """All that is wrong at the end of a phase; nothing, if all is well."""
    world = dump(sandbox.board)
    rooms = [channel for channel in world["channels"] if channel["name"].startswith("inc-")]
    if len(rooms) != 1:
        return [f"{len(rooms)} channels: {[room['name'] for room in rooms]}"]
    return [
        *_about_the_room(rooms[0], record, phase),
        *_about_the_announcement(world["channels"], phase),
        *_about_the_record(record, phase),
        *about_marks(world["channels"], record),
    ]


def about_marks(channels: Sequence[Channel], record: Record) -> Iterator[str]:
    """Every message of ours belongs to one sent item, every sent item has its one message, in order."""
    sent = {item.id: item for item in record.items(Standing.SENT)}
    given_up = {item.id for item in record.items(Standing.SKIPPED) if "look-up" in (item.fault or "")}
    found = Counter(mark for channel in channels for mark in _marks(channel))
    for item_id, count in found.items():
        if count > 1:
            yield f"item {item_id} was said {count} times"
        if item_id not in sent.keys() | given_up:
            yield f"item {item_id} was said, and the record does not know it"
    over = record.items(Standing.SENT, Standing.SKIPPED)
    taken_back = {item.intent["ts"] for item in over if item.kind == "withdraw_line"}
    for item in sent.values():
        ts = (item.result or {}).get("ts")
        if ts and item.id not in found and ts not in taken_back:
            yield f"item {item.id} ({item.kind}) is on record as said, and is nowhere"
    for lane, order in _by_lane(channels, sent).items():
        if any(later < earlier for earlier, later in pairwise(order)):
            yield f"messages of the lane {lane} are out of order: {order}"


def _by_lane(channels: Sequence[Channel], items: Mapping[int, OutboxItem]) -> Mapping[str, list[int]]:
    """What was said in each lane, in the order of the messages."""
    lanes: dict[str, list[int]] = defaultdict(list)
    for channel in channels:
        for mark in _marks(channel):
            if mark in items and (lane := items[mark].lane):
                lanes[lane].append(mark)
    return lanes


def _about_the_room(room: Channel, record: Record, phase: str) -> Iterator[str]:
    place = record.rows(Place)[0]
    ours = _ours(room)
    if [message["ts"] for message in ours[:1]] != room["pins"] or room["pins"] != [place.card_ts]:
        yield f"pinned are {room['pins']}, the card is {place.card_ts}, the first message {ours[:1]}"
    expected = [words for when, words in SAID if PHASES.index(when) <= PHASES.index(phase)]
    heard = [f"{message['text']} {[file['name'] for file in message.get('files') or []]}" for message in ours]
    fits = len(heard) == len(expected) and all(
        part in said for part, said in zip(expected, heard, strict=False)
    )
    if not fits:
        yield f"the channel says {heard}, expected {expected}"
    if ours and CARD[phase] not in ours[0]["text"]:
        yield f"the card says {ours[0]['text']!r}, expected {CARD[phase]!r}"
    if not room["topic"] == place.topic == TOPIC[phase]:
        yield f"the topic is {room['topic']!r}, on record {place.topic!r}, expected {TOPIC[phase]!r}"
    yield from _about_lines(room, phase)


def _about_lines(room: Channel, phase: str) -> Iterator[str]:
    people = {OUR_BOT, "U0ANA00001"} | ({"U0BEN00001"} if phase != "opening" else set())
    if set(room["members"]) != people:
        yield f"members are {room['members']}"
    lines = [message["text"] for message in room["messages"] if message.get("subtype")]
    doubled = [line for line, count in Counter(lines).items() if count > 1]
    if doubled:
        yield f"lines of Slack's own came twice: {doubled}"


def _about_the_announcement(channels: Sequence[Channel], phase: str) -> Iterator[str]:
    ours = _ours(next(channel for channel in channels if channel["id"] == ANNOUNCEMENTS))
    if len(ours) != 1:
        yield f"{len(ours)} announcements: {[message['text'] for message in ours]}"
    elif ANNOUNCED[phase] not in ours[0]["text"]:
        yield f"the announcement says {ours[0]['text']!r}, expected {ANNOUNCED[phase]!r}"


def _about_the_record(record: Record, phase: str) -> Iterator[str]:
    if len(record.rows(Incident)) != 1:
        yield f"{len(record.rows(Incident))} incidents"
    yield from about_parked(record.items(Standing.PARKED))
    kinds = Counter(entry.kind for entry in record.rows(LedgerEntry))
    for since, kind in ONCE:
        if kinds[kind] != (PHASES.index(since) <= PHASES.index(phase)):
            yield f"the ledger has {kind} {kinds[kind]} times"
    invited = [
        person
        for entry in record.rows(LedgerEntry, LedgerEntry.kind == EntryKind.PEOPLE_INVITED)
        for person in entry.detail["people"]
    ]
    if len(invited) != len(set(invited)):
        yield f"the ledger has people invited twice: {invited}"


def about_parked(parked: Sequence[OutboxItem]) -> Iterator[str]:
    for item in parked:
        yield f"parked: item {item.id} ({item.kind}): {item.fault}"


def _ours(channel: Channel) -> list[Message]:
    said = {None, "thread_broadcast"}
    return [
        message for message in channel["messages"] if message.get("bot_id") and message.get("subtype") in said
    ]


def _marks(channel: Channel) -> list[int]:
    """The ids of our items in a channel, in the order of its messages."""
    metadata = [message.get("metadata") or {} for message in _ours(channel)]
    return [each["event_payload"]["item"] for each in metadata if each.get("event_payload")]
