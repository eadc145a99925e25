"""Characters for which no database has room, in whatever Slack hands on."""

import asyncio
import json

import pytest

from bot.inbox.intake import Intake
from handlers.front import as_json
from tests.builders import House


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("half a \ud83d face", "half a ? face"),
        ("a zero \x00 here", "a zero  here"),
        ("a path C:\\u0000", "a path C:\\u0000"),
        ("C:\\\x00", "C:\\"),
        ("Zażółć 🦆", "Zażółć 🦆"),
    ],
)
def test_what_cannot_be_stored_is_taken_out_and_the_rest_kept(said: str, kept: str) -> None:
    assert json.loads(as_json({"text": said})) == {"text": kept}


async def test_one_odd_message_takes_none_of_its_group_with_it(house: House) -> None:
    intake = Intake(house.store)
    working = asyncio.create_task(intake.run())
    texts = ["fine", "half a \ud83d face", "a zero \x00", "fine too"]

    stored = await asyncio.gather(
        *(intake.store(f"event:{number}", "event", as_json({"t": text})) for number, text in enumerate(texts))
    )

    assert all(each.is_new for each in stored)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
