"""An outsider tries everything that there is, and finds nothing of a private incident anywhere.

What is tried is made from the program's own tables, so that whatever comes later is tried, too. A test that
fails here has found a leak: in an answer, in a message, or on a page.
"""

import json
import random
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.blocks.front.doctor import doctor
from bot.blocks.front.home import home
from bot.doctor import read_doctor
from bot.incidents.read_home import home_view_of
from bot.metrics import Metrics
from bot.outbox.deliveries.every import KINDS
from bot.pages.hand_link import hand_link
from bot.register.ask_known import ask_known
from bot.web.figures import read_figures
from bot.web.pages.routes import page_routes
from bot.web.server import WebServer
from handlers.incoming import Incoming
from handlers.suggestions import MENUS, suggest
from models.errors import BreakwaterError
from models.incident import Incident
from models.ledger import LedgerEntry
from models.place import Place
from models.suspicion import Suspicion
from tests.access.sent import commands, forms, listen, presses, shortcuts
from tests.breach.exposed import ASSET, WORD, Exposed, expose, expose_private, finish, playbook, tells
from tests.builders import ANA, BEN, open_office

#: Ids that buttons and forms may bear: of incidents, alerts, notices, calls, entries, reviews …
NUMBERS = range(1, 5)


@pytest.fixture(params=["breach", "private"])
async def hidden(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Exposed]:
    """One that was public and is a breach, or one that was private from the start."""
    async with open_office(database_url, *KINDS, playbook=playbook()) as office:
        if request.param == "private":
            yield await expose_private(office)
            return
        exposed = await expose(office)
        await exposed.breach(ANA, BEN)
        await exposed.deliver()
        yield exposed


async def _answer(hidden: Exposed, incoming: Incoming) -> str:
    """What they read; a fault of ours is none of it, and fails the test."""
    try:
        said = await listen(hidden.office.desk, incoming)
    except BreakwaterError as refused:
        return str(refused)
    shown = said.message.as_payload() if hasattr(said, "message") else getattr(said, "view", "")
    return json.dumps(shown or getattr(said, "errors", ""), ensure_ascii=False)


def _sent(hidden: Exposed, outsider: str) -> Iterator[Incoming]:
    """From channels that are open to them; forms come from nowhere."""
    link = f"https://northwind.slack.com/archives/{hidden.alerts_id}/p{hidden.alert_ts.replace('.', '')}"
    arguments = ("", f"INC-{hidden.number}", str(hidden.number), "@ana", "sev1 why", link)
    here = {"user_id": outsider, "channel_id": hidden.left_id}
    yield from commands(*arguments, **here)
    yield from shortcuts(**here)
    yield from commands("", user_id=outsider, channel_id=hidden.alerts_id)
    for number in NUMBERS:
        yield from presses(number, user_id=outsider, channel_id=hidden.left_id)
        yield from forms(number, user_id=outsider)


async def test_outsiders_find_nothing_whatever_they_send(hidden: Exposed) -> None:
    """Two of them, and each thing is sent by one; `make soak` lets each of them send everything."""
    first, second, *_ = hidden.outsiders
    toss = random.Random(20)
    await _find_nothing(
        hidden, (toss.choice(pair) for pair in zip(_sent(hidden, first), _sent(hidden, second), strict=True))
    )


@pytest.mark.soak
@pytest.mark.parametrize("which", range(2))
async def test_nor_does_one_who_sends_everything(hidden: Exposed, which: int) -> None:
    await _find_nothing(hidden, _sent(hidden, hidden.outsiders[which]))


async def _find_nothing(hidden: Exposed, sent: Iterable[Incoming]) -> None:
    before = await _state(hidden)
    for incoming in sent:
        said = await _answer(hidden, incoming)
        assert not tells(said), (incoming.kind, incoming.name, incoming.text, incoming.value, said)
    await finish(hidden.office)
    private_id = await hidden.channel()
    assert hidden.told_of(outside={private_id, *hidden.own_messages()}) == []
    assert await _state(hidden) == before
    members = hidden.office.sandbox.workspace.channels.all[private_id].members
    assert not {*hidden.outsiders[:2]} & {*members}


async def _state(hidden: Exposed) -> tuple[Any, ...]:
    """What no outsider may change."""
    async with hidden.office.house.store.reading() as session:
        incident = await session.get_one(Incident, hidden.number)
        facts = (incident.title, incident.stage, incident.severity, incident.is_private, incident.closed_at)
    entries = await hidden.office.house.all_of(LedgerEntry, incident_id=hidden.number)
    return (*facts, len([each for each in entries if each.actor_id in hidden.outsiders]))


async def test_nor_do_they_by_its_asset(hidden: Exposed) -> None:
    asked = (ASSET, f"{ASSET} for 2h because we know")
    for incoming in commands(*asked, user_id=hidden.outsiders[0], channel_id="C0GENERAL1"):
        said = await _answer(hidden, incoming)
        assert WORD not in said, (incoming.text, said)
        assert not re.search(rf"INC-{hidden.number}\b", said), (incoming.text, said)
        assert "2026-03-0" not in said, (incoming.text, said)
    async with hidden.office.house.store.reading() as session:
        chart = await hidden.office.desk.atlas.chart(session)
        known = await ask_known(session, chart, ASSET, Incident.is_private.is_(False))
    assert WORD not in repr(known)


async def test_what_is_shown_unasked_tells_nothing(hidden: Exposed) -> None:
    for outsider in hidden.outsiders:
        for shown in await _shown(hidden, outsider):
            assert not tells(shown), (outsider, shown)
            assert not re.search(rf"INC-{hidden.number}\b", shown), outsider
    async with hidden.office.desk.store.reading() as session:
        figures = await read_figures(session, hidden.office.desk.clock())
    assert sum(figures.incidents.values()) == 0
    metrics = Metrics()
    metrics.show(figures)
    assert not tells(metrics.exposition().decode())


async def _shown(hidden: Exposed, outsider: str) -> list[str]:
    """Their App Home, what the doctor tells them, and what fields offer as they type."""
    desk = hidden.office.desk
    async with desk.store.reading() as session:
        shown = [json.dumps(home(await home_view_of(session, outsider, desk)))]
    shown.append(json.dumps(doctor(await read_doctor(desk, outsider)).as_payload()))
    for menu in MENUS:
        for text in ("", "quagga", WORD):
            typed = Incoming(kind="block_suggestion", name=menu, user_id=outsider, text=text)
            offered = [each for each in await suggest(desk, typed) if each["value"].lower() != text.lower()]
            shown.append(json.dumps(offered))
    return shown


async def test_no_page_opens_for_them(hidden: Exposed) -> None:
    desk = hidden.office.desk
    public = await hidden.office.house.declare("Orders are late")
    outsider, jar = hidden.outsiders[0], aiohttp.CookieJar(unsafe=True)
    async with _served(hidden) as url, aiohttp.ClientSession(cookie_jar=jar) as http:
        link = await hand_link(desk, public, to_id=outsider)
        async with http.post(link) as answer:
            assert (answer.status, "Orders are late" in await answer.text()) == (200, True)
        for route in page_routes(desk):
            for value in (f"INC-{hidden.number}", str(hidden.number), "x"):
                path = re.sub(r"\{\w+\}", value, route.path)
                for method in route.methods or ():
                    async with http.request(method, f"{url}{path}") as answer:
                        said = await answer.text()
                        assert not tells(said), (method, path)


def _served(hidden: Exposed) -> Any:
    return hidden.serve(lambda desk: Starlette(routes=page_routes(desk)), WebServer)


async def test_a_member_finds_it(hidden: Exposed) -> None:
    """Else the others would prove nothing."""
    desk = hidden.office.desk
    asked = Incoming(kind="command", name="/incident", text="list", user_id=ANA, channel_id="C0GENERAL1")
    assert tells(await _answer(hidden, asked))
    async with desk.store.reading() as session:
        assert tells(json.dumps(home(await home_view_of(session, ANA, desk))))
    assert (await hidden.office.house.all_of(Suspicion)) or hidden.left_id == "C0GENERAL1"
    async with desk.store.reading() as session:
        assert (await session.get_one(Place, hidden.number)).channel_id
