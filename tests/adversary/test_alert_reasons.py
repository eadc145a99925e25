"""Why an alert was dealt with as it was: named to whom it may be, and no mark of a tool becomes live."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.alerts.move_alerts import detach_concern
from bot.alerts.read_receipt import read_fate
from bot.alerts.settle_cause import keep_apart
from bot.alerts.silence import Wish, silence
from bot.alerts.triage import why_alert
from models.cause import Cause
from models.errors import NothingToChange
from models.incident import Incident
from models.vocabulary import SilenceScope
from tests.alerts.conftest import Watch
from tests.alerts.test_group_alerts import critical, failed, takes
from tests.builders import ANA, BEN

EVIL = "<@U0EVE00001> <!channel> `rm` <http://evil|good>"


async def told(watch: Watch, alert_id: int) -> str:
    """What a person reads, and what a program gets."""
    async with watch.house.store.reading() as session:
        fate, _ = await read_fate(session, alert_id) or (None, None)
    return f"{(await why_alert(watch.desk, alert_id, user_id=BEN)).as_payload()} {fate}"


async def test_an_incident_that_became_private_is_not_named_by_what_was_decided_before(watch: Watch):
    alike = {"run": "1", "assets": ("finance.orders",)}
    _, along = await takes(watch, critical("a", **alike), critical("b", **alike))
    [offered] = await takes(watch, failed("c", assets=("finance.orders",)))
    await watch.house.act(detach_concern, 1, along.fingerprint, by_id=ANA)
    for alert in (along, offered):
        assert "INC-1" in await told(watch, alert.id)
    async with watch.house.store.unit() as uow:
        (await uow.session.get_one(Incident, 1)).is_private = True
    for alert in (along, offered):
        assert "INC-1" not in await told(watch, alert.id)


async def test_who_silenced_it_is_named_and_whom_the_tool_names_is_not(watch: Watch):
    until_at = watch.house.clock() + timedelta(hours=1)
    wish = Wish(scope=SilenceScope.ASSET, pattern="<@U0EVE*", until_at=until_at, because=EVIL)
    await watch.house.act(silence, wish, by_id=ANA)
    [hidden] = await takes(watch, failed("a", assets=(EVIL,)))
    message = (await why_alert(watch.desk, hidden.id, user_id=BEN)).as_payload()
    assert people_in(message) == [ANA]
    assert "<!channel>" not in message["text"]


async def test_marks_in_a_hint_a_run_or_an_asset_stay_words(watch: Watch):
    [asks] = await takes(watch, failed("a", run=EVIL, assets=(EVIL,), severity_hint="<@U0EVE00001>"))
    [counted] = await takes(watch, failed("b", run=EVIL, assets=(EVIL,)))
    for alert in (asks, counted):
        message = (await why_alert(watch.desk, alert.id, user_id=BEN)).as_payload()
        assert people_in(message) == []
        assert "<@U0EVE00001>" not in message["text"]


async def test_a_refusal_names_who_was_first_and_nobody_else(watch: Watch):
    await takes(watch, critical("a", run=EVIL), critical("b", run=EVIL))
    async with watch.house.store.reading() as session:
        [key] = await session.scalars(select(Cause.key))
    await watch.house.act(keep_apart, key, by_id=ANA)
    with pytest.raises(NothingToChange) as refused:
        await watch.house.act(keep_apart, key, by_id=BEN)
    assert f"<@{ANA}>" in refused.value.what
    assert "<@U0EVE00001>" not in refused.value.what
    assert "`rm`" not in refused.value.what


def people_in(message: dict) -> list[str]:
    """Whom the blocks mention."""
    elements = [
        part for block in message["blocks"] for section in block["elements"] for part in section["elements"]
    ]
    return [part["user_id"] for part in elements if part["type"] == "user"]
