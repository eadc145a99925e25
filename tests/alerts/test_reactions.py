"""A reaction on an alert, or on its card, does what the button does; the second hears who was first."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.alerts.take_message import take_message
from bot.outbox.deliveries.alerts.triage_cards import EditTriageCard, PostTriageCard
from models.alert import Alert
from models.incident import Incident
from models.silence import Silence, SilenceKind
from tests.alerts.posts import webhook
from tests.builders import ANA, BEN, open_office
from tests.hearing import GWEN, Hearing


@pytest.fixture
async def hearing(sqlite_url: str) -> AsyncIterator[Hearing]:
    async with open_office(sqlite_url, PostTriageCard, EditTriageCard) as office:
        await office.desk.directory.find_channels(["data-alerts"])
        await office.desk.directory.read_people()
        yield Hearing(office)


async def _alert(hearing: Hearing, text: str = "Load of orders failed") -> Alert:
    """A tool posts it, and the card stands in its thread."""
    channel_id = hearing.desk.directory.channel("data-alerts")
    said = await hearing.desk.chat.call("chat.postMessage", channel=channel_id, text=text)
    heard: dict[str, Any] = {**webhook(text=text), "channel": channel_id, "ts": said["ts"]}
    [alert] = (await take_message(hearing.desk, heard)).alerts
    await hearing.office.deliver()
    await hearing.lose()
    return (await hearing.house.all_of(Alert, id=alert.id))[0]


async def _reacts(
    hearing: Hearing, alert: Alert, emoji: str, by_id: str = ANA, *, card: bool = False
) -> None:
    ts = alert.card_ts if card else alert.message_ts
    hearing.slack.reactions.add(by_id, alert.channel_id or "", ts or "", emoji)
    await hearing.hear()


@pytest.mark.parametrize("card", [False, True], ids=["on the alert", "on its card"])
async def test_eyes_take_it(hearing: Hearing, card: bool) -> None:
    alert = await _alert(hearing)
    await _reacts(hearing, alert, "eyes", card=card)
    [taken] = await hearing.house.all_of(Alert)
    assert taken.taken_by_id == ANA
    assert (await hearing.row(hearing.rows[-1])).done_at is not None


async def test_the_others_declare_expect_and_snooze(hearing: Hearing) -> None:
    for number, emoji in enumerate(("rotating_light", "white_circle", "zzz")):
        await _reacts(hearing, await _alert(hearing, f"Load of {chr(97 + number)} failed"), emoji)
    [incident] = await hearing.house.all_of(Incident)
    assert incident.declared_by_id == ANA
    kinds = [silence.kind for silence in await hearing.house.all_of(Silence)]
    assert kinds == [SilenceKind.EXPECTED, SilenceKind.SNOOZED]


async def test_on_a_repeat_it_is_about_the_card_of_the_first(hearing: Hearing) -> None:
    first = await _alert(hearing)
    await _reacts(hearing, await _alert(hearing), "eyes")
    taken = await hearing.house.all_of(Alert, id=first.id)
    assert taken[0].taken_by_id == ANA


async def test_whoever_is_second_hears_who_was_first(hearing: Hearing) -> None:
    alert = await _alert(hearing)
    await _reacts(hearing, alert, "eyes")
    await _reacts(hearing, alert, "eyes", BEN)
    [told] = [call for call in hearing.office.sandbox.calls if call.method == "chat.postEphemeral"]
    assert told.args["user"] == BEN
    assert f"<@{ANA}>" in told.args["text"]


async def test_guests_and_we_ourselves_act_on_nothing(hearing: Hearing) -> None:
    alert = await _alert(hearing)
    item = {"type": "message", "channel": alert.channel_id, "ts": alert.message_ts}
    for emoji, user_id in (("eyes", GWEN), ("rotating_light", hearing.bot_id)):
        await hearing.tell(type="reaction_added", user=user_id, reaction=emoji, item=item)
    assert await hearing.house.all_of(Incident) == []
    assert (await hearing.house.all_of(Alert))[0].taken_by_id is None


async def test_elsewhere_such_a_reaction_means_nothing(hearing: Hearing) -> None:
    channel_id = hearing.desk.directory.channel("data-alerts") or ""
    said = await hearing.desk.chat.call("chat.postMessage", channel=channel_id, text="Good morning")
    hearing.slack.reactions.add(ANA, channel_id, said["ts"], "rotating_light")
    await hearing.hear()
    assert await hearing.house.all_of(Incident) == []


async def test_a_reaction_told_twice_acts_once(hearing: Hearing) -> None:
    alert = await _alert(hearing)
    hearing.slack.reactions.add(ANA, alert.channel_id or "", alert.message_ts or "", "rotating_light")
    await hearing.hear(times=2)
    assert len(await hearing.house.all_of(Incident)) == 1
