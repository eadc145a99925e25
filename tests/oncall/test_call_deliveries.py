"""Calls really leave: over HTTP, by mail and in Slack, each once, and by the next way when one fails."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from bot.call_settings import CallSettings
from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.close_incident import close
from bot.integrations.guarded import GuardedHttp
from bot.integrations.ways.every import every_way
from bot.oncall.answer_call import answer_call
from bot.oncall.call import call as call_people
from bot.oncall.escalate_due import escalate_due
from bot.outbox.deliveries.oncall.call_messages import CallBySlack, EditCall, EditSummons, PostSummons
from bot.outbox.deliveries.oncall.calls import PlaceCall, SettleCall
from bot.outbox.deliveries.say import SayInChannel
from bot.playbook import parse_playbook
from models.call import Call
from models.vocabulary import CallState, Outcome, Severity, Way
from tests.builders import ANA, BEN, CHEN, Office, open_office
from tests.integrations.outside import Outside, PostOffice, outside, post_office
from tests.integrations.test_ways import mailbox, read
from tests.stories.town import spoken

KINDS = (CallBySlack, EditCall, PostSummons, EditSummons, PlaceCall, SettleCall, SayInChannel)


@dataclass
class World:
    """An office, PagerDuty (and a gateway), and a mail server."""

    office: Office
    pagerduty: Outside
    post: PostOffice

    async def declare(self, **more: Any) -> tuple[int, str]:
        """Declare, open its channel, call the first level, and let all of it leave."""
        number = await self.office.house.declare(severity=Severity.SEV1, **more)
        room = await self.office.open_channel(number)
        await self.look()
        return number, room

    async def look(self, **length: float) -> None:
        self.office.house.clock.advance(**length)
        while await escalate_due(self.office.house.store):
            pass
        await self.office.deliver()

    async def act(self, use_case: Any, *args: Any, **more: Any) -> None:
        await self.office.house.act(use_case, *args, **more)
        await self.look()

    async def states(self) -> list[tuple[Way, CallState]]:
        return [(each.way, each.state) for each in await self.office.house.all_of(Call)]

    def events(self) -> list[tuple[str, str]]:
        """What PagerDuty was told."""
        told = [json.loads(each.body) for each in self.pagerduty.taken]
        return [(each["event_action"], each["dedup_key"]) for each in told]

    async def shown(self, room: str) -> dict[str, Any]:
        """The one message that shows who is called."""
        (message,) = [each for each in await self.office.messages(room) if "Calling" in each["text"]]
        return message

    async def said(self, room: str) -> str:
        return " ".join(map(spoken, await self.office.messages(room)))


@asynccontextmanager
async def world(database_url: str, *, patience: float = 20.0, **options: Any) -> AsyncIterator[World]:
    async with outside(**options) as there, post_office() as office:
        playbook = parse_playbook(
            f"""
gateways: {{sms: "{there.url}/sms"}}
contacts:
  {BEN}: {{pagerduty: ben, email: ben@example.org}}
  {CHEN}: {{webhook: sms, phone: "+351 900"}}
escalation:
  policies:
    - {{name: worst, when: {{severity: sev1}}, levels: [{{call: [{BEN}]}}, {{call: [{CHEN}]}}]}}
""",
            "test",
        )
        http = GuardedHttp(allowed=["127.0.0.1"], seconds=patience)
        settings = CallSettings(
            mailbox=mailbox(office.port),
            pagerduty_url=f"{there.url}/v2/enqueue",
            pagerduty_keys={"ben": SecretStr("R0BEN")},
            webhook_secrets={"sms": SecretStr("whsec_c2VjcmV0")},
        )
        async with open_office(database_url, *KINDS, playbook=playbook) as built:
            await built.desk.directory.read_people()
            built.desk.ways = every_way(settings, playbook.gateways, http)
            yield World(built, there, office)
        await http.close()


async def test_a_call_rings_and_asks_in_slack_and_one_message_shows_both(
    database_url: str,
) -> None:
    async with world(database_url) as here:
        _, room = await here.declare()

        assert await here.states() == [(Way.PAGERDUTY, CallState.DELIVERED), (Way.SLACK, CallState.DELIVERED)]
        assert [action for action, _ in here.events()] == ["trigger"]
        (asked,) = await here.office.direct_messages(BEN)
        assert "call_answer" in spoken(asked)
        shown = await here.shown(room)
        assert "PagerDuty delivered" in spoken(shown)
        assert "Slack delivered" in spoken(shown)
        assert here.post.mails == []


async def test_pagerduty_down_is_the_next_way_and_the_channel_sees_why(database_url: str) -> None:
    async with world(database_url, status=503) as here:
        _, room = await here.declare()

        assert (Way.PAGERDUTY, CallState.FAILED) in await here.states()
        assert (Way.EMAIL, CallState.DELIVERED) in await here.states()
        (mail,) = map(read, here.post.mails)
        assert (mail["To"], mail["Subject"]) == ("ben@example.org", "SEV1 · INC-1 · Orders are late")
        shown = await here.shown(room)
        assert "PagerDuty answered 503" in spoken(shown)
        assert len(here.events()) == 3, "tried a few times"
        assert len(set(here.events())) == 1, "under one key"


async def test_pagerduty_that_does_not_answer_in_time_is_the_next_way_too(sqlite_url: str) -> None:
    async with world(sqlite_url, patience=0.2, dawdles=1.0) as here:
        await here.office.house.declare(severity=Severity.SEV1)
        await here.office.open_channel(1)
        await here.look()

        assert len(here.post.mails) == 1
        assert len(set(here.events())) == 1


async def test_a_passing_fault_is_tried_again_under_the_same_key(database_url: str) -> None:
    async with world(database_url, statuses=[500, 429]) as here:
        await here.declare()

        assert (Way.PAGERDUTY, CallState.DELIVERED) in await here.states()
        assert len(here.events()) == 3
        assert len(set(here.events())) == 1
        assert here.post.mails == []


async def test_pagerduty_that_asks_for_a_moment_is_given_it_and_other_ways_are_not_held_up(
    database_url: str,
) -> None:
    async with world(database_url, statuses=[429], retry_after=1) as here:
        await here.declare()

        assert (Way.PAGERDUTY, CallState.DELIVERED) in await here.states()
        first, second = here.pagerduty.taken
        assert second.at - first.at >= 1.0
        assert len(set(here.events())) == 1, "under one key"
        assert here.post.mails == []


async def test_pagerduty_that_asks_for_more_time_than_a_call_has_is_the_next_way_at_once(
    database_url: str,
) -> None:
    async with world(database_url, status=429, retry_after=60) as here:
        _, room = await here.declare()

        assert len(here.events()) == 1
        assert len(here.post.mails) == 1
        assert "PagerDuty answered 429" in spoken(await here.shown(room))


async def test_a_refused_call_is_not_tried_again(sqlite_url: str) -> None:
    async with world(sqlite_url, statuses=[400]) as here:
        await here.declare()

        assert len(here.events()) == 1
        assert len(here.post.mails) == 1


async def test_whom_nothing_reaches_is_said_and_the_next_level_is_called_at_once(database_url: str) -> None:
    async with world(database_url, statuses=[400]) as here:
        here.post.refuses["ben@example.org"] = "550 no such user"
        here.office.sandbox.faults.add(
            "chat.postMessage", "error", match={"channel": BEN}, error="user_disabled", times=1
        )
        _, room = await here.declare()
        await here.look()

        said = await here.said(room)
        assert "could not be called by any way" in said
        assert "level 2 of 2" in said
        (sms,) = [each for each in here.pagerduty.taken if each.path == "/sms"]
        assert json.loads(sms.body)["data"]["to"] == "+351 900"


async def test_an_answer_takes_the_button_off_and_silences_what_rings(database_url: str) -> None:
    async with world(database_url) as here:
        number, room = await here.declare()
        by_slack = (await here.office.house.all_of(Call, way=Way.SLACK))[0]
        await here.act(answer_call, by_slack.id, by_id=BEN)

        (asked,) = await here.office.direct_messages(BEN)
        assert "call_answer" not in spoken(asked)
        assert "You acknowledged" in spoken(asked)
        assert f'"user_id": "{BEN}"' in await here.said(room)
        assert "acknowledged " in await here.said(room)

        await here.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
        assert [action for action, _ in here.events()] == ["trigger", "acknowledge", "resolve"]
        assert len({key for _, key in here.events()}) == 1


async def test_who_was_called_hears_who_else_is_on_it(database_url: str) -> None:
    async with world(database_url) as here:
        number, _ = await here.declare()
        await here.act(acknowledge, number, by_id=CHEN)

        (asked,) = await here.office.direct_messages(BEN)
        assert f"<@{CHEN}> acknowledged" in asked["text"]
        assert "call_answer" not in spoken(asked)


async def test_somebody_who_answers_before_the_call_left_is_not_disturbed(database_url: str) -> None:
    async with world(database_url) as here:
        number = await here.office.house.declare(severity=Severity.SEV1)
        await here.office.open_channel(number)
        await escalate_due(here.office.house.store)
        await here.act(acknowledge, number, by_id=ANA)

        assert here.events() == []
        assert await here.office.direct_messages(BEN) == []


async def test_a_drill_sends_nothing(sqlite_url: str) -> None:
    async with world(sqlite_url) as here:
        _, room = await here.declare(is_drill=True)

        assert here.events() == []
        assert here.post.mails == []
        assert await here.office.direct_messages(BEN) == []
        assert "would have been called" in await here.said(room)


async def test_without_the_secret_the_channel_hears_which_variable_is_missing(sqlite_url: str) -> None:
    async with world(sqlite_url) as here:
        here.office.desk.ways = every_way(CallSettings(), {}, here.office.desk.outside)
        number = await here.office.house.declare()
        room = await here.office.open_channel(number)

        async def page(uow: Any) -> None:
            await call_people(uow, await uow.incident(number), [BEN], by_id=ANA)

        await here.act(page)

        said = await here.said(room)
        assert "PAGERDUTY_KEY_BEN" in said
        assert "SMTP_URL" in said
        assert (Way.SLACK, CallState.DELIVERED) in await here.states()
