"""Announced work of the playbook hides what it is announced for, for as long as it lasts."""

from datetime import UTC, datetime

import pytest

from bot.alerts.maintenance import held_by, windows_now
from bot.playbook import PlaybookRefused, parse_playbook
from models.signal import Signal
from models.vocabulary import SilenceKind, Symptom

PLAYBOOK = parse_playbook(
    """
working_hours: {zone: Europe/Lisbon}
alerts:
  maintenance:
    - {name: warehouse restarts, days: [sun], from: 02:00, to: 04:00, when: {source: dbt}}
    - {name: new cluster, from_at: 2026-07-03 22:00, until_at: 2026-07-05 06:00}
    - name: lake moves
      from_at: 2026-11-20 22:00Z
      until_at: 2026-11-21T02:00+00:00
      when: {asset: "lake.*", symptom: freshness, severity: warn, title: "*late*"}
""",
    "test",
)
SIGNAL = Signal(
    source="dbt_cloud",
    title="orders are late",
    assets=("lake.orders",),
    symptom=Symptom.FRESHNESS,
    severity_hint="warn",
)


def held_at(signal, at):
    """What hides a signal at that moment."""
    return held_by(windows_now(PLAYBOOK, at), signal)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("2026-06-28 01:30", "warehouse restarts"),  # half past two in Lisbon's summer
        ("2026-06-28 03:30", None),
        ("2026-11-22 03:30", "warehouse restarts"),
        ("2026-07-04 12:00", "new cluster"),
        ("2026-11-20 22:00", "lake moves"),
        ("2026-11-21 02:00", None),
    ],
)
def test_a_window_holds_on_the_clock_of_its_zone(moment, name):
    quiet = held_at(SIGNAL, datetime.fromisoformat(moment).replace(tzinfo=UTC))

    assert (quiet.because if quiet else None) == name
    assert quiet is None or quiet.kind is SilenceKind.MAINTENANCE


@pytest.mark.parametrize(
    "other",
    [
        {"assets": ("finance.orders",)},
        {"symptom": Symptom.VOLUME},
        {"severity_hint": "error"},
        {"title": "orders are gone"},
    ],
)
def test_a_window_holds_only_for_what_it_is_announced_for(other):
    facts = {"source": "soda", "title": SIGNAL.title, "assets": SIGNAL.assets, "symptom": SIGNAL.symptom}
    signal = Signal(**{**facts, "severity_hint": "warn", **other})

    assert held_at(signal, datetime(2026, 11, 20, 23, tzinfo=UTC)) is None


def test_the_sentence_names_the_window():
    quiet = held_at(SIGNAL, datetime(2026, 7, 4, 12, tzinfo=UTC))

    assert (
        quiet.reason == "Work on it is announced until 2026-07-05 05:00 UTC, says the playbook: new cluster."
    )


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("{name: x}", "write either `days` with `from` and `to`, or both `from_at` and `until_at`"),
        ("{name: x, from_at: 2026-11-20 22:00}", "write either `days`"),
        ("{name: x, days: sat, from_at: 2026-11-20 22:00}", "not both"),
        ("{name: x, from: 02:00, from_at: 2026-11-20 22:00, until_at: 2026-11-21 22:00}", "go with `days`"),
        ("{name: x, from_at: 2026-11-20 22:00, until_at: 2026-11-20 22:00}", "must be before"),
        ("{name: x, from_at: 2026-11-20 22:00, until_at: 2027-11-20 22:00}", "more than 90 days"),
        ("{name: x, from_at: tomorrow, until_at: 2027-11-20 22:00}", "write it as 2026-11-20 22:00"),
        ("{name: x, from_at: 2026-02-30 22:00, until_at: 2027-11-20 22:00}", "is not in the calendar"),
        ("{name: x, days: sat, when: {domain: legal}}", "is not among the domains"),
        ("{name: x, days: sat}, {name: x, days: sun}", "two windows share the name x"),
    ],
)
def test_a_window_that_means_nothing_is_refused_with_a_word(window, said):
    with pytest.raises(PlaybookRefused, match="alerts") as refused:
        parse_playbook(f"alerts: {{maintenance: [{window}]}}", "test")

    assert said in str(refused.value)
