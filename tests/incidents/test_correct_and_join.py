"""Editing, declaring after the fact, linking a call, joining."""

from datetime import timedelta

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.declare_incident import Report, declare
from bot.incidents.declare_past import declare_past
from bot.incidents.edit_incident import edit
from bot.incidents.join_incident import join
from bot.incidents.link_call import link_call
from models.errors import FieldRefused, NotFound, NothingToChange, StaleForm
from models.incident import Incident
from models.ledger import EntryKind
from models.place import Place
from models.promises import CheckIn
from models.vocabulary import Stage, Symptom
from tests.builders import ANA, BEN, House


async def test_an_edit_renames_the_channel_once_it_is_open(house: House) -> None:
    number = await house.declare()
    await house.act(edit, number, {"title": "Orders are wrong"}, by_id=BEN)
    await house.act(edit, number, {"title": "Orders are doubled", "symptom": Symptom.VOLUME}, by_id=BEN)

    [incident] = await house.all_of(Incident)
    assert (incident.title, incident.symptom) == ("Orders are doubled", Symptom.VOLUME)
    [rename] = await house.waiting("rename_channel")
    async with house.store.reading() as session:
        place = await session.get_one(Place, number)
    assert rename.after_id == place.open_item_id


async def test_an_edit_keeps_what_stood_there_before(house: House) -> None:
    number = await house.declare(asset="finance.orders")
    await house.act(edit, number, {"title": " Orders  are late ", "asset": "finance.orders_daily"}, by_id=BEN)

    [entry] = await house.entries(EntryKind.EDITED)
    assert entry.detail == {"before": {"asset": "finance.orders"}, "after": {"asset": "finance.orders_daily"}}


@pytest.mark.parametrize(("field", "value"), [("title", "  "), ("title", "x" * 121), ("severity", "sev1")])
async def test_a_wrong_edit_names_its_field(house: House, field: str, value: str) -> None:
    number = await house.declare()

    with pytest.raises(FieldRefused) as refused:
        await house.act(edit, number, {field: value}, by_id=BEN)
    assert refused.value.field == field


async def test_an_edit_that_changes_nothing_says_so(house: House) -> None:
    number = await house.declare("Orders are late")

    with pytest.raises(NothingToChange):
        await house.act(edit, number, {"title": "Orders are late", "domain": ""}, by_id=BEN)


async def test_an_edit_over_an_older_version_is_told_to_look_again(house: House) -> None:
    number = await house.declare()
    await house.act(advance, number, None, by_id=ANA)

    with pytest.raises(StaleForm):
        await house.act(edit, number, {"title": "Orders are wrong"}, by_id=BEN, seen_version=1)


async def test_a_past_incident_keeps_the_times_at_which_things_happened(house: House) -> None:
    began, noticed, fixed = (house.clock() - timedelta(hours=hours) for hours in (9, 8, 2))
    report = Report(title="Orders were late", by_id=ANA)
    incident = await house.act(declare_past, report, began_at=began, noticed_at=noticed, fixed_at=fixed)

    assert (incident.began_at, incident.noticed_at, incident.fixed_at) == (began, noticed, fixed)
    assert incident.declared_at == house.clock()
    assert incident.stage is Stage.VERIFICATION
    assert incident.acknowledged_at == noticed
    assert await house.all_of(CheckIn) == []
    [note] = await house.entries(EntryKind.NOTE_ADDED)
    assert "after the fact" in note.text
    [declared] = await house.entries(EntryKind.DECLARED)
    assert (declared.detail["stage"], declared.detail["fixed_at"]) == (Stage.VERIFICATION, fixed.isoformat())
    assert len(await house.said("declared_past")) == 1
    assert len(await house.waiting("open_channel")) == 1


async def test_the_first_entry_tells_all_that_was_known(house: House) -> None:
    began = house.clock() - timedelta(hours=1)
    report = Report(title="Orders are late", by_id=ANA, asset="orders", is_private=True, began_at=began)
    await house.act(declare, report)
    [declared] = await house.entries(EntryKind.DECLARED)
    assert declared.detail == {
        "severity": "sev3",
        "about": {"asset": "orders"},
        "private": True,
        "began_at": began.isoformat(),
    }


async def test_a_past_incident_that_is_not_fixed_is_worked_on_like_any_other(house: House) -> None:
    report = Report(title="Orders are late", by_id=ANA)
    incident = await house.act(declare_past, report, began_at=house.clock() - timedelta(hours=9))

    assert incident.stage is Stage.TRIAGE
    assert len(await house.all_of(CheckIn)) == 1


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({}, "began_at"),
        ({"began_at": -1}, "began_at"),
        ({"began_at": 5, "noticed_at": 6}, "noticed_at"),
        ({"began_at": 5, "fixed_at": 6}, "fixed_at"),
        ({"began_at": 5, "noticed_at": 3, "fixed_at": 4}, "fixed_at"),
        ({"began_at": 5, "fixed_at": -1}, "fixed_at"),
    ],
)
async def test_times_in_an_impossible_order_are_refused_at_the_field(
    house: House, hours: dict[str, int], field: str
) -> None:
    times = {"began_at": None} | {key: house.clock() - timedelta(hours=ago) for key, ago in hours.items()}

    with pytest.raises(FieldRefused) as refused:
        await house.act(declare_past, Report(title="Orders were late", by_id=ANA), **times)
    assert refused.value.field == field
    assert await house.all_of(Incident) == []


async def test_a_call_link_is_put_on_the_card(house: House) -> None:
    number = await house.declare()
    await house.act(link_call, number, "<https://meet.example.com/abc|the call>", by_id=BEN)

    [incident] = await house.all_of(Incident)
    assert incident.call_url == "https://meet.example.com/abc"
    assert len(await house.said("call_linked")) == 1


@pytest.mark.parametrize(
    "wrong", ["", "meet", "javascript:alert(1)", "https://", "https://a b", "http://[::"]
)
async def test_what_is_no_web_address_is_refused(house: House, wrong: str) -> None:
    number = await house.declare()

    with pytest.raises(FieldRefused):
        await house.act(link_call, number, wrong, by_id=BEN)


async def test_whoever_joins_is_invited(house: House) -> None:
    number = await house.declare()
    await house.act(join, number, by_id=BEN)

    [invitation] = await house.waiting("invite_people", people=[BEN])
    assert invitation.after_id is not None
    [entry] = await house.entries(EntryKind.PERSON_JOINED)
    assert entry.actor_id == BEN


async def test_a_private_incident_cannot_be_joined_and_is_not_given_away(house: House) -> None:
    private = await house.declare(is_private=True)

    refusals = []
    for number in (private, 999):
        with pytest.raises(NotFound) as refused:
            await house.act(join, number, by_id=BEN)
        refusals.append(str(refused.value).replace(str(number), "n"))
    assert refusals[0] == refusals[1]
