"""Signals, and what may be known when they are decided."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from models.known import (
    AskedCard,
    ClosedIncident,
    OpenIncident,
    Rule,
    Shared,
    StormGuard,
)
from models.quiet import Quiet
from models.shared_cause import SharedKind
from models.signal import Signal
from models.vocabulary import (
    Outcome,
    SilenceKind,
)

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def signal_of(**given):
    return Signal(**{"source": "dbt_cloud", "title": "Job Daily build failed", **given})


def rule_that(do, **given):
    return Rule(name="ours", do=do, **given)


QUIET = Quiet(until_at=NOW + HOUR, because="", kind=SilenceKind.SNOOZED)
CARD = AskedCard(alert_id=7, asked_at=NOW - HOUR)
OPEN = OpenIncident(id=12)
RUN = Shared(key="run:airflow:8123", kind=SharedKind.RUN, name="run 8123", incident=OPEN)
ASSET = Shared(key="asset:orders", kind=SharedKind.ASSET, name="the asset orders", incident=OPEN)
OWNER = Shared(key="owner:finance", kind=SharedKind.OWNER, name="the owner finance", incident=OPEN)
CARDED = Shared(key="run:dbt:7", kind=SharedKind.RUN, name="run 7", card=CARD)
FULL = StormGuard(opened_count=5, cap=5)
GATHERING = StormGuard(opened_count=5, cap=5, incident_id=9)
CLOSED = ClosedIncident(id=4, closed_at=NOW - HOUR, outcome=Outcome.FIXED)
WAY = ("raw.orders", "stg_orders", "marts.orders")


def above(**given):
    told = {"key": "ancestor:raw.orders", "kind": SharedKind.ANCESTOR, "name": "raw.orders", "path": WAY}
    return Shared(**{**told, "incident": OPEN, **given})


ANCESTORS = st.builds(
    above,
    incident=st.sampled_from([None, OPEN]),
    card=st.sampled_from([None, AskedCard(alert_id=3, asked_at=NOW)]),
    is_below=st.booleans(),
    follows=st.booleans(),
    is_confirmed=st.booleans(),
    path=st.lists(st.text("abc", min_size=1), min_size=2, max_size=20).map(tuple),
)
