"""Tickets: what was signed comes back, and nothing else is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.tickets import Purpose, Ticket, TicketExpired, TicketRefused, read_ticket, sign

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
KEY = b"k" * 32


def ticket(**more: object) -> Ticket:
    told = {"purpose": Purpose.LINK, "person_id": "U0ANA00001", "until_at": NOW + timedelta(minutes=10)}
    return Ticket(**{**told, **more})  # type: ignore[arg-type]


@given(st.text(max_size=40), st.integers(0, 10**9), st.sampled_from(Purpose))
def test_what_was_signed_comes_back(person_id: str, incident_id: int, purpose: Purpose) -> None:
    one = ticket(person_id=person_id, incident_id=incident_id, purpose=purpose)
    assert read_ticket(sign(one, KEY), KEY, purpose, NOW) == one


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(TicketRefused):
        read_ticket(text, KEY, Purpose.LINK, NOW)


@given(st.data())
def test_a_changed_letter_is_refused(data: st.DataObject) -> None:
    text = sign(ticket(), KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_.").filter(lambda each: each != text[at]))
    with pytest.raises(TicketRefused):
        read_ticket(text[:at] + letter + text[at + 1 :], KEY, Purpose.LINK, NOW)


def test_a_link_is_no_cookie_and_another_key_opens_nothing() -> None:
    with pytest.raises(TicketRefused):
        read_ticket(sign(ticket(), KEY), KEY, Purpose.COOKIE, NOW)
    with pytest.raises(TicketRefused):
        read_ticket(sign(ticket(), KEY), b"x" * 32, Purpose.LINK, NOW)


def test_it_ends_to_the_second() -> None:
    text = sign(ticket(), KEY)
    read_ticket(text, KEY, Purpose.LINK, NOW + timedelta(minutes=10, seconds=-1))
    with pytest.raises(TicketExpired):
        read_ticket(text, KEY, Purpose.LINK, NOW + timedelta(minutes=10))


def test_no_two_are_the_same() -> None:
    assert len({sign(ticket(), KEY) for _ in range(100)}) == 100
