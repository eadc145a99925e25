"""A breach takes along all that ended in it, and is named in no other ledger and no other channel."""

from bot.incidents.assign_role import assign
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.incidents.undo_move import undo_move
from bot.ledger.export_document import export_document
from bot.ledger.read_ledger import read_ledger
from models.incident import Incident
from models.ledger import EntryKind
from models.place import Place
from models.vocabulary import Role
from tests.breach.exposed import WORD, Exposed
from tests.builders import ANA, BEN, CHEN


async def _merged_in(exposed: Exposed, *titles: str) -> list[int]:
    """Incidents that ended one in the other, and the last of them in the exposed one."""
    numbers = [await exposed.office.house.declare(title) for title in titles]
    await exposed.deliver()
    for part, whole in zip(numbers, [*numbers[1:], exposed.number], strict=True):
        await exposed.office.house.act(merge, part, whole, by_id=ANA)
    await exposed.deliver()
    return numbers


async def _private(exposed: Exposed) -> set[int]:
    return {each.id for each in await exposed.office.house.all_of(Incident) if each.is_private}


async def test_the_parts_of_its_parts_become_private_with_it(exposed: Exposed) -> None:
    parts = await _merged_in(exposed, f"{WORD} one", f"{WORD} two")
    await exposed.breach(ANA)
    assert await _private(exposed) == {exposed.number, *parts}


async def test_a_part_that_goes_on_by_itself_gets_a_private_channel_with_whom_was_let_in(
    exposed: Exposed,
) -> None:
    house = exposed.office.house
    first, second = await _merged_in(exposed, f"{WORD} one", f"{WORD} two")
    await exposed.breach(ANA, BEN)
    [entry] = [
        each
        for each in await house.entries(EntryKind.MERGED)
        if each.incident_id == second and "moved" in each.detail
    ]
    await house.act(undo_move, entry.id, by_id=ANA)
    await house.act(reopen, first, by_id=ANA)
    await exposed.deliver()

    channels = exposed.office.sandbox.workspace.channels.all
    for number in (first, second):
        async with house.store.reading() as session:
            channel = channels[(await session.get_one(Place, number)).channel_id or ""]
        assert channel.is_private
        assert set(channel.members) - {exposed.office.desk.identity.user_id} == {ANA, BEN}


async def test_whoever_led_a_part_and_is_not_let_in_leads_it_no_more_when_it_goes_on(
    exposed: Exposed,
) -> None:
    house = exposed.office.house
    part = await house.declare(f"{WORD} one")
    await house.act(assign, part, Role.COMMANDER, CHEN, by_id=ANA)
    await exposed.deliver()
    await house.act(merge, part, exposed.number, by_id=ANA)
    await exposed.breach(ANA)
    await house.act(reopen, part, by_id=ANA)

    vacated = await house.entries(EntryKind.ROLE_VACATED)
    assert (part, CHEN) in {(each.incident_id, each.detail["person"]) for each in vacated}


async def test_no_other_ledger_names_it_any_more_nor_does_any_other_channel(exposed: Exposed) -> None:
    house = exposed.office.house
    other = await house.declare("Orders are late")
    await exposed.deliver()
    await house.act(merge, exposed.number, other, by_id=ANA)
    await exposed.deliver()
    [entry] = [each for each in await house.entries(EntryKind.MERGED) if "moved" in each.detail]
    await house.act(undo_move, entry.id, by_id=ANA)
    await exposed.deliver()
    assert any(WORD in each for each in await _told_in(exposed, other))

    await exposed.breach(ANA)
    await exposed.deliver()

    assert not any(WORD in each or f"INC-{exposed.number}" in each for each in await _told_in(exposed, other))
    assert exposed.told_of(outside={await exposed.channel()}) == []


async def _told_in(exposed: Exposed, number: int) -> list[str]:
    """What its readers read of the moves."""
    house = exposed.office.house
    async with house.store.reading() as session:
        document = await export_document(session, number, house.clock())
        entries = await read_ledger(session, number)
    return [*(each["text"] for each in document["entries"]), *(each.text for each in entries)]
