"""What people do in the course of a whole response, and what time does: the acts of `test_response.py`."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from models.inbox import InboxItem
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.outbox import Standing
from models.promises import CheckIn
from sandbox.control.dump import dump
from tests.builders import open_house
from tests.durability.lived_through import RESPONSE
from tests.durability.patience import until
from tests.durability.siege import Siege
from tests.durability.story import FORM_SECONDS, fill_in
from tests.durability.verdict import about_marks, about_parked
from tests.impact.lineage import tell_of
from tests.stories.town import Actor, spoken

#: All that a playbook may ask for, and nothing that refuses.
PLAYBOOK: Final = """
working_hours: {zone: UTC, days: mon-sun, from: "00:00", to: "23:59"}
severities:
  sev2:
    update_every: 1h
    review_after: null
    time_boxes: {triage: 2h, containment: 2h, analysis: 2h, remediation: 2h, verification: 2d}
    verify: [storage]
    sign_off: [technical_steward, business_steward]
teams:
  finance: {name: Finance data, people: [U0DIA00001], channel: team-finance}
owners:
  - {when: {asset: raw_orders}, technical_steward: U0CHEN0001, business_steward: U0BEN00001}
  - {when: {tag: finance}, team: finance}
on_call:
  finance: {people: [U0DIA00001, U0EMIL0001], every: 1d}
escalation:
  policies:
    - {name: all, when: {}, levels: [{call: [U0GWEN0001], wait: 1h}, {call: [U0EMIL0001], wait: 1h}]}
runbooks:
  - {name: Late loads, when: {symptom: freshness}, steps: [Look at the log, Run it again]}
register: {folder: register}
"""

ROOM: Final = "orders-are-late"

#: Killed in its call, the first is given up, and the second finds that there is nothing left to delete.
_AT_MOST_ONCE: Final = frozenset({"answer_declarer", "withdraw_line"})

#: What the ledger holds once, after all is over, however often the program died.
_ONCE: Final = (
    *(EntryKind.DECLARED, EntryKind.CHANNEL_OPENED, EntryKind.RUNBOOK_OPENED, EntryKind.OWNERS_NOTIFIED),
    *(EntryKind.HYPOTHESIS_ADDED, EntryKind.EVIDENCE_ADDED, EntryKind.CHANGE_RECORDED),
    *(EntryKind.CAUSE_RECORDED, EntryKind.WINDOW_RECORDED, EntryKind.HOLD_ASKED, EntryKind.BACKFILL_PLANNED),
    *(EntryKind.SESSION_PLANNED, EntryKind.TIMEBOX_MISSED, EntryKind.CHECK_HELD, EntryKind.STAGE_ADVANCED),
    *(EntryKind.CLOSED, EntryKind.CLOSE_NOTICE_SENT),
)
COUNTS: Final[Mapping[EntryKind, int]] = {**dict.fromkeys(_ONCE, 1), EntryKind.SIGN_OFF_GIVEN: 2}


async def prepare(siege: Siege) -> None:
    """The lineage, and a channel of the team that answers for it."""
    workspace = siege.sandbox.workspace
    channel = workspace.channels.create("U0ANA00001", "team-finance")
    workspace.membership.invite("U0ANA00001", channel.id, ["U0DIA00001"])
    async with open_house(siege.environ["DATABASE_URL"]) as house:
        await tell_of(house.store)


class Response:
    """One incident, and who works on it."""

    #: One after the other; the program is killed in some call that one of them leads to.
    acts: Sequence[str] = (
        *("declares", "tells owners", "thinks", "changes", "plans", "asks", "is reminded", "is late"),
        *("proves", "closes", "tells"),
    )

    def __init__(self, siege: Siege) -> None:
        self.siege = siege
        self.ana, self.ben, self.chen, self.dia = (
            siege.people[each] for each in ("ana", "ben", "chen", "dia")
        )
        self._acts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "declares": self._declare,
            "tells owners": self._tell_owners,
            "thinks": self._think,
            "changes": self._change,
            "plans": self._plan,
            "asks": self._ask,
            "is reminded": self._be_reminded,
            "is late": self._be_late,
            "proves": self._prove,
            "closes": self._close,
            "tells": self._tell,
            "is a breach": self._breach,
        }

    async def act(self, name: str) -> None:
        await self._acts[name]()

    def has_come(self, name: str) -> bool:
        """Whether the record has what this act leads to."""
        kinds = Counter(entry.kind for entry in self.siege.record.rows(LedgerEntry))
        match name:
            case "declares":
                return bool(kinds[EntryKind.RUNBOOK_OPENED] and self._has_sent("post_impact"))
            case "tells owners":
                return bool(kinds[EntryKind.OWNERS_NOTIFIED])
            case "thinks":
                return bool(kinds[EntryKind.CAUSE_RECORDED])
            case "changes":
                return bool(kinds[EntryKind.WINDOW_RECORDED])
            case "plans":
                return bool(kinds[EntryKind.BACKFILL_MOVED])
            case "asks":
                return self._has_sent("send_asset_picture") and self._has_sent("post_timeline")
            case "is reminded":
                return self._has_sent("post_reminder")
            case "is late":
                return bool(kinds[EntryKind.TIMEBOX_MISSED] and self._has_sent("post_shift"))
            case "proves":
                return kinds[EntryKind.SIGN_OFF_GIVEN] == 2
            case "closes":
                return bool(self.siege.record.rows(Incident, Incident.stage == "closed"))
            case "is a breach":
                return bool(kinds[EntryKind.CHANNEL_LEFT] and kinds[EntryKind.CHANNEL_OPENED] == 2)
        return bool(kinds[EntryKind.CLOSE_NOTICE_SENT])

    def sent(self) -> Counter[str]:
        """How many items of each kind were sent."""
        return Counter(item.kind for item in self.siege.record.items(Standing.SENT))

    def complaints(self) -> list[str]:
        """All that is wrong when all is over."""
        world, record = dump(self.siege.sandbox.board), self.siege.record
        wrong = [*about_marks(world["channels"], record), *about_parked(record.items(Standing.PARKED))]
        kinds = Counter(entry.kind for entry in record.rows(LedgerEntry))
        unsent = RESPONSE - set(self.sent()) - _AT_MOST_ONCE
        wrong += [f"nothing was sent of the kind {kind}" for kind in sorted(unsent)]
        wrong += [
            f"the ledger has {kind} {kinds[kind]} times, not {count}"
            for kind, count in COUNTS.items()
            if kinds[kind] != count
        ]
        return wrong

    def _has_sent(self, kind: str) -> bool:
        return bool(self.sent()[kind])

    async def _declare(self) -> None:
        async def ask() -> None:
            await self.ana.runs("/incident declare")

        fields = {
            "title": "Orders are late",
            "severity": "sev2",
            "symptom": "freshness",
            "asset": "raw_orders",
        }
        await fill_in(self.ana, ask, "declare", **fields)

    async def _tell_owners(self) -> None:
        async def ask() -> None:
            await self.ana.runs("/incident notify", await self._room())

        await fill_in(self.ana, ask, "notify_owners", words="Wait for the numbers.")

    async def _think(self) -> None:
        await self._runs("take", "hypothesis The loader stopped", "evidence for H1 its log ends at 412")
        await self._runs("cause operations: The loader stopped")
        card = await self._card()
        await self._press(ROOM, "Late loads", "Done", thread_of=card)
        await self._press("team-finance", "Orders are late", "Acknowledge", by=self.dia)

    async def _change(self) -> None:
        await self._runs(
            "change --temporary Paused the export", "window orders from 2026-11-18 to 2026-11-19"
        )

    async def _plan(self) -> None:
        await self._runs(
            "backfill add orders", "retention hold raw_orders until 2099-01-01 because we read it"
        )
        await self._runs("session in 30m https://meet.example.com/abc", "backfill done orders")

    async def _ask(self) -> None:
        async def ask() -> None:
            await self.ana.runs("/incident edit", await self._room())

        await self._runs("export", "lineage raw_orders")
        await fill_in(self.ana, ask, "edit", title="Orders are late again")

    async def _be_reminded(self) -> None:
        """Soon an update is due, however long the acts before took."""
        [promise] = self.siege.record.rows(CheckIn, CheckIn.settled_at.is_(None))
        assert promise.look_at is not None
        self.siege.move_clock(seconds=(promise.look_at - datetime.now(UTC)).total_seconds() + 1)

    async def _be_late(self) -> None:
        """A day on, somebody else is on call, and all that fell due meanwhile is due at once."""
        self.siege.move_clock(hours=25)

    async def _prove(self) -> None:
        await self._runs("stage verification", "verify storage ok 12,040 rows")
        await self.ben.runs("/incident signoff", await self._room())
        await self.chen.runs("/incident signoff", await self._room())

    async def _close(self) -> None:
        async def ask() -> None:
            await self.ana.runs("/incident close", await self._room())

        await fill_in(self.ana, ask, "close", cause="The loader stopped", stays="Until Monday")

    async def _tell(self) -> None:
        await fill_in(self.ana, lambda: self._press(ROOM, "INC-1 closed", "Close notice"), "close_notice")

    async def _breach(self) -> None:
        async def ask() -> None:
            await self.ana.runs("/incident breach", await self._room())

        await fill_in(self.ana, ask, "breach", people=[self.ana.user_id, self.ben.user_id])

    async def _press(
        self, where: str, words: str, label: str, *, by: Actor | None = None, thread_of: str | None = None
    ) -> None:
        """Press a button of what was said in a channel, or in a thread."""
        person = by or self.ana
        message = await self._find(person, where, words, thread_of)
        await person.clicks(await self._channel_id(person, where), message, label)

    async def _card(self) -> str:
        channel_id = await self._channel_id(self.ana, ROOM)

        async def is_pinned() -> str | None:
            found = await self.ana.sees(channel_id)
            return next((each["ts"] for each in found if each.get("pinned")), None)

        return str(await until(is_pinned, "the card"))

    async def _find(self, person: Actor, where: str, words: str, thread_of: str | None) -> dict[str, Any]:
        channel_id = await self._channel_id(person, where)

        async def said() -> dict[str, Any] | None:
            found = await person.sees(channel_id)
            if thread_of is not None:
                found = (await person.does("replies", channel=channel_id, ts=thread_of))["messages"]
            return next((each for each in reversed(found) if words in spoken(each)), None)

        return dict(await until(said, f"a message that says {words}"))

    async def _channel_id(self, person: Actor, part_of_name: str) -> str:
        async def opened() -> str | None:
            channels = await person.channels()
            return next((each["id"] for name, each in channels.items() if part_of_name in name), None)

        return str(await until(opened, f"a channel named …{part_of_name}…"))

    async def _runs(self, *commands: str) -> None:
        """Type them one after the other, as people do who look what came of one before they type the next."""
        for command in commands:
            await self.ana.runs(f"/incident {command}", await self._room())
            with suppress(AssertionError):  # one that hangs is not waited for
                await until(self._is_worked_off, "the command to be worked off", within=FORM_SECONDS)

    async def _is_worked_off(self) -> bool:
        waiting = self.siege.record.rows(InboxItem, InboxItem.done_at.is_(None), InboxItem.kind != "event")
        return not waiting

    async def _room(self) -> str:
        async def opened() -> str | None:
            return next((name for name in await self.ana.channels() if ROOM in name), None)

        return str(await until(opened, "the incident's channel"))
