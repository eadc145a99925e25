"""Messages that say that it is fine again, or are edited to."""

from bot.alerts.take_message import take_message
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.vocabulary import DecisionKind
from tests.alerts.conftest import Watch
from tests.alerts.posts import (
    airflow,
    alertmanager,
    changed,
    posted,
)


async def test_recovery_is_marked_on_the_incident_and_offers_to_close_when_all_is_well(watch: Watch) -> None:
    firing = alertmanager(name="OrdersTableStale", common="critical")
    first = await watch.alert(firing)
    other = alertmanager(name="RefundsTableStale", common="critical")
    both = {**firing, "attachments": firing["attachments"] + other["attachments"]}
    await watch.hears(both)
    assert len(await watch.house.all_of(Incident)) == 1

    resolved = await watch.alert(alertmanager("RESOLVED", "OrdersTableStale"))
    assert (resolved.decision, resolved.incident_id) == (DecisionKind.ATTACH, first.incident_id)
    assert len(await watch.house.entries(EntryKind.ALERT_RECOVERED)) == 1
    assert await watch.house.said("alert_recovered") == []

    last = await watch.alert(alertmanager("RESOLVED", "RefundsTableStale"))
    [said] = await watch.house.said("alert_recovered")
    assert said["alert_id"] == last.id
    assert (await watch.house.all_of(Incident))[0].is_open


async def test_a_recovery_is_told_once_and_a_relapse_stands_in_the_ledger(watch: Watch) -> None:
    for state in ("FIRING:1", "RESOLVED", "RESOLVED", "FIRING:1"):
        await watch.alert(alertmanager(state, "OrdersTableStale", "critical"))
    assert len(await watch.house.all_of(Incident)) == 1
    assert len(await watch.house.entries(EntryKind.ALERT_RECOVERED)) == 1
    assert len(await watch.house.entries(EntryKind.ALERT_ATTACHED)) == 2


async def test_a_recovery_of_what_was_never_heard_of_changes_nothing(watch: Watch) -> None:
    taken = await watch.hears(alertmanager("RESOLVED"))
    assert (taken.alerts, taken.ignored) == ((), "what it says to be fine was fine before")
    assert await watch.house.all_of(OutboxItem) == []


async def test_a_recovery_settles_the_triage_card_so_that_a_relapse_asks_anew(watch: Watch) -> None:
    await watch.alert(alertmanager(name="DiskFull"))
    await watch.house.answered()
    await watch.alert(alertmanager("RESOLVED", "DiskFull"))
    assert len(await watch.house.waiting("edit_triage_card")) == 1
    assert (await watch.alert(alertmanager(name="DiskFull"))).decision is DecisionKind.TRIAGE


async def test_a_message_that_is_edited_into_resolved_recovers(watch: Watch) -> None:
    await watch.hears(alertmanager(name="OrdersTableStale"), ts="1763450000.000900")
    edit = changed({**alertmanager("RESOLVED", "OrdersTableStale"), "ts": "1763450000.000900"})
    taken = await take_message(watch.desk, edit)
    assert len(taken.alerts) == 1
    assert len(await watch.house.said("alert_recovered")) == 1


async def test_an_edit_that_says_nothing_new_changes_nothing(watch: Watch) -> None:
    await watch.hears(airflow(), ts="1763450000.000900")
    taken = await take_message(watch.desk, changed({**airflow(), "ts": "1763450000.000900"}))
    assert "known already" in taken.ignored
    assert len(await watch.alerts()) == 1


async def test_a_progress_message_that_is_edited_into_a_failure_is_an_alert(watch: Watch) -> None:
    assert (await watch.hears(posted(text="Load started"), ts="1763450000.000900")).alerts == ()
    edit = changed({**posted(text="Load failed"), "ts": "1763450000.000900"})
    assert (await take_message(watch.desk, edit)).alerts[0].decision is DecisionKind.TRIAGE


async def test_an_edited_answer_in_a_thread_counts_only_where_it_is_known(watch: Watch) -> None:
    reply = {**posted(text="Load failed"), "thread_ts": "1763450000.000100", "ts": "1763450000.000900"}
    assert (await take_message(watch.desk, changed(reply))).alerts == ()
    assert await watch.alerts() == []
