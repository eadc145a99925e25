"""A known failure is a silence that somebody owns, who hears of it in time."""

from datetime import timedelta

import pytest

from bot.alerts.end_silences import end_due
from bot.alerts.silence import end_silence, expect, renew_silence
from bot.outbox.deliveries.alerts.silences import TellOfSilence
from bot.outbox.delivery import Skip
from models.errors import NotFound, NothingToChange
from models.vocabulary import DecisionKind, SilenceKind, SilenceScope
from tests.alerts.conftest import Watch
from tests.alerts.posts import airflow
from tests.alerts.test_silence import silenced
from tests.builders import ANA, BEN, CHEN


async def test_a_known_failure_has_an_owner_who_hears_of_it(watch: Watch) -> None:
    made = await silenced(
        watch, kind=SilenceKind.EXPECTED, owner_id=BEN, until_at=watch.house.clock() + timedelta(days=7)
    )
    [told] = await watch.house.waiting("tell_of_silence")
    assert (told.intent["person_id"], told.intent["what"]) == (BEN, "given")

    watch.house.clock.advance(days=6)
    assert await end_due(watch.house.store)
    assert not await end_due(watch.house.store)
    assert [item.intent["what"] for item in await watch.house.waiting("tell_of_silence")] == [
        "given",
        "ends_soon",
    ]
    assert made.owner_id == BEN


async def test_the_owner_hears_of_its_end_only_where_it_still_fires(watch: Watch) -> None:
    await silenced(watch, kind=SilenceKind.EXPECTED)
    await silenced(watch, "something_else", kind=SilenceKind.EXPECTED)
    await watch.alert(airflow())
    watch.house.clock.advance(hours=2)
    await end_due(watch.house.store)

    [told] = await watch.house.waiting("tell_of_silence")
    assert (told.intent["person_id"], told.intent["what"]) == (ANA, "still_fires")


async def test_what_is_no_longer_true_is_not_told(watch: Watch) -> None:
    made = await silenced(
        watch, kind=SilenceKind.EXPECTED, owner_id=BEN, until_at=watch.house.clock() + timedelta(days=2)
    )
    [told] = await watch.house.waiting("tell_of_silence")
    async with watch.house.store.reading() as session:
        letter = await TellOfSilence().compose(told, session, watch.desk)
    assert letter.to == BEN
    assert "you answer for it" in letter.message.text

    await watch.house.act(end_silence, made.id, by_id=CHEN)
    async with watch.house.store.reading() as session:
        with pytest.raises(Skip):
            await TellOfSilence().compose(told, session, watch.desk)


async def test_another_week_is_one_press_and_makes_the_presser_its_owner(watch: Watch) -> None:
    made = await silenced(watch, kind=SilenceKind.EXPECTED)
    renewed = await watch.house.act(renew_silence, made.id, by_id=BEN)

    assert renewed.until_at == watch.house.clock() + timedelta(days=7)
    assert renewed.owner_id == BEN
    with pytest.raises(NothingToChange):
        await watch.house.act(renew_silence, made.id, by_id=CHEN)


async def test_an_alert_is_put_down_as_a_known_failure(
    watch: Watch,
) -> None:
    alert = await watch.alert(airflow())
    made = await watch.house.act(expect, alert.id, by_id=ANA, owner_id=BEN)

    assert (made.scope, made.pattern, made.alert_id) == (
        SilenceScope.FINGERPRINT,
        alert.fingerprint,
        alert.id,
    )
    assert made.until_at == watch.house.clock() + timedelta(days=7)
    assert (await watch.alert(airflow())).decision is DecisionKind.SUPPRESS
    with pytest.raises(NotFound):
        await watch.house.act(expect, 999, by_id=ANA)
