"""A call goes by the first way of a person, by the next when that fails, and says no more than it may."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.blocks.oncall.call_message import call_message
from bot.incidents.close_incident import close
from bot.oncall.call import call
from bot.oncall.place_call import call_delivered, call_failed
from bot.oncall.show_summons import called_view, note_of, summons_view
from models.call import Call
from models.errors import AlreadyClosed, FieldRefused, NotAllowed
from models.ledger import EntryKind
from models.outbox import Priority
from models.vocabulary import CallState, Outcome, SummonsKind, Way
from tests.builders import ANA, BEN, CHEN, DIA, House
from tests.oncall.calling import EMIL, Calling, calling

PLAYBOOK = f"""
working_hours: {{zone: UTC}}
gateways: {{sms: "https://sms.example.com"}}
contacts:
  "@BEN": {{pagerduty: BEN_KEY, email: ben@example.org, webhook: sms, phone: "+351 900", at_night: [webhook]}}
  {CHEN}: {{email: chen@example.org, ways: [slack, email]}}
escalation:
  policies:
    - name: all
      when: {{severity: [sev1, sev2]}}
      levels: [{{call: [{BEN}, {CHEN}]}}, {{call: [{DIA}]}}]
"""


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Calling]:
    async with calling(database_url, PLAYBOOK) as built:
        yield built


async def page(house: House, number: int, people: list[str], **more: object) -> int:
    """Call someone by hand; the number of the summons."""
    async with house.store.unit() as uow:
        summons = await call(uow, await uow.incident(number), people, **more)  # type: ignore[arg-type]
        return summons.id


async def ways(here: Calling, person_id: str) -> list[tuple[Way, str | None, CallState]]:
    return [(each.way, each.to, each.state) for each in await here.calls(person_id=person_id)]


async def fail(here: Calling, call_id: int, fault: str = "PagerDuty answered 503") -> None:
    await here.house.act(call_failed, call_id, fault)
    await here.look()


async def test_a_person_is_called_by_the_first_way_and_by_slack_where_the_button_is(here: Calling) -> None:
    await here.declare()

    placed = CallState.PLACED
    assert await ways(here, BEN) == [(Way.PAGERDUTY, "ben_key", placed), (Way.SLACK, None, placed)]
    assert await ways(here, CHEN) == [(Way.SLACK, None, placed)]
    items = await here.waiting("place_call", "call_by_slack", "post_summons")
    assert {item.priority for item in items} == {Priority.CALL}
    assert Priority.CALL < Priority.READY


async def test_at_night_another_way_may_come_first(here: Calling) -> None:
    here.house.clock.move_to(datetime(2026, 11, 18, 3, 0, tzinfo=UTC))
    await here.declare()

    assert [way for way, *_ in await ways(here, BEN)] == [Way.WEBHOOK, Way.SLACK]


async def test_night_is_where_the_person_is(here: Calling) -> None:
    async with here.house.store.unit() as uow:
        from models.place import Person

        (await uow.session.get_one(Person, BEN)).zone = "Pacific/Auckland"
    await here.declare()

    assert [way for way, *_ in await ways(here, BEN)] == [Way.WEBHOOK, Way.SLACK]


async def test_a_call_that_fails_goes_to_the_next_way_and_the_channel_sees_it(here: Calling) -> None:
    await here.declare()
    await fail(here, 1)

    assert [(way, state) for way, _, state in await ways(here, BEN)] == [
        (Way.PAGERDUTY, CallState.FAILED),
        (Way.SLACK, CallState.PLACED),
        (Way.WEBHOOK, CallState.PLACED),
    ]
    (failed,) = await here.house.entries(EntryKind.CALL_FAILED)
    assert (failed.text, failed.detail["person"]) == ("PagerDuty answered 503", BEN)
    assert await here.waiting("edit_summons")
    assert await here.house.said("call_failed") == [], "Slack may still reach them"
    keys = {each.key for each in await here.calls()}
    assert len(keys) == len(await here.calls())


async def test_whom_no_way_reaches_is_said_aloud_and_the_others_are_waited_for(here: Calling) -> None:
    await here.declare()
    for call_id in (1, 2, 4, 5):
        await fail(here, call_id, "nobody answers")

    (said,) = await here.house.said("call_failed")
    assert (said["person_id"], said["fault"]) == (BEN, "nobody answers")
    assert await here.called() == [BEN, CHEN]


async def test_when_nobody_of_a_level_was_reached_the_next_one_is_called_at_once(here: Calling) -> None:
    await here.declare()
    for call_id in range(1, 7):
        await fail(here, call_id)

    assert await here.called() == [BEN, CHEN, DIA]
    assert len(await here.house.said("call_failed")) == 2
    await here.look(minutes=9)
    assert await here.called() == [BEN, CHEN, DIA], "and is then waited for as ever"


async def test_what_fails_after_somebody_answered_is_of_no_matter(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, CHEN)
    await fail(here, 1)

    assert len(await here.calls()) == 3
    assert await here.house.entries(EntryKind.CALL_FAILED) == []


async def test_what_was_on_its_way_when_somebody_answered_is_settled_when_it_arrives(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, CHEN)
    assert await here.waiting("settle_call") == []

    delivered: Call = await here.house.act(call_delivered, 1)

    assert delivered.state is CallState.WITHDRAWN
    assert delivered.delivered_at is not None


async def test_what_rings_is_silenced_by_an_answer_and_resolved_by_the_close(here: Calling) -> None:
    number = await here.declare()
    await here.house.act(call_delivered, 1)
    await here.acknowledge(number, CHEN)
    (answered,) = await here.waiting("settle_call")
    assert answered.intent == {"call_id": 1, "ending": "answered"}

    await here.house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)

    assert [item.intent["ending"] for item in await here.waiting("settle_call")] == ["answered", "over"]


async def test_nobody_answers_for_somebody_else(here: Calling) -> None:
    await here.declare()

    for call_id in (1, 999):
        with pytest.raises(NotAllowed, match="not yours to answer"):
            await here.answer(call_id, EMIL)


async def test_someone_is_called_by_hand_with_a_reason(here: Calling) -> None:
    number = await here.declare("sev4")
    await page(here.house, number, [DIA, DIA, EMIL], why="The  load\nhangs", by_id=ANA, name="platform")

    async with here.house.store.reading() as session:
        view = await summons_view(session, 1)
    assert (view.kind, view.name, view.by_id, view.why) == (
        SummonsKind.PAGE,
        "platform",
        ANA,
        "The load hangs",
    )
    assert [each.person_id for each in view.calls] == [DIA, EMIL]
    (entry,) = await here.house.entries(EntryKind.CALL_PLACED)
    assert (entry.actor_id, entry.text) == (ANA, "The load hangs")
    (invited,) = [item for item in await here.waiting("invite_people") if item.intent.get("people")]
    assert invited.intent["people"] == [DIA, EMIL]


async def test_an_answer_to_a_page_is_its_own_and_leaves_the_others_asked(here: Calling) -> None:
    number = await here.declare("sev4")
    await page(here.house, number, [DIA, EMIL], by_id=ANA)
    await here.answer(1, DIA)

    assert await here.states() == [(DIA, CallState.ANSWERED), (EMIL, CallState.PLACED)]
    await here.answer(2, EMIL)
    async with here.house.store.reading() as session:
        assert (await summons_view(session, 1)).ended_by_id == EMIL


async def test_who_has_left_or_is_an_app_is_not_called(here: Calling) -> None:
    await here.house.heard_of("U0GONE0001", "Gone", has_left=True)
    number = await here.declare("sev4")
    await page(here.house, number, ["U0GONE0001", "U0NEW00001"], by_id=ANA)

    assert await here.called() == ["U0NEW00001"], "of whom Slack has not told yet is called all the same"


async def test_nobody_is_called_into_what_is_closed_nor_with_a_novel(here: Calling) -> None:
    number = await here.declare("sev4")
    with pytest.raises(FieldRefused, match="501 characters"):
        await page(here.house, number, [DIA], why="x" * 501, by_id=ANA)
    await here.house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)

    with pytest.raises(AlreadyClosed):
        await page(here.house, number, [DIA], by_id=ANA)


async def words_for(here: Calling, call_id: int) -> tuple[str, str]:
    """What a direct message and a pager say of a call."""
    from types import SimpleNamespace

    from bot.slack.identity import Identity

    desk = SimpleNamespace(
        playbook=here.house.store.playbook, identity=Identity(team_url="https://x.slack.com/")
    )
    async with here.house.store.reading() as session:
        placed = await session.get_one(Call, call_id)
        outside = await note_of(session, placed, desk)  # type: ignore[arg-type]
        return call_message(await called_view(session, placed)).text, str(outside)


async def test_of_a_private_incident_nobody_hears_more_than_its_number_before_they_are_let_in(
    here: Calling,
) -> None:
    number = await here.declare(title="Payroll leaked", is_private=True)
    await here.house.opened(number)

    message, outside = await words_for(here, 1)
    for said in (message, outside):
        assert "INC-1" in said
        assert "SEV2" in said.upper()
        assert "Payroll" not in said
        assert "C0OPENED01" not in said
    assert not [item for item in await here.waiting("invite_people") if item.intent.get("people")]

    await here.house.joined("C0OPENED01", BEN)
    message, outside = await words_for(here, 1)
    assert "Payroll leaked" in message
    assert "Payroll" not in outside, "a mail or a pager is read by more eyes than theirs"


async def test_into_a_private_incident_its_members_may_call_someone(here: Calling) -> None:
    number = await here.declare("sev4", title="Payroll leaked", is_private=True)
    await page(here.house, number, [DIA], why="the salaries table", by_id=ANA)

    message, outside = await words_for(here, 1)
    assert "salaries" not in message + outside
    (invited,) = [item for item in await here.waiting("invite_people") if item.intent.get("people")]
    assert invited.intent["people"] == [DIA]


async def test_a_public_one_is_told_with_its_title_its_reason_and_where_it_is(here: Calling) -> None:
    number = await here.declare("sev4")
    await here.house.opened(number)
    await page(here.house, number, [DIA], why="the load hangs", by_id=ANA)

    message, outside = await words_for(here, 1)
    assert "Orders are late" in message
    assert "the load hangs" in message
    assert "Ana calls you: the load hangs." in outside
    assert "https://x.slack.com/archives/C0OPENED01" in outside
