"""Where a subject is: its room bears the same name wherever it has one."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def rooms(place: str) -> set[str]:
    return {path.parent.name for path in (ROOT / place).glob("*/__init__.py")}


def test_the_room_of_a_listener_is_named_as_that_of_its_use_cases() -> None:
    kinds = {"events"}  # by what Slack tells of, not by what it is told

    assert rooms("handlers") - kinds <= rooms("bot")


def test_what_is_drawn_is_in_the_room_of_its_use_cases() -> None:
    first_seen = {"front"}  # help, lists and App Home are of many subjects

    assert rooms("bot/blocks") - first_seen <= rooms("bot")


def test_the_room_of_a_delivery_is_named_as_that_of_the_use_cases_that_ask_for_it() -> None:
    assert rooms("bot/outbox/deliveries") <= rooms("bot")
