"""What the playbook says of alerts: how often they must be fine, and rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.alerts.look_again import look_again
from bot.playbook import parse_playbook
from models.incident import Assignment, Incident
from models.place import Person
from models.vocabulary import DecisionKind, Role, Severity
from tests.alerts.conftest import Watch
from tests.alerts.test_group_alerts import RESOLVED, critical, failed, incidents, takes
from tests.builders import ANA


class TestWithGreenRuns:
    @pytest.fixture
    def playbook(self):
        return parse_playbook("alerts: {green_runs: 3}", "breakwater.yaml")

    async def test_closing_is_proposed_when_all_were_fine_so_often_in_a_row(self, watch: Watch):
        await takes(watch, critical("a", run="1"), critical("b", run="1"))
        for _ in range(2):
            await takes(watch, critical("a", status=RESOLVED), critical("b", status=RESOLVED))
        await takes(watch, critical("b"))
        for _ in range(2):
            await takes(watch, critical("a", status=RESOLVED), critical("b", status=RESOLVED))
        assert await watch.house.said("alert_recovered") == []
        await takes(watch, critical("b", status=RESOLVED))
        assert len(await watch.house.said("alert_recovered")) == 1


RULES = """
domains: [finance, growth]
alerts:
  domains: {finance: ["finance.*"]}
  rules:
    - name: three times
      when: {title: "*often*"}
      do: open
      after: {count: 3, within: 1h}
    - {name: lasting, when: {title: "*lasting*"}, do: open, lasting: 10m, severity: sev1}
    - {name: elsewhere, when: {channel: not-found}, do: ignore}
    - name: money
      when: {domain: finance}
      do: open
      call: {commander: "@ana", lead_engineer: U0BEN00001, scribe: "@nobody"}
"""


@contextmanager
def _odd_incident(word: str, fault: str) -> Iterator[None]:
    """One with this word in its title cannot be written: it fails by itself, or at the database."""

    def odd(_mapper: Any, _connection: Any, incident: Incident) -> None:
        if word in incident.title:
            if fault == "raises":
                raise ZeroDivisionError
            incident.title = None

    event.listen(Incident, "before_insert", odd)
    try:
        yield
    finally:
        event.remove(Incident, "before_insert", odd)


class TestWithRules:
    @pytest.fixture
    def playbook(self):
        return parse_playbook(RULES, "breakwater.yaml")

    async def test_an_alert_waits_until_it_fires_often_enough(self, watch: Watch):
        for _ in range(2):
            [alert] = await takes(watch, failed("often"))
            assert alert.decision is DecisionKind.SUPPRESS
            assert alert.reason.startswith("Not yet")
        [third] = await takes(watch, failed("often"))
        assert third.decision is DecisionKind.OPEN

    async def test_an_alert_waits_until_it_lasts_long_enough_and_opens_then_by_itself(self, watch: Watch):
        [alert] = await takes(watch, failed("lasting"))
        watch.house.clock.advance(minutes=9)
        assert not await look_again(watch.desk)
        watch.house.clock.advance(minutes=1)
        assert await look_again(watch.desk)
        assert not await look_again(watch.desk)
        [incident] = await incidents(watch)
        assert incident.severity is Severity.SEV1
        [kept] = await watch.alerts()
        assert (kept.id, kept.decision, kept.incident_id) == (alert.id, DecisionKind.OPEN, incident.id)

    @pytest.mark.parametrize("fault", ["raises", "is refused"])
    async def test_one_that_cannot_be_decided_holds_up_no_other(self, watch: Watch, fault: str):
        await takes(watch, failed("lasting", assets=("one",)), failed("lasting too", assets=("two",)))
        watch.house.clock.advance(minutes=10)
        with _odd_incident("too", fault), capture_logs() as said:
            assert await look_again(watch.desk)
            assert not await look_again(watch.desk)
        assert [each["event"] for each in said if each["log_level"] == "error"] == ["due_failed"]
        assert len(await incidents(watch)) == 1
        watch.house.clock.advance(minutes=5)
        assert await look_again(watch.desk)
        assert len(await incidents(watch)) == 2

    async def test_what_recovers_in_time_opens_nothing(self, watch: Watch):
        await takes(watch, failed("lasting"))
        await takes(watch, failed("lasting", status=RESOLVED))
        watch.house.clock.advance(minutes=11)
        assert not await look_again(watch.desk)
        assert await incidents(watch) == []

    async def test_a_rule_goes_by_domain_and_calls_people_into_roles(self, watch: Watch):
        await watch.house.heard_of(ANA, "Ana Silva")
        async with watch.house.store.unit() as uow:
            (await uow.session.get_one(Person, ANA)).handle = "ana"
        await takes(watch, failed("x", assets=("finance.orders",)))
        [incident] = await incidents(watch)
        assert incident.domain == "finance"
        held = await watch.house.all_of(Assignment)
        assert {each.role: each.user_id for each in held} == {
            Role.COMMANDER: ANA,
            Role.LEAD_ENGINEER: "U0BEN00001",
        }
        assert len(await watch.house.waiting("tell", what="brief")) == 2
