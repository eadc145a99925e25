"""Who comes along into a private channel, and what goes along with it."""

import pytest

from bot.breach.declare_breach import declare_breach
from bot.incidents.merge_incidents import merge
from bot.incidents.see_incidents import find_visible
from bot.outbox.deliveries.incidents.invitations import InvitePeople
from bot.outbox.delivery import Skip
from bot.playbook import Permissions, Playbook
from handlers.forms import FORMS
from handlers.incoming import Incoming
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange
from models.incident import Incident
from models.outbox import OutboxItem
from tests.builders import ANA, BEN, CHEN
from tests.hearing import GWEN, Hearing


def _breach(number: int, by_id: str, *people: str) -> Incoming:
    fields = {"people": list(people)}
    return Incoming(
        kind="view_submission", name="breach", user_id=by_id, kept={"incident": number}, fields=fields
    )


async def test_until_the_channel_is_open_they_see_it_and_not_even_who_declared_does(
    hearing: Hearing,
) -> None:
    number, _ = await hearing.open(ANA, BEN, CHEN)
    await FORMS["breach"](hearing.desk, _breach(number, BEN, BEN, CHEN))
    async with hearing.house.store.reading() as session:
        for person in (BEN, CHEN):
            assert (await find_visible(session, number, person)).is_private
        for person in (ANA, GWEN):
            with pytest.raises(NotFound):
                await find_visible(session, number, person)


async def test_guests_declare_no_breach(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA, GWEN)
    with pytest.raises(NotAllowed):
        await FORMS["breach"](hearing.desk, _breach(number, GWEN, GWEN))


async def test_what_ended_in_it_goes_with_it_and_is_seen_by_the_same_people(hearing: Hearing) -> None:
    ended, _ = await hearing.open(ANA, title="Mails were sent")
    number, _ = await hearing.open(ANA, BEN)
    await hearing.house.act(merge, ended, number, by_id=ANA)
    with pytest.raises(NothingToChange, match="Declare the breach there"):
        await hearing.house.act(declare_breach, ended, [ANA], by_id=ANA)
    await hearing.house.act(declare_breach, number, [ANA], by_id=ANA)
    async with hearing.house.store.reading() as session:
        assert (await session.get_one(Incident, ended)).is_private
        assert (await find_visible(session, ended, ANA)).id == ended
        with pytest.raises(NotFound):
            await find_visible(session, ended, BEN)


async def test_one_that_was_private_can_go_on_among_fewer(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA, BEN, CHEN, is_private=True)
    await hearing.house.act(declare_breach, number, [ANA], by_id=ANA)
    async with hearing.house.store.reading() as session:
        with pytest.raises(NotFound):
            await find_visible(session, number, BEN)


async def test_whom_the_playbook_keeps_out_is_neither_chosen_nor_invited(hearing: Hearing) -> None:
    kept = Permissions.model_validate({"see_private": ["@ana", "commander"]})
    hearing.desk.playbook = Playbook(permissions=kept)
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA, BEN)
    with pytest.raises(FieldRefused, match="may not be brought into private incidents"):
        await FORMS["breach"](hearing.desk, _breach(number, ANA, ANA, BEN))

    private, _ = await hearing.open(ANA, is_private=True)
    async with hearing.house.store.unit() as uow:
        item = OutboxItem(id=9_999, kind="invite_people", incident_id=private, created_at=uow.now)
        item.intent = {"people": [BEN]}
        with pytest.raises(Skip):
            await InvitePeople().render(item, uow.session, hearing.desk)
