"""The message that shows what an incident affects: none where nothing is known; else one, edited in place."""

from typing import Any

from bot.assets.told import ToldAsset
from bot.impact.change_impact import add_to_impact, remove_from_impact
from bot.incidents.close_incident import close
from bot.incidents.edit_incident import edit
from models.incident_asset import Part
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Outcome
from tests.builders import ANA
from tests.impact.conftest import Reaching
from tests.impact.lineage import ASSETS, EDGES, tell_of


async def _opened(reaching: Reaching, **more: Any) -> tuple[int, str]:
    number = await reaching.house.declare(**more)
    channel_id = await reaching.office.open_channel(number, name=f"inc-{number}")
    return number, channel_id


async def _drawn(reaching: Reaching, channel_id: str) -> list[str]:
    """What the messages of the channel say, after a look and all that it asks for."""
    await reaching.look()
    await reaching.office.deliver()
    await reaching.look()
    await reaching.office.deliver()
    return [message["text"] for message in await reaching.office.messages(channel_id) if "blocks" in message]


async def test_soon_after_the_opening_the_channel_shows_it_once(reaching: Reaching) -> None:
    _, channel_id = await _opened(reaching, asset="stg_orders")
    [text] = await _drawn(reaching, channel_id)
    assert text.startswith("Failing: stg_orders\n5 downstream: 1 export, 1 dashboard, 1 ML feature, 2 tables")
    assert "At risk: board pack" in text
    assert "Finance data" in text


async def test_nothing_is_said_where_nothing_is_known(reaching: Reaching) -> None:
    number, channel_id = await _opened(reaching)
    assert await _drawn(reaching, channel_id) == []
    await reaching.act(edit, number, {"asset": "unheard_of"}, by_id=ANA)
    assert await _drawn(reaching, channel_id) == []
    await reaching.act(edit, number, {"asset": "churn"}, by_id=ANA)
    [text] = await _drawn(reaching, channel_id)
    assert "Nothing that is known reads from it." in text


async def test_it_is_edited_when_it_changes_and_only_then(reaching: Reaching) -> None:
    number, channel_id = await _opened(reaching, asset="stg_orders")
    await _drawn(reaching, channel_id)
    async with reaching.house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).impact_look_at = uow.now
    await _drawn(reaching, channel_id)
    assert await reaching.house.all_of(OutboxItem, kind="edit_impact", standing=Standing.SENT) == []

    await reaching.act(remove_from_impact, number, "churn", by_id=ANA)
    [text] = await _drawn(reaching, channel_id)
    assert "4 downstream: 1 export, 1 dashboard, 2 tables" in text


async def test_an_import_changes_it_while_the_incident_is_open(reaching: Reaching) -> None:
    number, channel_id = await _opened(reaching, asset="refunds")
    assert "Nothing that is known" in (await _drawn(reaching, channel_id))[0]
    await tell_of(reaching.house.store, ASSETS, (*EDGES, ("refunds", "board_pack")))
    [text] = await _drawn(reaching, channel_id)
    assert "1 downstream: 1 dashboard" in text

    await reaching.act(close, number, Outcome.FIXED, cause="A bug", remedy="Fixed", by_id=ANA)
    await _drawn(reaching, channel_id)
    await tell_of(reaching.house.store)
    [text] = await _drawn(reaching, channel_id)
    assert "1 downstream" in text
    assert "notify_owners" not in str(await reaching.office.messages(channel_id))


async def test_what_lineage_learns_later_is_posted_then(reaching: Reaching) -> None:
    number, channel_id = await _opened(reaching, asset="late_comer")
    assert await _drawn(reaching, channel_id) == []
    await tell_of(reaching.house.store, (*ASSETS, ToldAsset(key="late_comer")), EDGES)
    assert len(await _drawn(reaching, channel_id)) == 1
    assert (await reaching.show(number)).unknown == ()


async def test_what_people_add_is_shown_without_any_lineage_to_it(reaching: Reaching) -> None:
    number, channel_id = await _opened(reaching)
    await reaching.act(add_to_impact, number, "somebody's sheet", Part.AFFECTED, by_id=ANA)
    [text] = await _drawn(reaching, channel_id)
    assert "1 downstream: 1 other" in text
    assert "somebody's sheet" in text


async def test_a_hub_of_five_thousand_stays_within_one_message(reaching: Reaching) -> None:
    leaves = [f"table_{number:04}" for number in range(5_000)]
    assets = [ToldAsset(key=each) for each in ("hub", *leaves)]
    await tell_of(reaching.house.store, assets, [("hub", leaf) for leaf in leaves])
    _, channel_id = await _opened(reaching, asset="hub")
    [text] = await _drawn(reaching, channel_id)
    assert "5,000 downstream: 5,000 others" in text
    assert "and 4,980 more: /incident impact lists them" in text
