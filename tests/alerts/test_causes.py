"""What alerts share: the offer in the incident's channel, and the list of what a storm gathered."""

import pytest
from sqlalchemy import select

from bot.alerts.cause_offers import offer_cause, offer_view
from bot.alerts.causes_list import redraw_causes
from bot.alerts.settle_cause import attach_all, keep_apart, undo_cause
from bot.alerts.show_causes import causes_view
from bot.blocks.alerts.cause_offer import cause_offer
from bot.blocks.alerts.causes import causes_by_why, causes_list
from bot.incidents.close_incident import close
from handlers.incoming import Incoming
from handlers.presses import press
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.errors import AlreadyClosed, NotAllowed, NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Standing
from models.place import Person
from models.vocabulary import AlertStatus, DecisionKind, Outcome
from tests.alerts.conftest import Watch
from tests.alerts.test_group_alerts import critical, failed, takes
from tests.builders import ANA, BEN

RUN = "run:airflow:8123"
ASSET = "asset:finance.orders"


async def came_along(watch: Watch, count: int = 3) -> list[Alert]:
    """One opened an incident, the others share its run."""
    return await takes(watch, *(critical(f"model_{number}", run="8123") for number in range(count)))


async def may_belong(watch: Watch, count: int = 3) -> list[Alert]:
    """One opened an incident; the others are about the same asset, and ask."""
    await takes(watch, critical("nulls", assets=("finance.orders",)))
    return [
        (await takes(watch, failed(f"check_{number}", assets=("finance.orders",))))[0]
        for number in range(count)
    ]


async def the_view(watch: Watch, key: str):
    async with watch.house.store.reading() as session:
        return await offer_view(session, key)


async def the_cause(watch: Watch, key: str) -> Cause:
    async with watch.house.store.reading() as session:
        return await session.get_one(Cause, key)


async def where(watch: Watch) -> list[int | None]:
    """Where each alert is, oldest first."""
    return [alert.incident_id for alert in await watch.alerts()]


async def offers(watch: Watch, key: str, incident_id: int = 1) -> None:
    async with watch.house.store.unit() as uow:
        incident = await uow.session.get_one(Incident, incident_id)
        await offer_cause(uow, await uow.session.get_one(Cause, key), incident)


async def concerns_in(watch: Watch, incident_id: int | None) -> list[str]:
    async with watch.house.store.reading() as session:
        at = Concern.incident_id.is_(None) if incident_id is None else Concern.incident_id == incident_id
        return sorted(await session.scalars(select(Concern.title).where(at)))


async def test_what_came_along_can_be_kept_apart_with_one_press_and_brought_back(watch: Watch) -> None:
    await came_along(watch)
    assert (await the_view(watch, RUN)).joined_count == 2
    await watch.house.act(keep_apart, RUN, by_id=ANA)

    assert await where(watch) == [1, None, None]
    assert await concerns_in(watch, None) == ["Task model_1 failed", "Task model_2 failed"]
    [entry] = await watch.house.entries(EntryKind.ALERT_DETACHED)
    assert (entry.actor_id, entry.text) == (ANA, "Task model_1 failed and 1 more: they share run 8123")
    [late] = await takes(watch, critical("model_9", run="8123"))
    assert late.decision is DecisionKind.OPEN

    await watch.house.act(undo_cause, RUN, by_id=BEN)
    assert (await where(watch))[:3] == [1, 1, 1]
    assert await concerns_in(watch, None) == []


async def test_what_may_belong_is_attached_with_one_press_and_later_ones_join(watch: Watch) -> None:
    await may_belong(watch)
    view = await the_view(watch, ASSET)
    assert (view.joined_count, view.loose_count) == (0, 3)
    await watch.house.act(attach_all, ASSET, by_id=ANA)

    assert set(await where(watch)) == {1}
    [*_, entry] = await watch.house.entries(EntryKind.ALERT_ATTACHED)
    assert entry.actor_id == ANA
    assert entry.text.endswith(" and 2 more: they share the asset finance.orders")
    [late] = await takes(watch, failed("late", assets=("finance.orders",)))
    assert (late.decision, late.incident_id) == (DecisionKind.ATTACH, 1)

    await watch.house.act(undo_cause, ASSET, by_id=BEN)
    assert await where(watch) == [1, None, None, None, None]


async def test_only_what_fires_and_is_worked_on_nowhere_is_attached(watch: Watch) -> None:
    await may_belong(watch)
    await takes(watch, failed("check_0", assets=("finance.orders",), status=AlertStatus.RESOLVED))
    await watch.house.act(attach_all, ASSET, by_id=ANA)

    assert await concerns_in(watch, None) == ["Task check_0 failed"]


async def test_what_left_asks_by_a_card_of_its_own(watch: Watch) -> None:
    await came_along(watch)
    await watch.house.act(keep_apart, RUN, by_id=ANA)

    async with watch.house.store.reading() as session:
        cards = {
            concern.title: concern.card_alert_id
            for concern in [
                await session.get_one(Concern, alert.fingerprint) for alert in await watch.alerts()
            ]
        }
    alerts = await watch.alerts()
    assert cards["Task model_1 failed"] == alerts[1].id
    assert cards["Task model_2 failed"] == alerts[2].id


@pytest.mark.parametrize("first", [attach_all, keep_apart])
@pytest.mark.parametrize("second", [attach_all, keep_apart])
async def test_whoever_is_second_is_told_who_was_first(watch: Watch, first, second) -> None:
    await may_belong(watch)
    await watch.house.act(first, ASSET, by_id=ANA)
    before = await where(watch)

    with pytest.raises(NothingToChange, match=ANA):
        await watch.house.act(second, ASSET, by_id=BEN)
    assert await where(watch) == before


async def test_of_what_is_over_or_unknown_nothing_is_decided(watch: Watch) -> None:
    await came_along(watch)
    with pytest.raises(NothingToChange):
        await watch.house.act(undo_cause, RUN, by_id=ANA)
    with pytest.raises(NotFound):
        await watch.house.act(keep_apart, "run:airflow:9", by_id=ANA)
    await watch.house.act(close, 1, Outcome.FIXED, cause="a disk", remedy="", by_id=ANA)
    with pytest.raises(AlreadyClosed):
        await watch.house.act(keep_apart, RUN, by_id=ANA)


async def test_the_offer_is_posted_once_and_edited_as_it_grows(watch: Watch) -> None:
    await came_along(watch)
    await offers(watch, RUN)
    await offers(watch, RUN)
    [posting] = await watch.house.waiting("post_cause_offer")
    assert (posting.incident_id, posting.intent["cause_key"]) == (1, RUN)
    assert await watch.house.waiting("edit_cause_offer") == []

    async with watch.house.store.unit() as uow:
        (await uow.session.get_one(type(posting), posting.id)).standing = Standing.SENT
        cause = await uow.session.get_one(Cause, RUN)
        cause.offer_channel_id, cause.offer_ts = "C0OPENED01", "1.000200"
    await takes(watch, critical("model_9", run="8123"))
    for _ in range(3):
        await offers(watch, RUN)
    assert len(await watch.house.waiting("edit_cause_offer")) == 1
    await watch.house.act(keep_apart, RUN, by_id=ANA)
    assert len(await watch.house.waiting("edit_cause_offer")) in {1, 2}
    assert len(await watch.house.waiting("post_cause_offer")) == 0


async def test_the_offer_says_what_came_and_what_people_decided(watch: Watch) -> None:
    await came_along(watch)
    assert cause_offer(await the_view(watch, RUN)).text == "*2 alerts* came along".replace("*", "") + (
        ": they share run 8123."
    )
    await watch.house.act(keep_apart, RUN, by_id=ANA)
    said = cause_offer(await the_view(watch, RUN)).text
    assert said.startswith(f"<@{ANA}> keeps apart what shares run 8123")


async def test_guests_decide_nothing(watch: Watch) -> None:
    await came_along(watch)
    async with watch.house.store.unit() as uow:
        uow.session.add(Person(user_id="U0EVE00001", name="Eve", is_guest=True, read_at=uow.now))
        uow.session.add(Person(user_id=ANA, name="Ana", read_at=uow.now))
    await watch.desk.directory.load()
    for name in ("cause_attach", "cause_apart", "cause_undo"):
        with pytest.raises(NotAllowed):
            await press(
                watch.desk, Incoming(kind="block_actions", name=name, user_id="U0EVE00001", value=RUN)
            )
    await press(watch.desk, Incoming(kind="block_actions", name="cause_apart", user_id=ANA, value=RUN))
    assert (await the_cause(watch, RUN)).kept_apart_by_id == ANA


async def storm(watch: Watch) -> int:
    """Five channels were opened; then a run of many, a shared rule, and single alerts."""
    await takes(watch, *(critical(f"first_{number}") for number in range(5)))
    await takes(watch, *(critical(f"alone_{number}") for number in range(3)))
    await takes(
        watch, *(critical(f"disk_{number}", source="alertmanager", rule="DiskFull") for number in range(2))
    )
    await takes(watch, *(critical(f"model_{number}", run="8123") for number in range(4)))
    return 6


async def test_a_storm_lists_each_cause_the_largest_first(watch: Watch) -> None:
    number = await storm(watch)
    async with watch.house.store.reading() as session:
        view = await causes_view(session, number)

    assert view.is_storm
    assert (view.cause_count, view.alert_count, view.firing_count) == (5, 9, 9)
    assert [(line.words, line.alert_count) for line in view.lines[:2]] == [
        ("run 8123", 4),
        ("the rule DiskFull", 2),
    ]
    assert {line.words for line in view.lines[2:]} == {f"Task alone_{each} failed" for each in range(3)}


async def test_what_is_fine_again_stands_last(watch: Watch) -> None:
    number = await storm(watch)
    await takes(
        watch, *(critical(f"model_{each}", run="8123", status=AlertStatus.RESOLVED) for each in range(4))
    )
    async with watch.house.store.reading() as session:
        view = await causes_view(session, number)

    assert (view.lines[-1].words, view.lines[-1].firing_count) == ("run 8123", 0)
    assert view.firing_count == 5


async def test_what_does_not_fit_is_counted_and_told_by_why(watch: Watch) -> None:
    await takes(watch, *(critical(f"first_{number}") for number in range(5)))
    await takes(watch, *(critical(f"alone_{number}") for number in range(51)))
    async with watch.house.store.reading() as session:
        view = await causes_view(session, 6)

    assert "and 31 more" in causes_list(view).text
    assert "more" not in causes_by_why(view).text
    assert causes_by_why(view).as_payload()


async def test_the_list_is_posted_once_in_the_thread_and_edited_as_it_grows(watch: Watch) -> None:
    number = await storm(watch)

    async def redraws() -> None:
        async with watch.house.store.unit() as uow:
            await redraw_causes(uow, await uow.session.get_one(Incident, number))

    await redraws()
    [posting] = await watch.house.waiting("post_in_thread", topic="alert_causes")
    assert posting.incident_id == number
    await redraws()
    await redraws()
    assert len(await watch.house.waiting("post_in_thread", topic="alert_causes")) == 1
    assert len(await watch.house.waiting("edit_in_thread", topic="alert_causes")) == 1


async def test_an_incident_of_a_few_alerts_needs_no_list(watch: Watch) -> None:
    await came_along(watch)
    async with watch.house.store.unit() as uow:
        await redraw_causes(uow, await uow.session.get_one(Incident, 1))

    assert await watch.house.waiting("post_in_thread", topic="alert_causes") == []


async def test_split_opens_the_form_with_the_causes_to_choose_from(watch: Watch) -> None:
    number = await storm(watch)
    async with watch.house.store.unit() as uow:
        uow.session.add(Person(user_id=ANA, name="Ana", read_at=uow.now))
    await watch.desk.directory.load()
    answer = await press(
        watch.desk, Incoming(kind="block_actions", name="storm_split", user_id=ANA, value=str(number))
    )

    assert "4 alerts of run 8123" in str(answer.view)
