"""The close notice is written from the record, and reaches everyone who had been told, once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.closing.send_closing import send_closing
from bot.closing.write_closing import read_closing, write_closing
from bot.impact.notify_owners import Told, notify_owners
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.closing.close_notices import PostClosing, WithdrawLine
from bot.outbox.deliveries.impact.notices import EndNotice, PostNotice
from bot.outbox.deliveries.say import SayInChannel
from bot.prose import Prose
from bot.prose.closing import Closing
from bot.repair.move_backfill import move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.stages.contain import contain
from models.backfill import BackfillState
from models.close_notice import CloseNotice
from models.errors import FieldRefused, LooksLikeData, NothingToChange
from models.ledger import EntryKind
from models.place import Member, Place
from models.vocabulary import Outcome, Severity
from tests.blocks.samples import closed
from tests.builders import ANA, BEN, CHEN, DIA, House, Office, open_house, open_office
from tests.prose.samples import FULLEST, HOSTILE, SMALLEST

_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


async def _told(house: House, number: int, *owners: str) -> None:
    found = [Told(to_id=each, name=each, team=None, assets=[f"marts.{each}"]) for each in owners]
    await house.act(notify_owners, number, found, by_id=ANA)


async def _announced(house: House, number: int, channel_id: str = "C0NEWS0001") -> None:
    async with house.store.unit() as uow:
        place = await uow.session.get_one(Place, number)
        place.announcement_channel_id, place.announcement_ts = channel_id, f"{number}.000300"


async def _closed(house: House, number: int, **more: Any) -> None:
    await house.act(close, number, Outcome.FIXED, **{**_FIXED, **more})


async def _sent_to(house: House) -> list[tuple[str, str]]:
    return [(each.intent["what"], each.intent["to_id"]) for each in await house.waiting("post_closing")]


async def _text(house: House, number: int) -> str:
    async with house.store.reading() as session:
        view = await incident_view(session, number, house.clock())
        return Prose().close_notice(await read_closing(session, view))


async def test_it_is_written_from_the_record(house: House) -> None:
    number = await house.declare(asset="marts.orders", began_at=house.clock())
    house.clock.advance(hours=1)
    await house.act(contain, number, "The export is stopped", by_id=BEN)
    house.clock.advance(hours=1)
    await _closed(house, number, effect="The board saw Monday's figures")

    text = await _text(house, number)
    assert text.splitlines() == [
        "What it was: A full disk",
        "What was done: Cleared it",
        "Effect on decisions: The board saw Monday's figures",
        "About: marts.orders",
        "",
        "2026-11-18 10:00 UTC  it began",
        "2026-11-18 10:00 UTC  noticed",
        "2026-11-18 11:00 UTC  contained",
        "2026-11-18 12:00 UTC  fixed",
        "2026-11-18 12:00 UTC  closed",
        "",
        "The data is right again since 2026-11-18 12:00 UTC.",
    ]


async def test_it_calls_nothing_right_that_is_still_to_be_computed_anew(house: House) -> None:
    number = await house.declare()
    planned = [Planned(asset=f"mart_{each}", name=f"mart_{each}") for each in range(7)]
    items = await house.act(plan_backfill, number, planned, by_id=ANA)
    await house.act(move_backfill, items[0].id, BackfillState.DONE, by_id=ANA)
    await _closed(house, number)

    text = await _text(house, number)
    assert "Still to be computed anew: mart_1, mart_2, mart_3, mart_4, mart_5 and 1 more." in text
    assert "All other data is right again since" in text
    for item in items[1:]:
        await house.act(move_backfill, item.id, BackfillState.NOT_NEEDED, by_id=ANA)
    assert "The data is right again since" in await _text(house, number)


async def test_what_nothing_can_contain_was_not_contained(house: House) -> None:
    number = await house.declare()
    await house.act(contain, number, "It is printed already", by_id=BEN, nothing_can=True)
    await _closed(house, number)

    assert "contained" not in await _text(house, number)


async def test_everyone_who_had_been_told_hears_it_once(house: House) -> None:
    number = await house.declare(origin_channel_id="C0ASK00001", origin_ts="7.000100")
    await _announced(house, number)
    await _told(house, number, BEN, "C0TEAM0001")
    await _told(house, number, CHEN)
    await _closed(house, number)
    notice = await house.act(send_closing, number, "All is well", by_id=ANA, rerun="The exports of Monday")

    assert sorted(await _sent_to(house)) == [
        ("announcement", "C0NEWS0001"),
        ("owner", "C0TEAM0001"),
        ("owner", BEN),
        ("owner", CHEN),
        ("thread", "C0ASK00001"),
    ]
    [entry] = await house.entries(EntryKind.CLOSE_NOTICE_SENT)
    assert (entry.text, entry.actor_id, entry.detail["close_notice"]) == ("to 5 places", ANA, notice.id)
    assert len(entry.detail["told"]) == 5
    [kept] = await house.all_of(CloseNotice)
    assert (kept.text, kept.rerun) == ("All is well", "The exports of Monday")
    assert len(await house.said("closing_sent")) == 1


async def test_those_who_were_told_of_a_part_hear_it_of_the_whole(house: House) -> None:
    part, whole = await house.declare(), await house.declare()
    await _announced(house, part, "C0NEWS0001")
    await _told(house, part, BEN)
    await house.act(merge, part, whole, by_id=ANA)
    with pytest.raises(NothingToChange, match="went into another"):
        await house.act(send_closing, part, "x", by_id=ANA)
    await _closed(house, whole)
    await house.act(send_closing, whole, "All is well", by_id=ANA)

    assert sorted(await _sent_to(house)) == [("announcement", "C0NEWS0001"), ("owner", BEN)]


async def test_of_a_private_one_only_its_members_hear(house: House) -> None:
    number = await house.declare(is_private=True, origin_channel_id="C0ASK00001", origin_ts="7.000100")
    await house.opened(number, "C0PRIVATE1")
    await house.joined("C0PRIVATE1", ANA, BEN, CHEN)
    await _told(house, number, BEN, CHEN)
    async with house.store.unit() as uow:
        await uow.session.delete(await uow.session.get_one(Member, ("C0PRIVATE1", CHEN)))
    await _closed(house, number)
    await house.act(send_closing, number, "All is well", by_id=ANA)

    assert await _sent_to(house) == [("owner", BEN)]


async def test_a_drill_tells_nobody_and_says_it_here(house: House) -> None:
    number = await house.declare(is_drill=True)
    await _announced(house, number)
    await _closed(house, number)
    await house.act(send_closing, number, "All is well", by_id=ANA)

    assert await _sent_to(house) == []
    assert len(await house.said("closing_here")) == 1


async def test_it_is_sent_of_what_is_over_and_holds_no_data(house: House) -> None:
    number = await house.declare()
    with pytest.raises(NothingToChange, match="is open"):
        await house.act(send_closing, number, "x", by_id=ANA)
    await _closed(house, number)
    with pytest.raises(FieldRefused):
        await house.act(send_closing, number, "  ", by_id=ANA)
    with pytest.raises(LooksLikeData):
        await house.act(send_closing, number, "Ask nadia@northwind.example", by_id=ANA)
    with pytest.raises(LooksLikeData):
        await house.act(send_closing, number, "x", by_id=ANA, rerun="id,name\n1,Nadia\n2,Viktor")

    assert await house.all_of(CloseNotice) == []


async def test_it_takes_the_place_of_the_one_line_and_calls_again_where_it_was_announced(sqlite_url) -> None:
    kinds = (PostNotice, EndNotice, PostClosing, WithdrawLine, SayInChannel)
    async with open_office(sqlite_url, *kinds) as office:
        number = await office.house.declare(severity=Severity.SEV2)
        news = await _announcement(office, number)
        await office.open_channel(number)
        await _told(office.house, number, DIA)
        await _closed(office.house, number)
        await office.deliver()
        assert "is over" in (await office.direct_messages(DIA))[-1]["text"]

        async with office.house.store.reading() as session:
            view = await write_closing(office.desk, session, number)
        assert [each.what for each in view.told] == ["the announcement", "an owner"]
        await office.house.act(send_closing, number, view.text, by_id=ANA, rerun="Monday's export")
        await office.deliver()

        told = [message["text"] for message in await office.direct_messages(DIA)]
        assert len(told) == 2
        assert "What it was: A full disk" in told[-1]
        assert "Monday's export" in told[-1]
        assert "A full disk" in (await office.messages(news))[-1]["text"]


async def _announcement(office: Office, number: int) -> str:
    answer = await office.desk.chat.call("conversations.create", name="news")
    channel_id: str = answer["channel"]["id"]
    posted = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="Orders are late")
    async with office.house.store.unit() as uow:
        place = await uow.session.get_one(Place, number)
        place.announcement_channel_id, place.announcement_ts = channel_id, posted["ts"]
    return channel_id


async def test_what_is_taken_up_again_is_not_told_as_over(sqlite_url: str) -> None:
    async with open_office(sqlite_url, PostClosing) as office:
        number = await office.house.declare()
        await _told(office.house, number, DIA)
        await _closed(office.house, number)
        await office.house.act(send_closing, number, "All is well", by_id=ANA)
        await office.house.act(reopen, number, by_id=ANA)
        await office.deliver()

        assert await office.direct_messages(DIA) == []


@pytest.mark.parametrize("words", [SMALLEST, FULLEST, HOSTILE], ids=lambda words: words.name)
def test_it_is_plain_text_whatever_the_record_says(words) -> None:
    view = closed(words, cause=words.text, remedy=words.text)
    closing = Closing(incident=view, effect=words.text, signed_by=(words.text,) if words.text else ())
    text = Prose().close_notice(closing)

    assert "&lt;" not in text.replace("&lt;!channel&gt;", "")
    assert "\n\n\n" not in text
    assert (words.text is None) or words.text.splitlines()[0] in text


def test_a_team_may_write_it_otherwise(tmp_path: Path) -> None:
    (tmp_path / "close_notice.txt.j2").write_text("{{ incident.ref }} is done & dusted")

    assert Prose(tmp_path).close_notice(Closing(incident=closed(SMALLEST))) == "INC-12 is done & dusted"
