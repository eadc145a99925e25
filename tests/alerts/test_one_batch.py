"""What many alerts of one batch lead to is said once, however they lie in it."""

from sqlalchemy import event

from tests.alerts.conftest import Watch
from tests.alerts.test_group_alerts import RESOLVED, critical, incidents, takes


async def test_where_all_recover_at_once_closing_is_proposed_once(watch: Watch) -> None:
    await takes(watch, critical("a", run="1"), critical("b", run="1"))
    await takes(watch, critical("a", status=RESOLVED), critical("b", status=RESOLVED))
    assert len(await watch.house.said("alert_recovered")) == 1


async def test_a_recovery_that_is_said_twice_in_a_batch_proposes_closing_all_the_same(watch: Watch) -> None:
    await takes(watch, critical("a"))
    await takes(watch, critical("a", status=RESOLVED), critical("a", status=RESOLVED))
    assert len(await watch.house.said("alert_recovered")) == 1


async def test_what_fires_again_within_the_batch_is_not_over(watch: Watch) -> None:
    await takes(watch, critical("a"))
    await takes(watch, critical("a", status=RESOLVED), critical("a"))
    assert await watch.house.said("alert_recovered") == []
    assert len(await incidents(watch)) == 1


async def test_a_hundred_repeats_cost_few_statements(watch: Watch) -> None:
    storm = [critical(str(number), run="1") for number in range(100)]
    await takes(watch, *storm)
    said: list[str] = []
    engine = watch.house.store.sessions.kw["bind"].sync_engine
    event.listen(engine, "before_cursor_execute", lambda *about: said.append(about[2]))
    await takes(watch, *storm)
    assert len(said) < 40, said
