"""What a private incident affects, and whom it tells, stays among its members, by whatever road one asks."""

import json
from typing import Any

import pytest

from bot.impact.follow_due import follow_due
from bot.impact.notify_owners import Told, notify_owners
from bot.outbox.deliveries.impact.notices import ChaseNotice, EndNotice, PostNotice
from bot.outbox.delivery import Skip
from handlers.commands import command
from handlers.forms import FORMS
from handlers.incoming import Incoming
from handlers.presses import press
from models.errors import BreakwaterError, FieldRefused, NotAllowed, NotFound
from models.notice import Notice
from models.outbox import OutboxItem
from tests.builders import ANA, BEN, CHEN
from tests.hearing import GWEN, Hearing
from tests.impact.lineage import tell_of

SECRET = "Payroll leaked"


@pytest.fixture
async def private(hearing: Hearing) -> tuple[int, str]:
    """An incident of ANA's, about an asset that everybody knows."""
    await hearing.desk.directory.read_people()
    await tell_of(hearing.house.store)
    number, channel_id = await hearing.open(ANA, title=SECRET, asset="stg_orders", is_private=True)
    while await follow_due(hearing.desk):
        pass
    return number, channel_id


@pytest.mark.parametrize("name", ["notify_owners", "chase_owners", "impact_file"])
async def test_no_button_works_for_an_outsider(hearing: Hearing, private: tuple[int, str], name: str) -> None:
    pressed = Incoming(kind="block_actions", name=name, value=str(private[0]), user_id=BEN)
    with pytest.raises(NotFound):
        await press(hearing.desk, pressed)


@pytest.mark.parametrize("name", ["impact_add", "impact_remove", "notify_owners"])
async def test_no_form_works_for_an_outsider(hearing: Hearing, private: tuple[int, str], name: str) -> None:
    fields = {"asset": "orders", "owners": [BEN]}
    kept = {"incident": private[0]}
    sent = Incoming(kind="view_submission", name=name, kept=kept, fields=fields, user_id=BEN)
    with pytest.raises(NotFound):
        await FORMS[name](hearing.desk, sent)


async def test_an_asset_tells_nothing_of_the_incidents_about_it(
    hearing: Hearing, private: tuple[int, str]
) -> None:
    asked = Incoming(
        kind="command", name="/incident", user_id=BEN, text="impact stg_orders", channel_id="C0GENERAL1"
    )
    said = json.dumps((await command(hearing.desk, asked)).message.as_payload())  # type: ignore[union-attr]  # it says
    assert "5 downstream" in said
    assert SECRET not in said
    assert f"INC-{private[0]}" not in said


async def test_a_guest_may_read_what_is_affected_and_change_nothing(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    await tell_of(hearing.house.store)
    number, channel_id = await hearing.open(ANA, GWEN, asset="stg_orders")

    async def asks(text: str) -> Any:
        asked = Incoming(kind="command", name="/incident", user_id=GWEN, text=text, channel_id=channel_id)
        return await command(hearing.desk, asked)

    assert "5 downstream" in (await asks("impact")).message.text
    for text in ("impact add orders", "impact remove orders", "impact failing orders", "notify"):
        with pytest.raises(NotAllowed):
            await asks(text)
    with pytest.raises(NotAllowed):
        await press(
            hearing.desk,
            Incoming(kind="block_actions", name="chase_owners", value=str(number), user_id=GWEN),
        )


async def test_nobody_outside_can_be_told(hearing: Hearing, private: tuple[int, str]) -> None:
    for to_id in (BEN, CHEN, "C0GENERAL1", private[1]):
        owner = Told(to_id=to_id, name="", team=None, assets=("orders",))
        with pytest.raises(FieldRefused, match="is private"):
            await hearing.house.act(notify_owners, private[0], [owner], by_id=ANA)


@pytest.mark.parametrize("kind", [PostNotice, ChaseNotice, EndNotice])
async def test_no_notice_that_waits_leaves_once_it_is_private(
    hearing: Hearing, private: tuple[int, str], kind: Any
) -> None:
    async with hearing.house.store.unit() as uow:
        notice = Notice(
            incident_id=private[0], to_id="C0GENERAL1", assets=["orders"], sent_by_id=ANA, sent_at=uow.now
        )
        uow.session.add(notice)
        await uow.session.flush()
        item = OutboxItem(
            id=1,
            kind=kind.kind,
            incident_id=private[0],
            intent={"notice_id": notice.id, "of_id": private[0]},
            created_at=uow.now,
        )
        with pytest.raises(Skip):
            await kind().compose(item, uow.session, hearing.desk)


async def test_a_refusal_does_not_tell_that_it_exists(hearing: Hearing, private: tuple[int, str]) -> None:
    said = []
    for number in (private[0], private[0] + 1):
        pressed = Incoming(kind="block_actions", name="notify_owners", value=str(number), user_id=BEN)
        with pytest.raises(BreakwaterError) as refused:
            await press(hearing.desk, pressed)
        said.append(str(refused.value).replace(str(number), "N"))
    assert said[0] == said[1]
