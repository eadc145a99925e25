"""Calendars in words, as tools write them."""


def event(number: int, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{number}", *lines, "END:VEVENT"])


def calendar(*events: tuple[str, ...] | str, zone: str = "") -> bytes:
    """Made of events, each given as its lines."""
    made = [each if isinstance(each, str) else event(n, *each) for n, each in enumerate(events)]
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tests//",
        *([f"X-WR-TIMEZONE:{zone}"] if zone else []),
    ]
    return "\r\n".join([*head, *made, "END:VCALENDAR", ""]).encode()
