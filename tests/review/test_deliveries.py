"""The post-mortem in Slack: a file, one message about it, and both exactly once whatever Slack does."""

from collections.abc import AsyncIterator

import pytest

from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.ledger.send_timeline import send_timeline
from bot.outbox.deliveries.ledger.timelines import PostTimeline
from bot.outbox.deliveries.review.post_mortems import ChaseReview, EditReview, PostReview, PostReviewFile
from bot.review.draft_due import draft_due
from bot.review.publish_review import publish
from models.outbox import OutboxItem, Standing
from models.vocabulary import Outcome, Severity
from tests.builders import ANA, BEN, Office, open_office

KINDS = (PostReviewFile, PostReview, EditReview, ChaseReview, PostTimeline)


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, *KINDS) as office:
        yield office


async def _drafted(office: Office, *, is_drill: bool = False) -> str:
    """Close an incident, and let its draft fall due; the channel."""
    house = office.house
    number = await house.declare(severity=Severity.SEV1, is_drill=is_drill)
    channel_id = await office.open_channel(number)
    await house.act(close, number, Outcome.FIXED, cause="A late source", remedy="Ran it again", by_id=ANA)
    house.clock.advance(days=1)
    await draft_due(office.desk)
    return channel_id


def _files(messages: list[dict]) -> list[str]:
    return [file["name"] for message in messages for file in message.get("files") or []]


async def test_a_file_and_one_message_with_its_buttons_arrive(office: Office) -> None:
    channel_id = await _drafted(office)
    await office.deliver()

    file, card = (await office.messages(channel_id))[-2:]
    [item] = await office.house.all_of(OutboxItem, kind="post_review_file")
    assert _files([file]) == [f"INC-1-post-mortem-i{item.id}.md"]
    shared = office.sandbox.workspace.files.find(file["files"][0]["id"])
    assert shared.content.decode() == (await office.house.review()).draft
    [buttons] = [block for block in card["blocks"] if block["type"] == "actions"]
    assert [each["action_id"] for each in buttons["elements"]] == ["review_open", "review_publish"]
    assert buttons["elements"][0]["url"] == file["files"][0]["permalink"]
    assert (await office.house.review()).message_ts == card["ts"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["reset_after", "http_500_after", "http_500", "ratelimited"])
async def test_faults_of_slack_neither_lose_nor_double_the_file(
    office: Office, method: str, fault: str
) -> None:
    channel_id = await _drafted(office)
    office.sandbox.faults.add(method, fault, retry_after=0)
    await office.deliver(within=20)

    messages = await office.messages(channel_id)
    assert len(_files(messages)) == 1
    assert sum("waits" in m["text"] or "drafted" in m["text"] for m in messages) == 1


async def test_a_file_that_slack_refuses_does_not_keep_back_the_message(office: Office) -> None:
    channel_id = await _drafted(office)
    office.sandbox.faults.add("files.completeUploadExternal", "error", error="posting_to_channel_denied")
    await office.deliver()

    assert _files(await office.messages(channel_id)) == []
    assert "is drafted" in (await office.messages(channel_id))[-1]["text"]
    [item] = await office.house.all_of(OutboxItem, kind="post_review_file")
    assert item.standing is Standing.PARKED


async def test_published_and_chased_is_said_where_the_draft_is(office: Office) -> None:
    channel_id = await _drafted(office)
    await office.deliver()
    office.house.clock.advance(days=5)
    await draft_due(office.desk)
    await office.deliver()
    review = await office.house.review()
    answer = await office.desk.chat.read("conversations.replies", channel=channel_id, ts=review.message_ts)
    assert "waits to be published" in answer["messages"][-1]["text"]

    await office.house.act(publish, review.id, by_id=BEN)
    await office.deliver()
    card = (await office.messages(channel_id))[-1]
    assert card["ts"] == review.message_ts
    assert "is published" in card["text"]
    assert not any(block["type"] == "actions" for block in card["blocks"])


async def test_reopening_takes_the_buttons_off_the_draft(office: Office) -> None:
    channel_id = await _drafted(office)
    await office.deliver()
    await office.house.act(reopen, 1, by_id=BEN)
    await office.deliver()

    card = (await office.messages(channel_id))[-1]
    assert "was reopened" in card["text"]
    assert not any(block["type"] == "actions" for block in card["blocks"])


async def test_a_drill_says_so_on_the_file_and_the_message(office: Office) -> None:
    channel_id = await _drafted(office, is_drill=True)
    await office.deliver()

    file, card = (await office.messages(channel_id))[-2:]
    assert file["files"][0]["title"] == "DRILL Post-mortem of INC-1"
    assert "DRILL" in card["text"]


async def test_the_timeline_is_shared_as_a_file(office: Office) -> None:
    number = await office.house.declare("Orders are late")
    channel_id = await office.open_channel(number)
    await office.house.act(send_timeline, number, by_id=BEN)
    await office.deliver()

    [file] = (await office.messages(channel_id))[-1]["files"]
    assert file["name"].startswith("INC-1-timeline-i")
    content = office.sandbox.workspace.files.find(file["id"]).content.decode()
    assert "Orders are late" in content
