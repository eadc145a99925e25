"""Tickets: what a link or a cookie says about who holds it, signed so that nobody else can say it. Pure."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

#: A link is to be opened at once; what it opens stays open for a working day.
LINK_FOR: Final = timedelta(minutes=10)
COOKIE_FOR: Final = timedelta(hours=12)

_LONGEST: Final = 1_000


class Purpose(StrEnum):
    """What a ticket is good for; it is part of what is signed."""

    LINK = "link"
    COOKIE = "cookie"


class TicketRefused(Exception):
    """It is none of ours, or was meant for something else."""


class TicketExpired(TicketRefused):
    """It was good until a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Who may come in, to what, and until when."""

    purpose: Purpose
    person_id: str
    until_at: datetime
    #: Of a link: the incident that it opens first.
    incident_id: int = 0
    #: Told apart by this, so that each link is used once.
    serial: str = field(default_factory=lambda: secrets.token_urlsafe(12))


def sign(ticket: Ticket, key: bytes) -> str:
    """The ticket as text that fits an address or a cookie."""
    told = [
        ticket.purpose.value,
        ticket.person_id,
        int(ticket.until_at.timestamp()),
        ticket.incident_id,
        ticket.serial,
    ]
    body = _packed(json.dumps(told, separators=(",", ":")).encode())
    return f"{body}.{_packed(_mark(body, key))}"


def read_ticket(text: str, key: bytes, purpose: Purpose, now: datetime) -> Ticket:
    """What a text says, if it is one of ours for this purpose. Raises TicketRefused, TicketExpired."""
    body, _, mark = text.partition(".")
    if len(text) > _LONGEST or not hmac.compare_digest(_packed(_mark(body, key)).encode(), mark.encode()):
        raise TicketRefused
    try:
        meant_for, person_id, until, incident_id, serial = json.loads(_unpacked(body))
    except (ValueError, binascii.Error) as odd:
        raise TicketRefused from odd
    if meant_for != purpose:
        raise TicketRefused
    until_at = datetime.fromtimestamp(until, UTC)
    if now >= until_at:
        raise TicketExpired
    return Ticket(
        purpose=purpose, person_id=person_id, until_at=until_at, incident_id=incident_id, serial=serial
    )


def _mark(body: str, key: bytes) -> bytes:
    return hmac.new(key, body.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
