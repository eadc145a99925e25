"""The picture of an incident's lineage: one, below the message that says the same, and anew when asked."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.impact.change_impact import add_to_impact
from bot.impact.incident_scene import incident_scene
from bot.impact.send_picture import send_asset_picture, send_picture
from bot.outbox.deliveries.impact.pictures import DeleteFile, PostPicture, SendAssetPicture
from bot.pictures import studio
from bot.pictures.studio import PictureFailed
from handlers.answer import Say
from handlers.commands import command
from handlers.incoming import Incoming
from models.errors import NotFound
from models.incident_asset import Part
from models.outbox import OutboxItem, Standing
from models.place import Place
from tests.builders import ANA
from tests.impact.conftest import Reaching


@pytest.fixture
async def drawing(reaching: Reaching) -> Reaching:
    kinds = (PostPicture, SendAssetPicture, DeleteFile)
    reaching.office.deliveries |= {kind.kind: kind() for kind in kinds}
    return reaching


async def _opened(drawing: Reaching, **more: Any) -> tuple[int, str]:
    number = await drawing.house.declare(**more)
    return number, await drawing.office.open_channel(number, name=f"inc-{number}")


async def _drawn(drawing: Reaching, channel_id: str) -> list[dict[str, Any]]:
    """The files in the channel and its threads, after a look and all that it asks for."""
    await drawing.look()
    await drawing.office.deliver(within=30)
    chat, files = drawing.office.desk.chat, []
    for message in await drawing.office.messages(channel_id):
        replies = await chat.read("conversations.replies", channel=channel_id, ts=message["ts"])
        for each in replies["messages"]:
            files += [{**file, "said": each["text"], "ts": each["ts"]} for file in each.get("files") or []]
    return [file for file in files if file.get("mode") != "tombstone"]


async def test_it_comes_once_below_what_is_affected_and_says_in_words_what_it_shows(
    drawing: Reaching,
) -> None:
    number, channel_id = await _opened(drawing, asset="stg_orders")
    [file] = await _drawn(drawing, channel_id)
    words = (
        "INC-1: stg_orders fails. 5 read from it, among them the export bank_file, "
        "the dashboard board_pack and the ML feature churn. 1 upstream is as usual."
    )
    assert file["said"] == words
    kept = drawing.office.sandbox.workspace.files.find(file["id"])
    assert kept.alt_text == words
    assert kept.content.startswith(b"\x89PNG")
    assert file["name"].endswith(".png")
    [item] = await drawing.house.all_of(OutboxItem, kind="post_picture")
    assert str(item.id) in file["name"]

    await drawing.act(send_picture, number)
    assert [each["id"] for each in await _drawn(drawing, channel_id)] == [file["id"]]


async def test_one_of_something_else_takes_the_place_of_the_last(drawing: Reaching) -> None:
    number, channel_id = await _opened(drawing, asset="orders")
    [first] = await _drawn(drawing, channel_id)
    await drawing.act(add_to_impact, number, "refunds", Part.FAILING, by_id=ANA)
    assert [each["id"] for each in await _drawn(drawing, channel_id)] == [first["id"]]
    await drawing.act(send_picture, number, pressed=True)
    [second] = await _drawn(drawing, channel_id)
    assert second["id"] != first["id"]
    assert "refunds" in second["said"]


async def test_where_lineage_knows_nothing_there_is_none(drawing: Reaching) -> None:
    number, channel_id = await _opened(drawing, asset="unheard_of")
    assert await _drawn(drawing, channel_id) == []
    await drawing.act(send_picture, number)
    assert await _drawn(drawing, channel_id) == []
    async with drawing.house.store.reading() as session:
        chart = await drawing.office.desk.atlas.chart(session)
        assert await incident_scene(drawing.office.desk, session, chart, number) is None


async def test_of_any_asset_it_comes_to_whoever_asks(drawing: Reaching) -> None:
    chart = await drawing.office.desk.atlas.latest()
    await drawing.act(send_asset_picture, chart.find("orders").id, to_id=ANA)
    await drawing.office.deliver(within=30)
    [message] = await drawing.office.direct_messages(ANA)
    assert message["text"] == (
        "The lineage around orders. 4 read from it, among them the export bank_file, "
        "the dashboard board_pack and the ML feature churn. It reads from 2."
    )
    assert message["files"][0]["title"] == "Lineage of orders"


async def test_one_that_cannot_be_drawn_is_parked_with_its_reason(
    drawing: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "SECONDS", 0.0)
    _, channel_id = await _opened(drawing, asset="orders")
    assert await _drawn(drawing, channel_id) == []
    [item] = await drawing.house.all_of(OutboxItem, kind="post_picture")
    assert item.standing is Standing.PARKED


async def test_one_that_was_not_drawn_in_time_is_drawn_when_there_is_time(
    drawing: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = iter([0.0])
    monkeypatch.setattr(studio, "_draw", _as_slow_as(late, studio._draw))
    _, channel_id = await _opened(drawing, asset="orders")

    assert len(await _drawn(drawing, channel_id)) == 1
    assert list(late) == []


def _as_slow_as(late: Iterator[float], draw: Any) -> Any:
    """The first drawings get so little time, the others all they want."""

    async def drawn(*args: Any, **asked: Any) -> bytes:
        for seconds in late:
            raise PictureFailed(f"not drawn within {seconds:.0f} seconds")
        drawing: bytes = await draw(*args, **asked)
        return drawing

    return drawn


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["reset_after", "http_500"])
async def test_faults_of_slack_neither_lose_nor_double_it(drawing: Reaching, method: str, fault: str) -> None:
    _, channel_id = await _opened(drawing, asset="orders")
    drawing.office.sandbox.faults.add(method, fault, retry_after=0)
    assert len(await _drawn(drawing, channel_id)) == 1


async def _runs(drawing: Reaching, channel_id: str, text: str) -> str:
    team_id = drawing.office.desk.identity.team_id
    typed = Incoming(
        kind="command", name="/incident", user_id=ANA, team_id=team_id, channel_id=channel_id, text=text
    )
    answer = await command(drawing.office.desk, typed)
    assert isinstance(answer, Say)
    return answer.message.text


async def test_a_command_draws_and_says_where_it_will_be(drawing: Reaching) -> None:
    number, channel_id = await _opened(drawing, asset="orders")
    assert "on its way" in await _runs(drawing, channel_id, "lineage")
    assert len(await _drawn(drawing, channel_id)) == 1
    async with drawing.house.store.reading() as session:
        place = await session.get_one(Place, number)
    again = await _runs(drawing, channel_id, "lineage")
    assert "Nothing has changed" in again
    assert place.picture_link in again
    with pytest.raises(NotFound, match="no nothing_like_it"):
        await _runs(drawing, channel_id, "lineage nothing_like_it")
