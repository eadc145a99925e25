"""What follows from a batch of decisions: told once at its end, however many alerts had a part in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, inspect, select

from bot.alerts.attach_alert import join_concerns, record_attached
from bot.alerts.board import redraw_board
from bot.alerts.cause_offers import offer_cause, offer_subject, posting_subject
from bot.alerts.causes_list import redraw_causes
from bot.alerts.facts import Facts
from bot.alerts.load_facts import find_concerns, folded_under
from bot.alerts.note_causes import note_below
from bot.alerts.recover import Recovery, tell_recovered
from bot.alerts.redraw_card import post_card, redraw_cards
from bot.alerts.relatives import loose_below
from bot.impact.look_soon import look_soon
from bot.incidents.show_change import card_subject, count_on_card, say
from bot.incidents.show_in_thread import thread_subject
from bot.uow import UnitOfWork
from bot.verification.follow_moves import follow_alerts
from bot.write_together import number_entries, write_alike
from models.alert import Alert
from models.concern import Concern, Turn
from models.grouping import Decision
from models.incident import Incident
from models.known import Known, Shared
from models.ledger import EntryKind
from models.place import Place
from models.shared_cause import SharedKind
from models.signal import Signal
from models.thread_message import ThreadMessage, ThreadTopic
from models.vocabulary import DecisionKind

#: All of a concern that changes.
_CHANGING: Final = frozenset(each.key for each in inspect(Concern).column_attrs) - {
    "fingerprint",
    "source",
    "first_at",
}

#: And of a cause, but for its offer, of which whoever posts it writes.
_LEADING: Final = frozenset({"last_at", "concern_count", "incident_id", "card_alert_id"})

#: Asked with every batch, so built once.
_PLACES: Final = select(Place).where(Place.incident_id.in_(bindparam("ids", expanding=True)))
_SHOWN: Final = select(ThreadMessage).where(ThreadMessage.incident_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One alert of a batch: what was known, what was decided, and what it changed in its concern."""

    alert: Alert
    signal: Signal
    concern: Concern
    turn: Turn
    known: Known
    decision: Decision


class Consequences:
    """Collected while a batch is decided; `carry_out` writes ledger entries and outbox items."""

    def __init__(self, uow: UnitOfWork, facts: Facts) -> None:
        self._uow = uow
        self._facts = facts
        #: Alerts that are news to their incident, by it and by the cause that brought them.
        self._news: dict[tuple[int, str | None], list[Alert]] = defaultdict(list)
        self._asking: list[Alert] = []
        self._flapping: list[Step] = []
        self._still_firing: list[Step] = []
        self._recovered: list[Recovery] = []
        self._settled: list[tuple[int, Incident]] = []
        self._offered: dict[str, int] = {}
        #: Incidents that stay two, although one reads from what the other is about: the lower first.
        self._related: dict[tuple[int, int], Shared] = {}
        self._cards: set[int] = set()
        self._concerns: dict[str, Concern] = {}
        self._incidents: set[int] = set()

    def heard(self, step: Step) -> None:
        """Whatever was said, the card that speaks for it shows it."""
        for alert_id in (step.concern.card_alert_id, step.decision.card_alert_id):
            if alert_id is not None:
                self._cards.add(alert_id)
        self._concerns[step.concern.fingerprint] = step.concern
        if step.turn.flaps:
            self._flapping.append(step)

    def asks(self, step: Step) -> None:
        """A card is to ask what shall be done; where it may belong to an incident, that is offered."""
        self._speak(step)
        if step.decision.offered_id is not None and step.decision.cause_key is not None:
            self._offered[step.decision.cause_key] = step.decision.offered_id

    def counted(self, step: Step) -> None:
        """The card of another alert, or of an earlier one, speaks for it."""
        step.concern.card_alert_id = step.decision.card_alert_id

    def joined(self, step: Step, incident: Incident) -> None:
        """The alert belongs to an incident from now on, or did already."""
        concern, was_there = step.concern, step.known.incident is not None
        is_news = step.turn.begins or not was_there or concern.incident_id != incident.id
        step.alert.incident_id = concern.incident_id = incident.id
        self._incidents.add(incident.id)
        if step.known.card is not None:
            self._settled.append((step.known.card.alert_id, incident))
        if is_news:
            concern.notified_at = self._facts.now
            self._news[incident.id, step.decision.cause_key].append(step.alert)
            self._offer_below(step, incident)
            self._let_card_speak(step)
            if step.decision.kind is DecisionKind.REOPEN and not incident.is_private:
                self._relate(step, incident)
        elif step.decision.tells_again:
            concern.notified_at = self._facts.now
            self._still_firing.append(step)

    def _relate(self, step: Step, incident: Incident) -> None:
        """It goes on by itself; people are told of what fails above it or below it in another incident."""
        for shared in step.known.shared:
            if shared.kind is SharedKind.ANCESTOR and shared.incident is not None:
                pair = (incident.id, shared.incident.id)
                self._related.setdefault(pair[::-1] if shared.is_below else pair, shared)

    def _offer_below(self, step: Step, incident: Incident) -> None:
        """What failed before it, and reads from it, may belong there as well."""
        below = loose_below(self._facts, step.signal)
        lineage, asset_id = self._facts.lineage, step.concern.asset_id
        if below and lineage is not None and asset_id is not None and not incident.is_private:
            label = lineage.label(asset_id)
            key = note_below(self._uow.session, self._facts, label, below, incident.id)
            self._offered[key] = incident.id

    def recovered(self, step: Step) -> None:
        """The tool says that it is fine again."""
        if step.decision.incident_id is not None:
            step.alert.incident_id = step.decision.incident_id
            self._incidents.add(step.decision.incident_id)
        facts, concern = self._facts, step.concern
        is_green = concern.green_count == facts.alerts.green_runs
        is_green = is_green and not concern.is_flapping(facts.now, facts.flapping)
        if step.turn.turned or is_green:
            recovery = Recovery(alert=step.alert, concern=concern, turned=step.turn.turned, is_green=is_green)
            self._recovered.append(recovery)

    async def carry_out(self) -> None:
        """Write what follows. The alerts are stored first, so that all else can refer to them."""
        uow = self._uow
        write_alike(self._concerns.values(), _CHANGING)
        write_alike((each for each in self._facts.causes.values() if inspect(each).modified), _LEADING)
        await uow.session.flush()
        for card_alert_id, incident in self._settled:
            await self._take_along(card_alert_id, incident)
        await uow.session.flush()
        with uow.session.no_autoflush:  # what is said now is written together, at the commit
            at_hand, shown = await self._at_hand()
            await self._tell()
            for alert in self._asking:
                await post_card(uow, alert)
            await redraw_cards(uow, self._counting())
            await uow.waiting(self._redrawn())
            await self._offer_causes()
            await self._redraw_boards()
            await self._redraw_incidents()
            if checks := {each.incident_id for each in shown if each.topic is ThreadTopic.CHECKS}:
                await follow_alerts(uow, checks)
            for incident_id in sorted({incident_id for incident_id, _ in self._news}):
                await look_soon(uow, incident_id)
            await number_entries(uow.session)
        del at_hand

    async def _at_hand(self) -> tuple[Sequence[object], Sequence[ThreadMessage]]:
        """What telling asks for one by one, which the session knows for as long as it is kept.

        And apart from it what is shown in the threads of their cards.
        """
        session = self._uow.session
        places = await session.scalars(_PLACES, {"ids": list(self._facts.incidents)})
        shown = (await session.scalars(_SHOWN, {"ids": list(self._incidents)})).all()
        asking = {alert.fingerprint for alert in self._counting()} - self._facts.concerns.keys()
        concerns = await find_concerns(session, asking) if asking else {}
        return [*places, *concerns.values()], shown

    def _counting(self) -> list[Alert]:
        """Alerts whose cards count what was heard."""
        asking = {alert.id for alert in self._asking}
        return [self._facts.cards[alert_id] for alert_id in sorted(self._cards - asking)]

    def _led(self) -> dict[str, int]:
        """The causes of which people are to hear, and the incident in which they do."""
        joined = {key: incident_id for incident_id, key in self._news if key is not None}
        return {**self._offered, **joined}

    def _redrawn(self) -> list[str]:
        """What is to show how many there are: asked for at once, for most of it waits for that already."""
        cards = map(card_subject, self._incidents)
        lists = (thread_subject(number, ThreadTopic.ALERT_CAUSES) for number in self._incidents)
        offers = (subject(key) for key in self._led() for subject in (posting_subject, offer_subject))
        return [*cards, *lists, *offers]

    async def _offer_causes(self) -> None:
        """What was attached because of a cause can be kept apart, and what may belong can be attached.

        A storm is gathered whatever its causes are; its list shows them.
        """
        for key, incident_id in self._led().items():
            incident, cause = self._facts.incidents[incident_id], self._facts.causes[key]
            if not incident.is_storm:
                await offer_cause(self._uow, cause, incident)

    async def _redraw_boards(self) -> None:
        """What only waits, or is ignored, shows nowhere."""
        shown = (each for each in self._concerns.values() if each.card_alert_id or each.incident_id)
        for channel_id in sorted({each.alert_channel_id for each in shown if each.alert_channel_id}):
            await redraw_board(self._uow, channel_id)

    async def _redraw_incidents(self) -> None:
        """Their cards, and what is under these of causes."""
        for incident_id in sorted(self._incidents):
            await count_on_card(self._uow, incident_id)
            await redraw_causes(self._uow, self._facts.incidents[incident_id])

    async def _tell(self) -> None:
        for (incident_id, cause_key), alerts in self._news.items():
            await record_attached(self._uow, self._facts.incidents[incident_id], alerts, cause_key=cause_key)
        for (lower_id, upper_id), shared in self._related.items():
            path = list(shared.path)
            await say(self._uow, lower_id, "fails_further_up", other_id=upper_id, path=path)
        for step in self._flapping:
            await self._tell_flapping(step)
        for step in self._still_firing:
            await say(self._uow, step.alert.incident_id or 0, "alert_still_fires", alert_id=step.alert.id)
        await tell_recovered(self._uow, self._facts, self._recovered)

    async def _tell_flapping(self, step: Step) -> None:
        incident = self._facts.incidents.get(step.concern.incident_id or 0)
        if incident is None or not incident.is_open:
            return  # its card shows it
        kind, alert = EntryKind.ALERT_FLAPPED, step.alert
        self._uow.record(incident.entry(kind, at=self._facts.now, text=alert.title, alert=alert.id))
        await say(self._uow, incident, "alert_flaps", alert_id=alert.id)

    def _let_card_speak(self, step: Step) -> None:
        """What came by a message has a card there, also when it asks nothing; one for each message."""
        if step.concern.card_alert_id is not None or step.alert.message_ts is None:
            return
        beside = next(self._beside(step.alert), None)
        if beside is not None:
            step.concern.card_alert_id = beside.id
        else:
            self._speak(step)

    def _beside(self, alert: Alert) -> Iterator[Alert]:
        message = (alert.channel_id, alert.message_ts)
        return (other for other in self._asking if (other.channel_id, other.message_ts) == message)

    def _speak(self, step: Step) -> None:
        step.concern.card_alert_id = step.alert.id
        self._facts.cards[step.alert.id] = step.alert
        self._asking.append(step.alert)

    async def _take_along(self, card_alert_id: int, incident: Incident) -> None:
        """A card asked about the same: all that it stands for goes along."""
        folded = await folded_under(self._uow.session, card_alert_id)
        await join_concerns(self._uow, folded, incident)
