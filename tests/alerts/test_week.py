"""A week of alerts with a moved clock: how often people are pinged, and that no alert is forgotten."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.alerts.end_silences import end_due
from bot.alerts.look_again import look_again
from bot.alerts.take_payloads import take_payloads
from bot.alerts.triage import declare_from_alert, expect_alert, snooze_alert
from bot.inbox.entering import WEBHOOK
from bot.incidents.close_incident import close
from models.alert import Alert
from models.board import Board
from models.concern import Concern
from models.errors import BreakwaterError
from models.inbox import InboxItem
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import AlertStatus, DecisionKind, Outcome
from tests.alerts.conftest import Watch, make_watch
from tests.alerts.week import MONDAY, STORM_AT, Said, Week
from tests.builders import ANA, MovedClock, open_house

#: What people are told by: a new message anywhere, an invitation. All else is edited in place or silent.
PINGS = frozenset(
    {"say", "tell", "tell_of_silence", "post_triage_card", "post_announcement", "post_card", "post_board"}
    | {"post_in_thread", "post_cause_offer", "answer_thread", "invite_people"}
)

#: Hours that people take to close what nothing of fires any more, or what they gave up on.
CLOSES_AFTER = timedelta(hours=3)


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with open_house(database_url, clock=MovedClock(MONDAY)) as house:
        yield await make_watch(house)


@pytest.mark.soak
async def test_a_week_pings_people_a_fifth_as_often_as_a_message_for_every_alert(
    watch: Watch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heard, person = Counter[bool](), _Person(watch)
    for said in Week().said():
        await _until(watch, said.at, person)
        await _hear(watch, said)
        heard[said.in_storm] += said.count
    await _until(watch, watch.house.clock.at + timedelta(hours=2), person)

    items = [item for item in await watch.house.all_of(OutboxItem) if item.kind in PINGS]
    sent = [item for item in items if item.id not in person.caused]
    pings = Counter(_is_of_storm(item) for item in sent)
    with capsys.disabled():
        print(f"\n{database_url.partition(':')[0]}: {Counter(map(_what, sent)).most_common()}")
        print(f"  {len(items) - len(sent)} more answer what people did themselves")
        for in_storm, what in ((False, "a week without its storm"), (True, "the storm")):
            each = heard[in_storm] / pings[in_storm]
            print(f"  {what}: {heard[in_storm]:,} alerts, {pings[in_storm]} pings, one for {each:.1f} alerts")
        print(f"  decided: {Counter(alert.decision.value for alert in await watch.alerts())}")
    assert pings[False] * 3 <= heard[False]
    assert pings.total() * 5 <= heard.total()
    assert await _wrong(watch, await watch.alerts()) == []


def _what(item: OutboxItem) -> str:
    return str(item.intent.get("what") or item.kind)


def _is_of_storm(item: OutboxItem) -> bool:
    return STORM_AT <= item.created_at < STORM_AT + timedelta(minutes=15)


async def _hear(watch: Watch, said: Said) -> None:
    if said.message is not None:
        await watch.hears(said.message, ts=f"{said.at.timestamp():.6f}")
        return
    async with watch.house.store.unit() as uow:
        key = f"delivery:alertmanager:{said.at.timestamp()}:{hash(said.body)}"
        row = InboxItem(key=key, kind=WEBHOOK, source="alertmanager", payload=said.body, received_at=uow.now)
        uow.session.add(row)
    await take_payloads(watch.desk, [row])


async def _until(watch: Watch, at: datetime, person: "_Person") -> None:
    """Let time pass: what is due is done, what waits is sent, and people work, every half an hour."""
    clock = watch.house.clock
    while clock.at < at:
        clock.move_to(min(at, clock.at + timedelta(minutes=30)))
        while await end_due(watch.house.store) or await look_again(watch.desk):
            pass
        await _send(watch)
        await person.work()


async def _send(watch: Watch) -> None:
    """Pretend that Slack has all that waits."""
    async with watch.house.store.unit() as uow:
        waiting = select(OutboxItem).where(OutboxItem.standing == Standing.WAITING).order_by(OutboxItem.id)
        for item in (await uow.session.scalars(waiting)).all():
            item.standing, item.sent_at = Standing.SENT, uow.now
            if item.kind == "open_channel":
                place = await uow.session.get_one(Place, item.incident_id)
                place.channel_id, place.card_ts = f"C0ROOM{item.incident_id:04}", f"{item.id}.000100"
            if item.kind == "post_triage_card":
                alert = await uow.session.get_one(Alert, item.intent["alert_id"])
                alert.card_ts = f"{item.id}.000100"
            if item.kind == "post_board":
                board = await uow.session.get_one(Board, item.intent["channel_id"])
                board.message_ts = f"{item.id}.000100"


class _Person:
    """Works from nine to five: settles a card now and then, and closes what is fine again."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._settled = 0
        #: Items of the outbox that answer what this person did.
        self.caused: set[int] = set()

    async def work(self) -> None:
        now = self._watch.house.clock.at
        if now.weekday() >= 5 or not 9 <= now.hour < 17 or now.minute >= 30:
            return
        before = await self._last_item()
        await self._settle_a_card()
        await self._close_what_is_fine(now)
        self.caused.update(range(before + 1, await self._last_item() + 1))

    async def _last_item(self) -> int:
        async with self._watch.house.store.reading() as session:
            return await session.scalar(select(func.max(OutboxItem.id))) or 0

    async def _settle_a_card(self) -> None:
        async with self._watch.house.store.reading() as session:
            asking = select(Alert.id).join(Concern, Concern.card_alert_id == Alert.id)
            loose = asking.where(
                Concern.incident_id.is_(None),
                Concern.status == AlertStatus.FIRING,
                Alert.card_ts.is_not(None),
            )
            alert_id = (await session.scalars(loose.order_by(Alert.id).limit(1))).one_or_none()
        if alert_id is None:
            return
        verb = (declare_from_alert, snooze_alert, expect_alert)[self._settled % 3]
        self._settled += 1
        with suppress(BreakwaterError):  # its incident was closed meanwhile
            await self._watch.house.act(verb, alert_id, by_id=ANA)

    async def _close_what_is_fine(self, now: datetime) -> None:
        for incident in await self._watch.house.all_of(Incident):
            concerns = await self._concerns(incident.id)
            quiet = all(not each.is_firing or now - each.last_at > CLOSES_AFTER for each in concerns)
            if incident.is_open and quiet:
                await self._watch.house.act(
                    close, incident.id, Outcome.FIXED, cause="A full disk", remedy="Cleared it", by_id=ANA
                )

    async def _concerns(self, number: int) -> list[Concern]:
        async with self._watch.house.store.reading() as session:
            return list(await session.scalars(select(Concern).where(Concern.incident_id == number)))


async def _wrong(watch: Watch, alerts: list[Alert]) -> list[str]:
    """What fell between two chairs."""
    incidents = {each.id: each for each in await watch.house.all_of(Incident)}
    last = {alert.fingerprint: alert for alert in alerts}
    wrong = [f"alert {alert.id} has no reason" for alert in alerts if not alert.reason or not alert.decision]
    async with watch.house.store.reading() as session:
        concerns = (await session.scalars(select(Concern).order_by(Concern.fingerprint))).all()
        left = await session.scalars(select(InboxItem.id).where(InboxItem.done_at.is_(None)))
        wrong += [f"row {inbox_id} is not done" for inbox_id in left]
    for concern in concerns:
        if concern.is_firing and not _is_somewhere(concern, last[concern.fingerprint], incidents):
            alert = last[concern.fingerprint]
            wrong.append(f"{concern.title} is nowhere: {alert.decision}, {alert.reason}")
        homes = {
            alert.incident_id
            for alert in alerts
            if alert.fingerprint == concern.fingerprint
            and alert.incident_id in incidents
            and incidents[alert.incident_id].is_open
        }
        if len(homes) > 1:
            wrong.append(f"{concern.title} is in the incidents {sorted(homes)}")
    return wrong


def _is_somewhere(concern: Concern, alert: Alert, incidents: dict[int, Incident]) -> bool:
    """On an incident that is open or was closed since, on a card, silenced, or waiting by a rule."""
    if alert.decision is DecisionKind.SUPPRESS and alert.silence_id is not None:
        return True
    incident = incidents.get(concern.incident_id or 0)
    if incident is not None and (incident.closed_at is None or incident.closed_at >= concern.last_at):
        return True
    return concern.card_alert_id is not None or concern.look_at is not None
