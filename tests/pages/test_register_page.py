"""The data-issue register as a page: for whoever has a page open, with what they may see."""

from bot.incidents.close_incident import close
from handlers.commands import command
from handlers.incoming import Incoming
from models.vocabulary import Outcome
from tests.builders import ANA, BEN
from tests.pages.conftest import Served

HOSTILE = "</title><script>alert(1)</script>\"'{{ 7*7 }}"


async def _closed(served: Served, cause: str, **more: object) -> int:
    number = await served.house.declare("Twice the rows", **more)
    channel_id = await served.office.open_channel(number, name=f"inc-{number}")
    if more.get("is_private"):
        await served.desk.chat.call("conversations.invite", channel=channel_id, users=ANA)
    await served.house.act(close, number, Outcome.FIXED, cause=cause, remedy="", by_id=ANA)
    return number


async def test_it_shows_each_reader_what_is_theirs_to_see(served: Served) -> None:
    number = await _closed(served, HOSTILE, asset="orders")
    await _closed(served, "Salaries in the open", asset="revenue", is_private=True)
    for person, sees in ((ANA, True), (BEN, False)):
        async with served.browser(opened=await served.link(number, to_id=person)) as browser:
            shown = await browser.gets(f"{served.url}/register")
        assert (shown.status, f"INC-{number}" in shown.words) == (200, True)
        assert ("Salaries in the open" in shown.words) is sees
        assert "<script>" not in shown.body


async def test_strangers_are_told_how_to_come_in(served: Served) -> None:
    await _closed(served, "A full disk", asset="orders")
    async with served.browser() as nobody:
        shown = await nobody.gets(f"{served.url}/register")

    assert shown.status == 401
    assert "A full disk" not in shown.body


async def test_the_answer_in_slack_leads_to_it(served: Served) -> None:
    await _closed(served, "A full disk", asset="orders")
    said = await command(
        served.desk,
        Incoming(kind="command", name="/incident", user_id=BEN, channel_id="C0GENERAL1", text="known orders"),
    )

    assert f"{served.url}/register" in str(said.message.as_payload())  # type: ignore[union-attr]
