"""Silences by people: what they hide, who is told, how they end, and what they would have hidden."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.alerts.end_silences import end_due
from bot.alerts.preview_silence import preview_silence
from bot.alerts.read_silences import read_silences
from bot.alerts.silence import Wish, end_silence, expect, silence
from models.alert import Alert
from models.concern import Concern
from models.errors import FieldRefused, NotFound, NothingToChange
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.silence import Silence
from models.vocabulary import DecisionKind, SilenceKind, SilenceScope
from tests.alerts.conftest import Watch
from tests.alerts.posts import airflow, alertmanager, elementary
from tests.builders import ANA, BEN, CHEN


def wish(watch: Watch, pattern: str = "ingest_*", **more: Any) -> Wish:
    facts = {
        "scope": SilenceScope.ASSET,
        "until_at": watch.house.clock() + timedelta(hours=2),
        "because": "vendor migrates",
        **more,
    }
    return Wish(pattern=pattern, **facts)


async def silenced(watch: Watch, pattern: str = "ingest_*", *, by_id: str = ANA, **more: Any) -> Silence:
    made: Silence = await watch.house.act(silence, wish(watch, pattern, **more), by_id=by_id)
    return made


async def test_what_it_covers_is_hidden_and_says_who_wanted_that_and_why(watch: Watch) -> None:
    made = await silenced(watch)
    alert = await watch.alert(airflow())

    assert alert.decision is DecisionKind.SUPPRESS
    assert alert.silence_id == made.id
    assert alert.reason == (
        "It is silenced until 2026-11-18 12:00 UTC, "
        f"says the silence of <@{ANA}> on ingest_*: vendor migrates."
    )
    assert await watch.house.waiting("post_triage_card") == []


@pytest.mark.parametrize(
    ("scope", "pattern"),
    [(SilenceScope.SOURCE, "airflow"), (SilenceScope.EVERYTHING, "whatever")],
)
async def test_a_whole_tool_or_all_can_be_quiet(watch: Watch, scope: SilenceScope, pattern: str) -> None:
    await silenced(watch, pattern, scope=scope)

    assert (await watch.alert(airflow())).decision is DecisionKind.SUPPRESS


async def test_what_opens_by_itself_does_not_while_it_is_quiet(watch: Watch) -> None:
    await silenced(watch, "alertmanager", scope=SilenceScope.SOURCE)
    await watch.alert(alertmanager())

    assert await watch.house.all_of(Incident) == []


async def cards_are_posted(watch: Watch) -> None:
    """Pretend that the outbox has posted what waits."""
    async with watch.house.store.unit() as uow:
        waiting = select(OutboxItem).where(OutboxItem.standing == Standing.WAITING)
        for item in (await uow.session.scalars(waiting)).all():
            item.standing = Standing.SENT
            if item.kind == "post_triage_card":
                (await uow.session.get_one(Alert, item.intent["alert_id"])).card_ts = "1.000100"


async def test_its_cards_are_drawn_anew_when_it_begins_and_when_it_ends(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.alert(elementary())
    await cards_are_posted(watch)

    made = await silenced(watch)
    assert [item.intent["alert_id"] for item in await watch.house.waiting("edit_triage_card")] == [alert.id]
    await cards_are_posted(watch)
    await watch.house.act(end_silence, made.id, by_id=BEN)
    assert [item.intent["alert_id"] for item in await watch.house.waiting("edit_triage_card")] == [alert.id]


async def test_so_are_the_boards_of_their_channels(watch: Watch) -> None:
    await watch.alert(airflow())
    await cards_are_posted(watch)
    await silenced(watch, "nothing_of_this")
    assert await watch.house.waiting("edit_board") == await watch.house.waiting("post_board") == []

    await silenced(watch)
    assert [*await watch.house.waiting("edit_board"), *await watch.house.waiting("post_board")]


async def test_after_its_end_the_next_one_is_heard(watch: Watch) -> None:
    made = await silenced(watch)
    await watch.alert(airflow())
    await watch.house.act(end_silence, made.id, by_id=BEN)

    assert (await watch.alert(airflow())).decision is DecisionKind.TRIAGE


async def test_it_ends_by_itself_once_whoever_looks(watch: Watch) -> None:
    made = await silenced(watch)
    alert = await watch.alert(airflow())
    assert alert.decision is DecisionKind.SUPPRESS
    assert not await end_due(watch.house.store)

    watch.house.clock.advance(hours=2)
    assert await end_due(watch.house.store)
    assert not await end_due(watch.house.store)
    [over] = await watch.house.all_of(Silence)
    assert (over.id, over.ended_at, over.ended_by_id) == (made.id, watch.house.clock(), None)
    assert (await watch.alert(airflow())).decision is DecisionKind.TRIAGE


async def test_two_replicas_that_look_at_once_tell_the_owner_once(watch: Watch) -> None:
    await silenced(watch, kind=SilenceKind.EXPECTED)
    await watch.alert(airflow())
    watch.house.clock.advance(hours=2)
    await asyncio.gather(end_due(watch.house.store), end_due(watch.house.store))

    assert len(await watch.house.waiting("tell_of_silence")) == 1
    assert not await end_due(watch.house.store)


async def test_whoever_ends_it_second_is_told_who_was_first(watch: Watch) -> None:
    made = await silenced(watch)
    await watch.house.act(end_silence, made.id, by_id=BEN)

    with pytest.raises(NothingToChange, match=BEN):
        await watch.house.act(end_silence, made.id, by_id=CHEN)
    with pytest.raises(NotFound):
        await watch.house.act(end_silence, made.id + 1, by_id=CHEN)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"pattern": "  "}, "pattern"),
        ({"pattern": "x" * 301}, "pattern"),
        ({"because": " "}, "because"),
        ({"until_at": timedelta(0)}, "until"),
        ({"until_at": timedelta(days=91)}, "until"),
    ],
)
async def test_nothing_is_silenced_for_ever_nor_without_a_word(
    watch: Watch, facts: dict[str, Any], field: str
) -> None:
    if "until_at" in facts:
        facts = {"until_at": watch.house.clock() + facts["until_at"]}
    with pytest.raises(FieldRefused) as refused:
        await silenced(watch, **facts)

    assert refused.value.field == field
    assert await watch.house.all_of(Silence) == []


async def test_what_is_quiet_for_as_long_already_is_named(watch: Watch) -> None:
    await silenced(watch)

    with pytest.raises(NothingToChange, match=ANA):
        await silenced(watch, by_id=BEN)
    await silenced(watch, by_id=BEN, until_at=watch.house.clock() + timedelta(days=1))
    assert len(await watch.house.all_of(Silence)) == 2


async def test_the_list_tells_who_why_until_when_and_how_many(watch: Watch) -> None:
    made = await silenced(watch)
    alert = await watch.alert(elementary())
    own = await watch.house.act(expect, alert.id, by_id=BEN)
    for _ in range(3):
        await watch.alert(airflow())

    first, second = await read_silences(watch.desk, CHEN)
    assert (first.id, first.by_id, first.because, first.hidden_count) == (
        made.id,
        ANA,
        "vendor migrates",
        3,
    )
    assert (second.id, second.title, second.owner_id, second.hidden_count) == (own.id, alert.title, BEN, 0)


async def test_the_preview_counts_alerts_and_kinds_and_names_what_they_opened(watch: Watch) -> None:
    for _ in range(3):
        await watch.alert(airflow())
    await watch.alert(airflow(task="check_orders"))
    await watch.alert(alertmanager())
    [incident] = await watch.house.all_of(Incident)

    found = await preview_silence(watch.desk, SilenceScope.ASSET, "ingest_*", user_id=ANA)
    assert (found.alert_count, found.kind_count, found.opened_ids) == (4, 2, ())
    everything = await preview_silence(watch.desk, SilenceScope.EVERYTHING, "*", user_id=ANA)
    assert (everything.alert_count, everything.is_all) == (5, True)
    assert everything.opened_ids == (incident.id,)


async def test_the_preview_looks_back_a_week_and_not_at_recoveries(watch: Watch) -> None:
    await watch.hears(alertmanager())
    watch.house.clock.advance(days=8)
    await watch.hears(alertmanager("RESOLVED"))

    found = await preview_silence(watch.desk, SilenceScope.EVERYTHING, "*", user_id=ANA)
    assert (found.alert_count, found.kind_count, found.examples) == (0, 0, ())


async def test_the_preview_and_the_list_name_nothing_of_a_private_incident(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.act(expect, alert.id, by_id=ANA)
    number = await watch.house.declare(is_private=True, by_id=ANA)
    await watch.house.opened(number)
    await watch.house.joined("C0OPENED01", ANA)
    async with watch.house.store.unit() as uow:
        (await uow.session.get_one(Alert, alert.id)).incident_id = number
        (await uow.session.get_one(Alert, alert.id)).decision = DecisionKind.OPEN
        (await uow.session.get_one(Concern, alert.fingerprint)).incident_id = number

    theirs = await preview_silence(watch.desk, SilenceScope.EVERYTHING, "*", user_id=BEN)
    assert (theirs.alert_count, theirs.opened_ids, theirs.examples) == (1, (), ())
    hers = await preview_silence(watch.desk, SilenceScope.EVERYTHING, "*", user_id=ANA)
    assert (hers.opened_ids, hers.examples) == ((number,), ((alert.title, 1),))
    assert [each.title for each in await read_silences(watch.desk, BEN)] == [None]
    assert [each.title for each in await read_silences(watch.desk, ANA)] == [alert.title]
