"""Pages over HTTP: opened by a link for one person, once; each look asks anew; nothing hostile runs."""

import asyncio
import re

import pytest
from starlette.requests import Request

from bot.impact.show_impact import impact_view
from bot.pages import read_page
from bot.pages.hand_link import hand_link
from bot.pages.page_key import page_key
from bot.web.pages.routes import COOKIE, page_routes
from handlers.answer import Say
from handlers.commands import command
from handlers.incoming import Incoming
from models.errors import NoSuchIncident, NotAllowed
from models.fact import Fact
from models.place import Person
from tests.builders import ANA, BEN
from tests.impact.lineage import asset, tell_of
from tests.pages.conftest import Answer, Served

HOSTILE = "</title><script>alert(1)</script>\"'{{ 7*7 }}<img src=x onerror=alert(2)>"


async def _private(served: Served) -> tuple[int, str]:
    number = await served.house.declare("Salaries in the open", is_private=True)
    channel_id = await served.office.open_channel(number, name="inc-secret")
    await served.desk.chat.call("conversations.invite", channel=channel_id, users=ANA)
    return number, channel_id


def _is_closed(answer: Answer) -> bool:
    return "Salaries" not in answer.body and answer.status in {401, 403, 404, 410}


async def test_a_link_opens_the_page_and_then_the_cookie_does(served: Served) -> None:
    number = await served.house.declare("Orders are late", asset="orders")
    link = await served.link(number)
    async with served.browser() as ana:
        looked = await ana.gets(link)
        assert f"Open the page of INC-{number}?" in looked.words
        assert "Orders are late" not in looked.body
        opened = await ana.presses(link)
        assert "Orders are late" in opened.words
        assert (await ana.gets(served.page(number))).status == 200
        [cookie] = ana.cookies_set
    assert cookie.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie


async def test_where_the_address_is_https_the_cookie_is_kept_from_anything_else(served: Served) -> None:
    number = await served.house.declare()
    ticket = (await served.link(number)).rpartition("/")[2]
    served.desk.public_url = "https://incidents.example/breakwater"
    [_, opening, *_] = page_routes(served.desk)
    pressed = Request(
        {"type": "http", "method": "POST", "headers": [], "path_params": {"ticket": ticket}, "path": "/"}
    )
    answer = await opening.endpoint(pressed)
    assert answer.headers["Location"] == f"https://incidents.example/breakwater/i/INC-{number}"
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Path=/breakwater/" in answer.headers["Set-Cookie"]


async def test_a_link_is_used_once_whoever_is_first(served: Served) -> None:
    number = await served.house.declare()
    link = await served.link(number)
    async with served.browser() as one, served.browser() as other:
        answers = await asyncio.gather(one.presses(link), other.presses(link))
        assert sorted(answer.status for answer in answers) == [200, 410]
        again = await one.presses(link)
    assert again.status == 410
    assert "used before" in again.words
    assert "/incident open" in again.words


async def test_looking_at_a_link_does_not_use_it(served: Served) -> None:
    number = await served.house.declare()
    link = await served.link(number)
    async with served.browser() as scanner:
        for _ in range(3):
            assert (await scanner.gets(link)).status == 200
        assert (await scanner.gets(served.page(number))).status == 401
        assert (await scanner.presses(link)).status == 200


async def test_an_old_link_says_what_to_do(served: Served) -> None:
    number = await served.house.declare()
    link = await served.link(number)
    served.house.clock.advance(minutes=10)
    async with served.browser() as late:
        for answer in (await late.gets(link), await late.presses(link)):
            assert answer.status == 410
            assert "too old" in answer.words
            assert "/incident open" in answer.words


async def test_a_link_of_someone_else_opens_nothing_for_whoever_is_known(served: Served) -> None:
    number = await served.house.declare()
    async with served.browser(opened=await served.link(number, to_id=BEN)) as ben:
        answer = await ben.gets(await served.link(number, to_id=ANA))
    assert answer.status == 403
    assert "someone else" in answer.words


async def test_whoever_is_known_needs_no_second_press(served: Served) -> None:
    first, second = await served.house.declare("One"), await served.house.declare("Two")
    async with served.browser(opened=await served.link(first)) as ana:
        link = await served.link(second)
        assert "Two" in (await ana.gets(link)).words
    async with served.browser() as other:
        assert (await other.presses(link)).status == 200


async def test_the_cookie_ends_after_twelve_hours(served: Served) -> None:
    number = await served.house.declare()
    async with served.browser(opened=await served.link(number)) as ana:
        served.house.clock.advance(hours=11, minutes=59)
        assert (await ana.gets(served.page(number))).status == 200
        served.house.clock.advance(minutes=1)
        gone = await ana.gets(served.page(number))
    assert gone.status == 401
    assert "/incident open" in gone.words


@pytest.mark.parametrize("odd", ["", "x", "a.b", "ü" * 50, "W10.", "." * 900])
async def test_what_is_no_link_and_no_cookie_of_ours_opens_nothing(served: Served, odd: str) -> None:
    number = await served.house.declare()
    async with served.browser() as stranger:
        assert (await stranger.gets(f"{served.url}/open/{odd or 'x.'}")).status == 404
        stranger.http.cookie_jar.update_cookies({COOKIE: odd})
        assert (await stranger.gets(served.page(number))).status == 401


async def test_a_link_is_no_cookie(served: Served) -> None:
    number = await served.house.declare()
    link = await served.link(number)
    async with served.browser() as clever:
        clever.http.cookie_jar.update_cookies({COOKIE: link.rpartition("/")[2]})
        assert (await clever.gets(served.page(number))).status == 401


async def test_another_site_cannot_press_for_someone(served: Served) -> None:
    number = await served.house.declare()
    async with served.browser() as lured:
        answer = await lured.presses(await served.link(number), **{"Sec-Fetch-Site": "cross-site"})
        assert answer.status == 403
        assert lured.cookies_set == []


async def test_a_private_one_opens_for_its_members_alone_and_ends_with_that(served: Served) -> None:
    number, channel_id = await _private(served)
    public = await served.house.declare()
    async with served.browser(opened=await served.link(public, to_id=BEN)) as ben:
        assert _is_closed(await ben.gets(served.page(number)))
        [hidden, absent] = [(await ben.gets(served.page(each))).words for each in (number, 900)]
        assert hidden == absent.replace("900", str(number))
    async with served.browser() as ben:
        assert _is_closed(await ben.presses(await served.link(number, to_id=BEN)))
        assert ben.cookies_set == []
    async with served.browser(opened=await served.link(public)) as ana:
        assert (await ana.gets(served.page(number))).status == 200
        await served.desk.chat.call("conversations.kick", channel=channel_id, user=ANA)
        served.house.clock.advance(minutes=6)
        assert _is_closed(await ana.gets(served.page(number)))


async def test_whoever_has_left_sees_nothing_any_more(served: Served) -> None:
    number = await served.house.declare("Orders are late")
    link = await served.link(number)
    async with served.browser(opened=await served.link(number)) as ana:
        async with served.house.store.unit() as uow:
            (await uow.session.get_one(Person, ANA)).has_left = True
        answer = await ana.gets(served.page(number))
        assert answer.status == 404
        assert "Orders are late" not in answer.body
    async with served.browser() as again:
        assert (await again.presses(link)).status == 404


async def test_hostile_words_are_only_words(served: Served) -> None:
    number = await served.house.declare(HOSTILE, asset="orders")
    async with served.browser(opened=await served.link(number)) as ana:
        answer = await ana.gets(served.page(number))
    assert "<script" not in answer.body
    assert "<img" not in answer.body
    assert "{{ 7*7 }}" in answer.body
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    [nonce] = re.findall(r"style-src 'nonce-([^']+)'", policy)
    assert re.findall(r'<style nonce="([^"]+)"', answer.body) == [nonce]
    assert not re.findall(r'(?:src|href|url)="?https?:', answer.body.replace(served.url, ""))
    assert " style=" not in answer.body
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_it_shows_the_picture_the_lists_and_the_ledger_in_the_readers_zone(served: Served) -> None:
    number = await served.house.declare("Orders are late", asset="stg_orders")
    async with served.browser(opened=await served.link(number)) as ana:
        answer = await ana.gets(served.page(number))
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="lineage"' in answer.body
    for name in ("stg_orders", "board_pack", "bank_file", "churn", "orders", "revenue"):
        assert name in answer.words
    links = set(re.findall(r'<a href="#(asset-\d+)"', answer.body))
    entries = set(re.findall(r' id="(asset-\d+)"', answer.body))
    assert len(entries) == 6
    assert entries <= links
    assert "most upstream" in answer.words
    assert "Finance data" in answer.words
    assert "Europe/Lisbon" in answer.words
    assert "Orders are late" in answer.words
    assert "declared" in answer.words


async def test_all_that_is_affected_stands_there_not_only_twenty(served: Served) -> None:
    names = [f"model_{number}" for number in range(80)]
    edges = [("raw_orders", name) for name in names]
    await tell_of(served.house.store, [asset(name) for name in ("raw_orders", *names)], edges)
    number = await served.house.declare(asset="raw_orders")
    async with served.browser(opened=await served.link(number)) as ana:
        answer = await ana.gets(served.page(number))
    assert all(name in answer.words for name in names)


async def test_what_is_affected_leads_there_where_there_are_pages(served: Served) -> None:
    number = await served.house.declare(asset="orders")
    await served.house.opened(number)
    for public_url in (served.url, None):
        served.desk.public_url = public_url
        async with served.house.store.reading() as session:
            chart = await served.desk.atlas.chart(session)
            view = await impact_view(served.desk, session, chart, number)
        assert view.page_url == (f"{public_url}/i/INC-{number}" if public_url else None)


async def test_without_a_public_address_there_are_neither_links_nor_pages(served: Served) -> None:
    number = await served.house.declare()
    served.desk.public_url = None
    assert page_routes(served.desk) == []
    with pytest.raises(NotAllowed, match="No pages"):
        await hand_link(served.desk, number, to_id=ANA)


async def test_the_key_is_made_once(served: Served) -> None:
    keys = await asyncio.gather(*(page_key(served.house.store) for _ in range(5)))
    assert len(set(keys)) == 1
    assert len(keys[0]) == 32
    async with served.house.store.reading() as session:
        assert await session.get(Fact, "page_key") is not None


async def test_the_command_hands_a_link_to_whoever_may_see(served: Served) -> None:
    number, _ = await _private(served)

    async def asks(user_id: str) -> Say:
        typed = Incoming(
            kind="command",
            name="/incident",
            user_id=user_id,
            team_id=served.desk.identity.team_id,
            text=f"open INC-{number}",
        )
        answer = await command(served.desk, typed)
        assert isinstance(answer, Say)
        return answer

    told = (await asks(ANA)).message.text
    [address] = re.findall(r"https?://[^|>\s]+", told)
    async with served.browser() as ana:
        assert "Salaries in the open" in (await ana.presses(address)).words
    with pytest.raises(NoSuchIncident):
        await asks(BEN)


async def test_of_a_very_long_ledger_the_newest_entries_are_shown(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty thousand would hold up every answer of the bot for seconds."""
    monkeypatch.setattr(read_page, "MOST_ENTRIES", 3)
    number = await served.house.declare("Orders are late", asset="orders")
    channel_id = await served.office.open_channel(number)
    for words in ("alpha", "beta", "gamma", "delta"):
        typed = Incoming(
            kind="command", name="/incident", user_id=ANA, text=f"note {words}", channel_id=channel_id
        )
        await command(served.desk, typed)
    async with served.browser(opened=await served.link(number)) as ana:
        shown = await ana.gets(served.page(number))
    assert "The newest 3 are shown" in shown.words
    assert ("delta" in shown.words, "alpha" in shown.words) == (True, False)
