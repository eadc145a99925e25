"""Owners are told once, for all that is theirs; who has read it is known, and who has not is chased."""

from typing import Any

import pytest

from bot.blocks.impact.impact_forms import NotifyView
from bot.impact.acknowledge_notice import acknowledge_notice
from bot.impact.chase_owners import chase_owners
from bot.impact.notify_owners import notify_owners
from bot.impact.show_plan import notify_view, read_told
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from models.errors import FieldRefused, NotAllowed, NothingToChange
from models.ledger import EntryKind
from models.notice import Notice
from models.outbox import OutboxItem, Standing
from models.vocabulary import AssetType, Outcome, Role
from sandbox.seed import EMIL
from tests.builders import ANA, BEN, CHEN, DIA
from tests.impact.conftest import Reaching
from tests.impact.lineage import ASSETS, EDGES, asset, tell_of

FINANCE = "C0FINANCE1"


async def plan(reaching: Reaching, number: int) -> NotifyView:
    async with reaching.house.store.reading() as session:
        return await notify_view(reaching.office.desk, session, number)


async def tell(reaching: Reaching, number: int, *chosen: str, words: str = "") -> list[Notice]:
    """Someone confirms the form."""
    desk = reaching.office.desk
    async with reaching.house.store.reading() as session:
        owners = await read_told(desk, session, number, chosen or (FINANCE, DIA))
    told: list[Notice] = await reaching.act(notify_owners, number, owners, by_id=ANA, words=words)
    return told


async def _incident(reaching: Reaching, **more: Any) -> tuple[int, str]:
    number = await reaching.house.declare(asset="stg_orders", **more)
    channel_id = await reaching.office.open_channel(number, name=f"inc-{number}")
    await reaching.house.joined(channel_id, ANA, DIA)
    await reaching.look()
    return number, channel_id


async def test_the_form_says_who_would_be_told_what_and_who_cannot_be(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    view = await plan(reaching, number)
    assert {each.to_id: (each.name, each.total) for each in view.recipients} == {
        FINANCE: ("Finance data", 3),
        DIA: ("@dia", 1),
    }
    [unreached] = view.unreached
    assert (unreached.name, unreached.total) == ("treasury@elsewhere.example", 1)
    assert "Slack knows nobody" in unreached.remedy


async def test_each_owner_gets_one_message_with_all_that_is_theirs(reaching: Reaching) -> None:
    number, channel_id = await _incident(reaching)
    await tell(reaching, number, words="Please do not send the pack.")
    await reaching.office.deliver()
    [message] = [m for m in await reaching.office.messages(FINANCE) if f"INC-{number}" in m["text"]]
    assert "These 3 of your team's read from stg_orders:" in message["text"]
    assert message["text"].index("board_pack") < message["text"].index("revenue")
    assert "Please do not send the pack." in message["text"]
    assert f"<#{channel_id}>" in message["text"]
    [direct] = await reaching.office.direct_messages(DIA)
    assert "This of yours reads from stg_orders:\nchurn" in direct["text"]

    [entry] = await reaching.house.entries(EntryKind.OWNERS_NOTIFIED)
    assert (entry.actor_id, entry.text) == (ANA, "Finance data (3), @dia (1)")


async def test_who_has_read_it_shows_in_the_channel_and_on_the_message(reaching: Reaching) -> None:
    number, channel_id = await _incident(reaching)
    finance, dia = await tell(reaching, number)
    await reaching.office.deliver()
    await reaching.act(acknowledge_notice, dia.id, by_id=DIA, channel_id="D0DIRECT01")
    await reaching.look()
    await reaching.office.deliver()
    [direct] = await reaching.office.direct_messages(DIA)
    assert f"Acknowledged by <@{DIA}>" in direct["text"]
    assert "notice_read" not in str(direct["blocks"])
    shown = (await reaching.office.messages(channel_id))[-1]["text"]
    assert f"1 of 2 owners that were told have read it. Not yet: <#{FINANCE}>" in shown
    [entry] = await reaching.house.entries(EntryKind.NOTICE_ACKNOWLEDGED)
    assert (entry.actor_id, entry.detail["notice"]) == (DIA, dia.id)
    assert finance.to_id == FINANCE


async def test_only_whom_it_was_sent_to_acknowledges_and_once(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    finance, dia = await tell(reaching, number)
    for notice, channel_id in ((dia, "D0DIRECT01"), (finance, "C0GENERAL1"), (finance, None)):
        with pytest.raises(NotAllowed, match="somebody else"):
            await reaching.act(acknowledge_notice, notice.id, by_id=BEN, channel_id=channel_id)
    await reaching.act(acknowledge_notice, finance.id, by_id=BEN, channel_id=FINANCE)
    with pytest.raises(NothingToChange, match=f"<@{BEN}> has acknowledged"):
        await reaching.act(acknowledge_notice, finance.id, by_id=CHEN, channel_id=FINANCE)


async def test_a_chase_goes_to_those_who_have_not_read_it_and_not_too_often(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    _, dia = await tell(reaching, number)
    with pytest.raises(NothingToChange, match=r"Again from 10:15 UTC on"):
        await reaching.act(chase_owners, number, by_id=ANA)
    reaching.house.clock.advance(minutes=15)
    await reaching.act(acknowledge_notice, dia.id, by_id=DIA, channel_id=None)
    done = await reaching.act(chase_owners, number, by_id=ANA)
    assert (done.count, done.others) == (1, 0)
    await reaching.office.deliver()
    [again] = [m for m in await reaching.office.messages(FINANCE) if "Not read yet" in m["text"]]
    assert "3 things of yours read from it" in again["text"]
    with pytest.raises(NothingToChange, match=r"Again from 10:30 UTC on"):
        await reaching.act(chase_owners, number, by_id=ANA)
    [entry] = await reaching.house.entries(EntryKind.OWNERS_CHASED)
    assert (entry.text, entry.detail["notices"]) == ("1 owner", [1])


async def test_when_all_have_read_it_nobody_is_chased(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    [finance] = await tell(reaching, number, FINANCE)
    await reaching.act(acknowledge_notice, finance.id, by_id=BEN, channel_id=FINANCE)
    with pytest.raises(NothingToChange, match="Everyone who was told has read it"):
        await reaching.act(chase_owners, number, by_id=ANA)


async def test_what_is_affected_later_is_offered_alone(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await tell(reaching, number, FINANCE)
    assert [each.to_id for each in (await plan(reaching, number)).recipients] == [DIA]
    with pytest.raises(FieldRefused, match="Nobody is chosen"):
        await tell(reaching, number, FINANCE)
    more = asset("budget", AssetType.DASHBOARD, "finance")
    await tell_of(reaching.house.store, (*ASSETS, more), (*EDGES, ("revenue", "budget")))
    first = (await plan(reaching, number)).recipients[0]
    assert (first.to_id, first.assets, first.is_told_before) == (FINANCE, ("budget",), True)


async def test_two_who_press_at_once_tell_nobody_twice(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    async with reaching.house.store.reading() as session:
        owners = await read_told(reaching.office.desk, session, number, (FINANCE,))
    await reaching.act(notify_owners, number, owners, by_id=ANA)
    with pytest.raises(NothingToChange, match="told already"):
        await reaching.act(notify_owners, number, owners, by_id=BEN)


async def test_who_has_a_role_here_knows_and_is_not_told(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await reaching.act(assign, number, Role.COMMANDER, DIA, by_id=ANA)
    view = await plan(reaching, number)
    assert ([each.to_id for each in view.recipients], view.here_ids) == ([FINANCE], (DIA,))


async def test_those_who_were_told_hear_that_it_is_over_and_that_it_goes_on(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await tell(reaching, number)
    await reaching.office.deliver()
    await reaching.act(close, number, Outcome.FIXED, cause="A late load", remedy="Rerun", by_id=ANA)
    await reaching.office.deliver()
    said = (await reaching.office.direct_messages(DIA))[-1]["text"]
    assert f"INC-{number} is over: Orders are late, closed as fixed" in said
    assert "What it was: A late load" in said
    await reaching.act(reopen, number, by_id=ANA)
    await reaching.office.deliver()
    assert f"INC-{number} is open again" in (await reaching.office.direct_messages(DIA))[-1]["text"]
    await reaching.act(close, number, Outcome.FIXED, cause="A late load", remedy="Rerun", by_id=ANA)
    assert len(await reaching.house.waiting("end_notice")) == 2


async def test_those_told_of_a_merged_one_hear_when_the_other_ends(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await tell(reaching, number, DIA)
    await reaching.office.deliver()
    survivor = await reaching.house.declare("The load is down")
    await reaching.office.open_channel(survivor, name="inc-2")
    await reaching.act(merge, number, survivor, by_id=ANA)
    assert (await reaching.show(survivor)).receipts is not None
    await reaching.act(close, survivor, Outcome.FIXED, cause="A late load", remedy="Rerun", by_id=ANA)
    await reaching.office.deliver()
    assert f"INC-{survivor} is over" in (await reaching.office.direct_messages(DIA))[-1]["text"]


async def test_whoever_cannot_be_written_to_is_named(reaching: Reaching) -> None:
    number, channel_id = await _incident(reaching)
    reaching.office.sandbox.workspace.channels.archive(reaching.office.desk.identity.user_id, FINANCE)
    await tell(reaching, number)
    await reaching.office.deliver()
    await reaching.look()
    await reaching.office.deliver()
    shown = (await reaching.office.messages(channel_id))[-1]["text"]
    assert f"Slack would not let me write to <#{FINANCE}>" in shown
    assert "0 of 1 owner that was told has read it" in shown
    [entry] = await reaching.house.entries(EntryKind.OWNERS_UNREACHED)
    assert entry.detail["told"] == [FINANCE]


async def test_a_drill_shows_who_would_be_told_and_tells_nobody(reaching: Reaching) -> None:
    number, _ = await _incident(reaching, is_drill=True)
    view = await plan(reaching, number)
    assert view.is_drill
    assert len(view.recipients) == 2
    with pytest.raises(NotAllowed, match="a drill tells nobody"):
        await tell(reaching, number)
    assert await reaching.house.all_of(Notice) == []


async def test_nothing_of_a_private_incident_reaches_anybody_else(reaching: Reaching) -> None:
    number, _ = await _incident(reaching, is_private=True, title="Payroll leaked")
    view = await plan(reaching, number)
    assert [each.to_id for each in view.recipients] == [DIA]
    assert {each.name for each in view.unreached} == {"Finance data", "treasury@elsewhere.example"}
    owners = [each for each in await _all_owners(reaching, number) if each.to_id == FINANCE]
    with pytest.raises(FieldRefused, match="is private, and 1 of these"):
        await reaching.act(notify_owners, number, owners, by_id=ANA)
    await tell(reaching, number, DIA)
    await reaching.office.deliver()
    assert len(await reaching.office.direct_messages(DIA)) == 1


async def _all_owners(reaching: Reaching, number: int) -> list[Any]:
    """As if the incident were public."""
    async with reaching.house.store.unit() as uow:
        (await uow.incident(number)).is_private = False
    async with reaching.house.store.reading() as session:
        owners = await read_told(reaching.office.desk, session, number, (FINANCE, DIA))
    async with reaching.house.store.unit() as uow:
        (await uow.incident(number)).is_private = True
    return owners


async def test_what_becomes_private_before_it_is_sent_is_not_sent(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await tell(reaching, number)
    async with reaching.house.store.unit() as uow:
        (await uow.incident(number)).is_private = True
    await reaching.office.deliver()
    assert not [m for m in await reaching.office.messages(FINANCE) if f"INC-{number}" in m["text"]]
    skipped = await reaching.house.all_of(OutboxItem, kind="post_notice", standing=Standing.SKIPPED)
    assert [item.intent["notice_id"] for item in skipped] == [1]


async def test_the_end_in_a_private_incident_is_told_without_naming_it(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await tell(reaching, number, FINANCE)
    await reaching.office.deliver()
    private = await reaching.house.declare("Payroll leaked", is_private=True)
    await reaching.office.open_channel(private, name="inc-2")
    await reaching.act(merge, number, private, by_id=ANA)
    await reaching.act(close, private, Outcome.FIXED, cause="Payroll", remedy="Closed", by_id=ANA)
    await reaching.office.deliver()
    said = (await reaching.office.messages(FINANCE))[-1]["text"]
    assert f"INC-{number} is over" in said
    assert "Payroll" not in said
    assert f"INC-{private}" not in said


async def test_a_notice_of_unknown_outcome_is_sought_where_we_were_not(reaching: Reaching) -> None:
    number, _ = await _incident(reaching)
    await reaching.office.desk.chat.call("conversations.leave", channel=FINANCE)
    reaching.office.sandbox.faults.add("chat.postMessage", "error_after", error="internal_error")
    await tell(reaching, number, FINANCE)
    await reaching.office.deliver()
    said = [m for m in await reaching.office.messages(FINANCE) if f"INC-{number}" in m["text"]]
    assert len(said) == 1


async def test_a_notice_of_unknown_outcome_is_sought_in_a_private_channel_which_nobody_joins(
    reaching: Reaching,
) -> None:
    number, _ = await _incident(reaching)
    reaching.office.sandbox.workspace.channels.convert_private(EMIL, FINANCE)
    reaching.office.sandbox.faults.add("chat.postMessage", "error_after", error="internal_error")
    [notice] = await tell(reaching, number, FINANCE)
    await reaching.office.deliver()

    said = [m for m in await reaching.office.messages(FINANCE) if f"INC-{number}" in m["text"]]
    [kept] = await reaching.house.all_of(Notice, id=notice.id)
    assert [each["ts"] for each in said] == [kept.message_ts]
    assert kept.refused is None
