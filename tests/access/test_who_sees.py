"""Private means private: nothing that shows incidents shows this one to anybody outside its channel."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.blocks.front.doctor import doctor
from bot.blocks.front.home import home
from bot.channels.reconcile import reconcile
from bot.doctor import read_doctor, retry_item
from bot.inbox.worker import TRIES
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.read_home import home_view_of
from bot.incidents.see_incidents import (
    find_visible,
    ids_of_person,
    open_ids,
    overdue_ids,
    recently_closed_ids,
)
from handlers.commands import command
from handlers.incoming import Incoming
from models.errors import NotFound
from models.inbox import InboxItem
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.promises import CheckIn
from models.vocabulary import Outcome, Role
from tests.builders import ANA, BEN, CHEN
from tests.hearing import GWEN, Hearing

SECRET = "Payroll leaked"


@dataclasses.dataclass
class Secret:
    """A private incident in which everything that can be shown has happened."""

    hearing: Hearing
    number: int
    channel_id: str
    parked_id: int


@pytest.fixture
async def secret(hearing: Hearing) -> Secret:
    """BEN was commander, and left the channel: no role opens any other door."""
    house = hearing.house
    await hearing.desk.directory.read_people()
    number, channel_id = await hearing.open(ANA, BEN, title=SECRET, is_private=True)
    await house.act(assign, number, Role.SCRIBE, CHEN, by_id=ANA)
    hearing.slack.membership.leave(BEN, channel_id)
    await hearing.hear()
    async with house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).trouble = "archived"
        parked = await uow.announce("say", incident=number, what="x")
        parked.standing, parked.fault = Standing.PARKED, f"no_such_thing {SECRET}"
        uow.session.add(_dead_letter(uow.now, channel_id))
    check_in = await house.check_in()
    async with house.store.unit() as uow:
        (await uow.session.get_one(CheckIn, check_in.id)).missed_at = uow.now
    return Secret(hearing, number, channel_id, parked.id)


def _dead_letter(now: Any, channel_id: str) -> InboxItem:
    event = {"type": "reaction_added", "item": {"type": "message", "channel": channel_id, "ts": "1.0"}}
    return InboxItem(
        key="event:dead",
        kind="event",
        payload=json.dumps({"event": event}),
        received_at=now,
        attempts=TRIES,
        fault=f"KeyError: {SECRET}\nand more",
    )


async def _shown(hearing: Hearing, user_id: str) -> Iterator[str]:
    """Everything that lists, Home, the doctor and the commands show this person, as text."""
    desk = hearing.desk
    async with desk.store.reading() as session:
        ids = [
            await listing(session, user_id)
            for listing in (open_ids, ids_of_person, overdue_ids, recently_closed_ids)
        ]
        at_home = home(await home_view_of(session, user_id, desk))
    shown = [f"ids {list(found)}" for found in ids] + [json.dumps(at_home)]
    shown.append(json.dumps(doctor(await read_doctor(desk, user_id)).as_payload()))
    for verb in ("", "list", "mine"):
        incoming = Incoming(
            kind="command", name="/incident", user_id=user_id, text=verb, channel_id="C0GENERAL1"
        )
        shown.append(json.dumps((await command(desk, incoming)).message.as_payload()))  # type: ignore[union-attr]  # these verbs say
    return iter(shown)


@pytest.mark.parametrize("outsider", [BEN, CHEN, GWEN, "U0NOBODY01"])
async def test_an_outsider_finds_nothing_anywhere(secret: Secret, outsider: str) -> None:
    for text in await _shown(secret.hearing, outsider):
        assert SECRET not in text
        assert f"INC-{secret.number}" not in text
        assert not text.startswith("ids") or text == "ids []"
        assert str(secret.parked_id) not in text or "retry_item" not in text


async def test_a_member_finds_it_everywhere(secret: Secret) -> None:
    shown = list(await _shown(secret.hearing, ANA))
    assert shown[0] == shown[1] == shown[2] == f"ids [{secret.number}]"
    assert all(SECRET in text for text in shown[4:])
    assert "retry_item" in shown[5]


async def test_a_closed_one_stays_hidden_too(secret: Secret) -> None:
    hearing = secret.hearing
    await hearing.house.act(close, secret.number, Outcome.FIXED, cause="A bug", remedy="Fixed it", by_id=ANA)
    async with hearing.house.store.reading() as session:
        assert list(await recently_closed_ids(session, ANA)) == [secret.number]
    for text in await _shown(hearing, BEN):
        assert SECRET not in text


async def test_nobody_retries_what_they_may_not_see(secret: Secret) -> None:
    house = secret.hearing.house
    with pytest.raises(NotFound):
        await house.act(retry_item, secret.parked_id, by_id=BEN)
    await house.act(retry_item, secret.parked_id, by_id=ANA)
    [item] = [each for each in await house.all_of(OutboxItem) if each.id == secret.parked_id]
    assert item.standing is Standing.WAITING


async def test_before_its_channel_is_open_only_who_declared_sees_it(hearing: Hearing) -> None:
    number = await hearing.house.declare(SECRET, is_private=True)
    async with hearing.house.store.reading() as session:
        assert (await find_visible(session, number, ANA)).title == SECRET
        with pytest.raises(NotFound):
            await find_visible(session, number, BEN)


async def test_once_its_channel_is_open_who_declared_is_a_member_or_sees_nothing(hearing: Hearing) -> None:
    number, _ = await hearing.open(BEN, is_private=True)
    async with hearing.house.store.reading() as session:
        with pytest.raises(NotFound):
            await find_visible(session, number, ANA)


async def test_a_channel_made_private_by_hand_hides_its_incident(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, title=SECRET)
    async with hearing.house.store.reading() as session:
        assert list(await open_ids(session, CHEN)) == [number]
    hearing.slack.channels.convert_private("U0EMIL0001", channel_id)
    await hearing.lose()
    await reconcile(hearing.desk)
    async with hearing.house.store.reading() as session:
        assert list(await open_ids(session, CHEN)) == []
        assert list(await open_ids(session, ANA)) == [number]
