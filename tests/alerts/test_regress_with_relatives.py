"""What fails again reopens its own incident; where another is open above or below, the lower one is told."""

import json
from itertools import pairwise
from typing import Any

import pytest

from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.incidents.move_texts import MOVES
from bot.outbox.delivery import Skip
from handlers.answer import Open
from handlers.bolt import find_handler
from handlers.incoming import Incoming
from models.incident import Incident
from models.vocabulary import Outcome, Stage
from tests.alerts.conftest import Watch
from tests.alerts.test_lineage_groups import CHAIN, fine, knows, late, takes
from tests.builders import ANA, open_office

TOLD = "fails_further_up"


@pytest.fixture
async def chain(watch: Watch) -> Watch:
    await knows(watch, *pairwise(CHAIN))
    return watch


async def _fixed(watch: Watch, number: int, asset: str) -> None:
    await takes(watch, fine(asset))
    await watch.house.act(close, number, Outcome.FIXED, cause="a full disk", remedy="", by_id=ANA)
    watch.house.clock.advance(minutes=30)


async def _told(watch: Watch) -> list[tuple[int, dict[str, Any]]]:
    return [(each.incident_id, each.intent) for each in await watch.house.waiting("say", what=TOLD)]


async def _words(watch: Watch, number: int, facts: dict[str, Any]) -> str:
    async with watch.house.store.reading() as session:
        view = await incident_view(session, number, watch.house.clock())
        return (await MOVES[TOLD](view, facts, session, watch.house.clock())).text


async def test_below_what_fails_again_people_are_told_of_it_and_may_merge(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    await _fixed(chain, 1, "raw.orders")
    await takes(chain, late("marts.orders"))
    [again] = await takes(chain, late("raw.orders"))

    assert again.incident_id == 1
    assert [each.stage for each in await chain.house.all_of(Incident)] == [Stage.TRIAGE, Stage.TRIAGE]
    [(number, facts)] = await _told(chain)
    assert (number, facts["other_id"]) == (2, 1)
    words = " ".join((await _words(chain, 2, facts)).split())
    assert "It may be one failure with INC-1, where raw.orders fails." in words
    assert "raw.orders → stg_orders → marts.orders" in words

    await takes(chain, late("raw.orders"), late("board"))
    assert len(await _told(chain)) == 1
    await chain.house.act(merge, 2, 1, by_id=ANA)
    with pytest.raises(Skip):
        await _words(chain, 2, facts)


async def test_what_fails_again_below_another_is_told_itself(chain: Watch) -> None:
    await takes(chain, late("marts.orders"))
    await _fixed(chain, 1, "marts.orders")
    await takes(chain, late("raw.orders"))
    await takes(chain, late("marts.orders"))

    [(number, facts)] = await _told(chain)
    assert (number, facts["other_id"]) == (1, 2)
    assert facts["path"] == ["raw.orders", "stg_orders", "marts.orders"]


async def test_its_button_shows_what_would_move_into_which(database_url: str) -> None:
    async with open_office(database_url) as office:
        await office.house.declare("Orders are late")
        await office.house.declare("The board is late")
        press = Incoming(kind="block_actions", name="merge_into", value="2:1", user_id=ANA)
        opened = await find_handler(press)(office.desk, press)

        assert isinstance(opened, Open)
        assert json.loads(opened.view["private_metadata"]) == {"incident": 2, "into": 1}


async def test_what_is_private_is_told_nowhere(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    await _fixed(chain, 1, "raw.orders")
    await takes(chain, late("marts.orders"))
    async with chain.house.store.unit() as uow:
        (await uow.session.get_one(Incident, 1)).is_private = True
    await takes(chain, late("raw.orders"))

    assert await _told(chain) == []


async def test_what_fails_again_alone_tells_nobody(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    await _fixed(chain, 1, "raw.orders")
    await takes(chain, late("raw.orders"))

    assert await _told(chain) == []
