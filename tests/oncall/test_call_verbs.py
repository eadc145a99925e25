"""What people type and press to call somebody, and who may."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.desk import Desk
from bot.oncall.call import call as call_people
from bot.oncall.escalate_due import escalate_due
from bot.playbook import parse_playbook
from handlers.answer import Open, Say
from handlers.commands import command
from handlers.forms import FORMS
from handlers.incoming import Incoming
from handlers.oncall.call_words import read_callees
from handlers.presses import press
from models.call import Call, Summons
from models.errors import FieldRefused, NotAllowed, NotAnIncidentChannel, NotFound
from models.incident import Incident
from models.vocabulary import CallState, Role, Severity
from tests.builders import ANA, BEN, CHEN, DIA, open_office
from tests.hearing import GWEN, Hearing

PLAYBOOK = parse_playbook(
    f"""
teams: {{finance: {{people: [{CHEN}, {DIA}]}}}}
escalation:
  policies: [{{name: all, when: {{severity: sev2}}, levels: [{{call: [{BEN}]}}, {{call: [finance]}}]}}]
""",
    "test",
)


@pytest.fixture
async def hearing(sqlite_url: str) -> AsyncIterator[Hearing]:
    async with open_office(sqlite_url, playbook=PLAYBOOK) as office:
        await office.desk.directory.read_people()
        await office.house.knows_people()
        yield Hearing(office)


async def types(hearing: Hearing, text: str, channel_id: str, by: str = ANA) -> Any:
    incoming = Incoming(kind="command", name="/incident", user_id=by, channel_id=channel_id, text=text)
    return await command(hearing.desk, incoming)


async def presses(hearing: Hearing, name: str, value: object, by: str, **more: Any) -> Any:
    return await press(
        hearing.desk, Incoming(kind="block_actions", name=name, user_id=by, value=str(value), **more)
    )


async def called(hearing: Hearing) -> list[str]:
    return [each.person_id for each in await hearing.house.all_of(Call)]


@pytest.mark.parametrize(
    ("typed", "whom", "why"),
    [
        ("<@U0BEN00001|ben> the load hangs", ["U0BEN00001"], "the load hangs"),
        ("<@U0BEN00001> <@U0CHEN0001|chen>", ["U0BEN00001", "U0CHEN0001"], ""),
        ("<!subteam^S0ONCALL01|@oncall> help", ["S0ONCALL01"], "help"),
        ("finance the numbers", ["finance"], "the numbers"),
        ("on-call:finance", ["finance"], ""),
        ("Commander where are you", ["commander"], "where are you"),
        ("lead engineer it burns", ["lead_engineer"], "it burns"),
        ("@ben finance is down", ["@ben"], "finance is down"),
    ],
)
def test_whom_to_call_stands_first_and_the_reason_after(typed: str, whom: list[str], why: str) -> None:
    assert read_callees(cast("Desk", SimpleNamespace(playbook=PLAYBOOK)), typed) == (whom, why)


def test_a_word_that_names_nobody_gets_the_nearest_one() -> None:
    with pytest.raises(FieldRefused, match="finance"):
        read_callees(cast("Desk", SimpleNamespace(playbook=PLAYBOOK)), "finanse help")


async def test_someone_is_called_by_command_and_the_channel_is_told(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    answer = await types(hearing, f"page <@{BEN}> <@{CHEN}> the load hangs", channel_id)

    assert isinstance(answer, Say)
    assert await called(hearing) == [BEN, CHEN]
    (summons,) = await hearing.house.all_of(Summons)
    assert (summons.by_id, summons.why, summons.name) == (ANA, "the load hangs", "")


async def test_a_team_is_called_by_its_name(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    await types(hearing, "page finance", channel_id)

    assert await called(hearing) == [CHEN, DIA]
    (summons,) = await hearing.house.all_of(Summons)
    assert summons.name == "finance"
    assert summons.remarks, "finance has no rotation, and that is said"


async def test_whoever_holds_a_role_is_called_by_it_and_nobody_where_nobody_does(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    with pytest.raises(FieldRefused, match="Nobody is commander"):
        await types(hearing, "page commander", channel_id)
    from bot.incidents.assign_role import assign

    await hearing.house.act(assign, number, Role.COMMANDER, DIA, by_id=ANA)
    await types(hearing, "page commander", channel_id)

    assert await called(hearing) == [DIA]


async def test_alone_the_verbs_open_forms_that_call(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, severity=Severity.SEV2)
    page, escalate = [await types(hearing, verb, channel_id) for verb in ("page", "escalate")]
    assert isinstance(page, Open)
    assert isinstance(escalate, Open)
    assert "level 1 of 2" in str(escalate.view)
    assert "finance" in str(page.view)

    kept = {"incident": number}
    sent = Incoming(kind="view_submission", name="page", user_id=ANA, kept=kept)
    with pytest.raises(FieldRefused, match="Nobody is chosen"):
        await FORMS["page"](hearing.desk, sent)
    chosen = {"person": BEN, "group": "finance", "why": "help"}
    await FORMS["page"](
        hearing.desk, Incoming(kind="view_submission", name="page", user_id=ANA, kept=kept, fields=chosen)
    )
    assert await called(hearing) == [BEN, CHEN, DIA]
    await FORMS["escalate"](
        hearing.desk,
        Incoming(kind="view_submission", name="escalate", user_id=ANA, kept=kept, fields={"why": "now"}),
    )
    await escalate_due(hearing.house.store)
    assert len(await called(hearing)) == 4


async def test_the_button_under_a_level_calls_the_next_one(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA, severity=Severity.SEV2)
    await escalate_due(hearing.house.store)
    await presses(hearing, "escalate_now", number, ANA)
    await escalate_due(hearing.house.store)

    assert await called(hearing) == [BEN, CHEN, DIA]


async def test_guests_and_outsiders_call_nobody(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, GWEN, severity=Severity.SEV2)
    for text in ("page finance", "escalate now"):
        with pytest.raises(NotAllowed):
            await types(hearing, text, channel_id, by=GWEN)
        with pytest.raises(NotAnIncidentChannel):
            await types(hearing, text, "C0ELSEWHERE")
    with pytest.raises(NotAllowed):
        await presses(hearing, "escalate_now", number, GWEN)

    private, _ = await hearing.open(ANA, is_private=True, severity=Severity.SEV2)
    for name in ("escalate_now", "call_someone"):
        with pytest.raises(NotFound):
            await presses(hearing, name, private, BEN)
    assert await called(hearing) == []


async def test_a_call_is_answered_by_who_was_called_also_from_outside_of_a_private_channel(
    hearing: Hearing,
) -> None:
    number, _ = await hearing.open(ANA, is_private=True, severity=Severity.SEV2)
    await escalate_due(hearing.house.store)
    (placed,) = await hearing.house.all_of(Call)
    for stranger in (CHEN, GWEN):
        with pytest.raises(NotAllowed, match="not yours"):
            await presses(hearing, "call_answer", placed.id, stranger)

    await presses(hearing, "call_answer", placed.id, BEN)

    (placed,) = await hearing.house.all_of(Call)
    assert placed.state is CallState.ANSWERED
    async with hearing.house.store.reading() as session:
        assert (await session.get_one(Incident, number)).acknowledged_by_id == BEN
    with pytest.raises(NotFound):
        await presses(hearing, "update", number, BEN)


async def test_a_guest_who_was_called_cannot_answer_for_the_team(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)

    async def page(uow: Any) -> None:
        await call_people(uow, await uow.incident(number), [GWEN], by_id=ANA)

    await hearing.house.act(page)
    (placed,) = await hearing.house.all_of(Call)

    with pytest.raises(NotAllowed, match="Guests"):
        await presses(hearing, "call_answer", placed.id, GWEN)
