"""The channel is archived after the close, and the post-mortem comes days later."""

from typing import Any

import pytest

from bot.incidents.close_incident import close
from bot.prose import Prose
from bot.review.draft_due import draft_due
from models.promises import Review
from models.vocabulary import Outcome, Severity
from tests.builders import ANA
from tests.hearing import Hearing
from tests.stories.town import eventually, town


async def test_whoever_is_to_complete_the_draft_hears_where_it_is_stuck_and_gets_it(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.click(here.ana, "Close")
        await here.ana.submits("close", outcome="fixed", cause="A full disk")
        await room.expect_card("Reopen")
        await here.quiet()
        here.sandbox.workspace.channels.archive(here.ana.user_id, room.channel_id)
        await here.quiet()

        await here.advance(days=6)
        await eventually(lambda: _told(here, "Unarchive it"), "the word that it is stuck")

        here.sandbox.workspace.channels.unarchive(here.ana.user_id, room.channel_id)
        here.sandbox.workspace.membership.invite(
            here.ana.user_id, room.channel_id, [here.sandbox.app.user_id]
        )
        await room.expect_message("is drafted from the ledger")


async def test_one_post_mortem_that_cannot_be_written_holds_up_no_other(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Odd", "Good"):
        number = await hearing.house.declare(title, severity=Severity.SEV1)
        await hearing.house.act(close, number, Outcome.FIXED, cause="A full disk", remedy="", by_id=ANA)
    hearing.house.clock.advance(days=10)
    write = Prose.postmortem

    def writes(prose: Prose, review: Any) -> str:
        if review.incident.title == "Odd":
            raise RecursionError("something that nobody thought of")
        return write(prose, review)

    monkeypatch.setattr(Prose, "postmortem", writes)
    assert await draft_due(hearing.desk) == 2
    assert await draft_due(hearing.desk) == 0

    odd, good = await hearing.house.all_of(Review)
    assert odd.draft is None
    assert good.draft

    monkeypatch.undo()
    hearing.house.clock.advance(hours=2)
    await draft_due(hearing.desk)
    assert (await hearing.house.all_of(Review))[0].draft


async def _told(here: Any, words: str) -> bool:
    chat = here.program.desk.chat
    opened = await chat.call("conversations.open", users=here.ana.user_id)
    answer = await chat.read("conversations.history", channel=opened["channel"]["id"])
    return any(words in message["text"] for message in answer["messages"])
