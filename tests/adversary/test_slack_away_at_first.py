"""The first start, with Slack away, slow or large: nothing that is said meanwhile is passed over."""

import asyncio
from typing import Any, Final

import pytest
from sqlalchemy import select

from bot import look_around
from bot.errors import ChatError, Fault
from bot.playbook import Playbook, parse_playbook
from bot.slack.directory import Directory
from bot.slack.identity import Identity, find_identity
from models.alert import Alert
from models.place import Person
from sandbox.server import Sandbox
from tests.builders import Office, open_office
from tests.hearing import Hearing
from tests.stories.town import PEOPLE, Room, Town, eventually, town

ALERTS, GENERAL = "C0ALERTS01", "C0GENERAL1"

SAYS: Final[dict[str, Any]] = {
    "type": "message",
    "subtype": "bot_message",
    "bot_id": "B0TOOL0001",
    "username": "dbt",
    "text": "critical: the load of orders failed",
    "ts": "1763632800.000100",
}


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_around, "LOST_EVERY", 0.2)


async def test_an_alert_is_taken_although_slack_was_away_at_the_first_start(sqlite_url: str) -> None:
    def away(slack: Sandbox) -> None:
        slack.faults.add("auth.test", "http_500", times=1)

    async with town(sqlite_url, before=away, lost=True) as here:
        here.sandbox.workspace.membership.join(here.sandbox.app.user_id, ALERTS)
        await here.ana.does("sample", id="dbt-cloud-job-failed")

        await eventually(lambda: _alerts(here), "the alert")


async def test_a_watched_channel_is_recognised_before_the_list_of_all_channels_is_read(
    database_url: str,
) -> None:
    async with open_office(database_url) as office:
        hearing = Hearing(office)
        await hearing.tell(**SAYS, channel=ALERTS)

        (alert,) = await office.house.all_of(Alert)
        assert alert.channel_id == ALERTS


async def test_other_channels_are_asked_for_once_each(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        hearing = Hearing(office)
        for _ in range(3):
            await hearing.tell(**SAYS, channel=GENERAL)

        asked = [call for call in office.sandbox.calls.since(0) if call["method"] == "conversations.info"]
        assert len(asked) == 1
        assert not await office.house.all_of(Alert)


async def test_nothing_is_heard_before_we_know_our_own_voice(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        office.desk.identity = Identity()

        with pytest.raises(Fault, match="who we are"):
            await Hearing(office).tell(**SAYS, channel=ALERTS)


async def test_a_missing_scope_keeps_us_from_nothing_else_and_is_asked_once(sqlite_url: str) -> None:
    def refuses(slack: Sandbox) -> None:
        slack.faults.add("users.list", "error", error="missing_scope", times=1000)

    async with town(sqlite_url, Playbook(responders=("@data-oncall",)), before=refuses, lost=True) as here:
        directory = here.program.desk.directory

        async def knows_the_group() -> bool:
            return bool(directory.group_called("data-oncall"))

        await eventually(knows_the_group, "the group")
        await asyncio.sleep(0.5)
        asked = [call for call in here.sandbox.calls.since(0) if call["method"] == "users.list"]
        assert len(asked) == 1


async def test_a_channel_that_is_watched_by_its_id_is_joined(sqlite_url: str) -> None:
    async with town(sqlite_url, Playbook(watch=(ALERTS,))) as here:

        async def joined() -> bool:
            return here.sandbox.app.user_id in here.sandbox.workspace.channels.find(ALERTS).members

        await eventually(joined, "the bot to join")


async def test_put_out_of_a_watched_channel_we_come_back_at_the_next_look(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        directory, slack = office.desk.directory, office.sandbox.workspace
        await directory.find_channels(["data-alerts"])
        slack.membership.leave(office.desk.identity.user_id, ALERTS)

        await directory.find_channels(["data-alerts"])
        assert office.desk.identity.user_id in slack.channels.find(ALERTS).members


async def test_a_watched_channel_that_we_may_not_enter_is_named_as_missing(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        office.sandbox.faults.add("conversations.join", "error", error="missing_scope")
        await office.desk.directory.find_channels(["data-alerts"])
        assert office.desk.directory.absent == {"data-alerts"}

        await office.desk.directory.find_channels(["data-alerts"])
        assert office.desk.directory.absent == set()


async def test_a_watched_channel_that_could_not_be_entered_is_entered_later(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        office.sandbox.faults.add("conversations.join", "http_500")
        with pytest.raises(ChatError):
            await office.desk.directory.find_channels(["data-alerts"])

        assert not office.desk.directory.has_found("data-alerts")


async def test_two_replicas_that_start_at_once_both_find_their_way(database_url: str) -> None:
    async with open_office(database_url) as one, open_office(database_url) as other:
        await asyncio.gather(*(_looks_around(each) for each in (one, other) for _ in range(3)))

        assert {person.handle for person in await _people(one)} >= {"ana", "ben"}


async def test_a_large_workspace_is_read_to_its_end_however_often_slack_asks_to_wait(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        office.sandbox.faults.add("users.list", "ratelimited", retry_after=0, times=3)
        office.sandbox.faults.add("conversations.list", "ratelimited", retry_after=0, times=3)
        directory = office.desk.directory

        await directory.find_channels(["data-alerts"])
        await directory.read_people()

        assert directory.channel("data-alerts") == ALERTS
        assert directory.person_called("ana") is not None


async def test_people_of_whom_nothing_is_new_are_not_written_again(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        await office.desk.directory.read_people()
        before = await _people(office)
        office.house.clock.advance(hours=1)
        office.sandbox.workspace.people.find("U0BEN00001").is_guest = True

        await office.desk.directory.read_people()

        after = await _people(office)
        changed = [
            now.user_id for then, now in zip(before, after, strict=True) if then.read_at != now.read_at
        ]
        assert changed == ["U0BEN00001"]
        assert office.desk.directory.person("U0BEN00001").is_guest  # type: ignore[union-attr]  # just read


_CALLS: Final = """
responders: ["@emil"]
escalation: {policies: [{name: all, when: {}, levels: [{call: ["@ben"], wait: 10m}]}]}
"""


async def test_whom_an_alert_calls_before_people_were_read_is_called_and_invited_then(
    database_url: str,
) -> None:
    def away(slack: Sandbox) -> None:
        slack.faults.add("users.list", "http_500", times=1000)

    secret = {"ALERT_SECRET_GENERIC": "hush"}
    playbook = parse_playbook(_CALLS, "test")
    async with town(database_url, playbook, before=away, lost=True, settings=secret) as here:
        body = {"title": "Orders are late", "severity": "critical", "assets": ["marts.orders"]}
        url = f"http://127.0.0.1:{here.program.doors.port}/alerts/generic"
        bearer = {"Authorization": "Bearer hush"}
        async with here.page.http.post(url, json=body, headers=bearer) as answer:
            assert answer.status < 300
        room = await _opened(here)
        await here.advance(minutes=3)
        assert not here.program.knows_its_way

        here.sandbox.faults.clear()
        await eventually(lambda: _knows_its_way(here), "the program to know its way")
        await here.advance(seconds=2)
        await room.expect_message("Calling", PEOPLE["ben"], "This came late")

        async def invited() -> bool:
            members = here.sandbox.workspace.channels.find(room.channel_id).members
            return {PEOPLE["ben"], PEOPLE["emil"]} <= set(members)

        await eventually(invited, "everyone to be invited")


async def _knows_its_way(here: Town) -> bool:
    return here.program.knows_its_way


async def _opened(here: Town) -> Room:
    """The channel of what the alert opened, which nobody has been invited to yet."""

    async def opened() -> Room | None:
        found = [
            each for each in here.sandbox.workspace.channels.all.values() if each.name.startswith("inc-")
        ]
        return Room(here.ana, found[0].id, found[0].name) if found else None

    room: Room = await eventually(opened, "the channel")
    return room


async def _alerts(here: Town) -> list[Alert]:
    async with here.program.desk.store.reading() as session:
        return list(await session.scalars(select(Alert)))


async def _people(office: Office) -> list[Person]:
    async with office.house.store.reading() as session:
        return list(await session.scalars(select(Person).order_by(Person.user_id)))


async def _looks_around(office: Office) -> None:
    directory = Directory(office.desk.chat, office.house.store)
    await find_identity(office.desk.chat, office.house.store)
    await directory.find_channels(["data-alerts"])
    await directory.read_people()
    await directory.read_groups()
