"""Split, attach and detach: what is taken out goes on by itself, and undo brings everything back exactly."""

import pytest

from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.incidents.split_incident import split
from bot.incidents.undo_move import undo_move
from models.concern import Concern
from models.errors import FieldRefused
from models.ledger import EntryKind
from models.vocabulary import Severity, Stage
from tests.alerts.test_move_alerts import heard, where
from tests.builders import ANA, BEN, House
from tests.incidents.moved import causes, dump, shared


async def test_a_split_takes_the_chosen_alerts_and_their_cause(house: House, two: tuple[int, int]) -> None:
    first, second = two
    async with house.store.unit() as uow:
        (await uow.session.get_one(Concern, "v1:b")).asset = "finance.refunds"
    await shared(house, "asset:finance.refunds", first)
    new = await house.act(split, first, ["v1:b"], title="Refunds", severity=Severity.SEV3, by_id=ANA)

    assert await where(house) == {"v1:a": {first}, "v1:b": {new.id}, "v1:c": {second}}
    led = {cause.key: cause.incident_id for cause in await causes(house)}
    assert led == {"asset:finance.orders": first, "asset:finance.refunds": new.id, "asset:other": second}
    assert (new.title, new.severity, new.asset) == ("Refunds", Severity.SEV3, "finance.refunds")
    away, here = await house.entries(EntryKind.SPLIT)
    assert [(each.incident_id, each.detail["other"]) for each in (away, here)] == [
        (first, new.id),
        (new.id, first),
    ]
    assert len(await house.said("split_away")) == len(await house.said("split_here")) == 1


async def test_undoing_a_split_brings_back_all_and_ends_the_new_one(
    house: House, two: tuple[int, int]
) -> None:
    first, _second = two
    before = await dump(house)
    new = await house.act(split, first, ["v1:b"], title="Refunds", severity=Severity.SEV3, by_id=ANA)
    [undo_id] = {each["undo_id"] for each in await house.said("split_away")}
    await house.act(undo_move, undo_id, by_id=BEN)

    after = await dump(house)
    ended = next(each for each in after["incidents"] if each["id"] == new.id)
    assert (ended["stage"], ended["merged_into_id"]) == (Stage.CLOSED, first)
    after["incidents"].remove(ended)
    promised = [each for each in after["check_ins"] if each["incident_id"] == new.id]
    assert all(each["settled_at"] for each in promised)
    after["check_ins"] = [each for each in after["check_ins"] if each["incident_id"] != new.id]
    assert after == before
    assert [each.incident_id for each in await house.entries(EntryKind.SPLIT_UNDONE)] == [new.id, first]


async def test_a_split_of_nothing_is_refused(house: House, two: tuple[int, int]) -> None:
    first, _second = two
    with pytest.raises(FieldRefused, match="not here any more"):
        await house.act(split, first, ["v1:c"], title="Refunds", severity=Severity.SEV3, by_id=ANA)


@pytest.mark.parametrize("loose", [True, False])
async def test_an_attachment_and_a_detachment_can_be_undone(house: House, loose: bool) -> None:
    first, second = await house.declare(), await house.declare("Refunds are doubled")
    alert_id = await heard(house, "v1:a", None if loose else first, count=2)
    await shared(house, "asset:finance.orders", None if loose else first)
    before = await dump(house)
    await house.act(attach_alert_to, alert_id, second, by_id=ANA)
    assert await dump(house) != before
    await house.act(undo_move, (await house.said("alert_attached"))[0]["undo_id"], by_id=BEN)
    assert await dump(house) == before
    if not loose:
        await house.act(detach_concern, first, "v1:a", by_id=ANA)
        told = [each["undo_id"] for each in await house.said("alert_detached") if each.get("undo_id")]
        await house.act(undo_move, told[-1], by_id=BEN)
        assert await dump(house) == before
