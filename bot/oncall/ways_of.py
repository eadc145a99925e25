"""How someone is reached at this hour, which way first."""

from datetime import datetime

from bot.playbook import Contact, Playbook
from bot.updates.promise_check_in import zone_of
from models.place import Person
from models.vocabulary import Way

#: A way, and what it needs to know.
Reached = tuple[Way, str | None]


def ways_of(playbook: Playbook, person_id: str, person: Person | None, at: datetime) -> list[Reached]:
    """What the playbook says of them, else Slack. Never empty."""
    contact = contact_of(playbook, person_id, person)
    if contact is None:
        return [(Way.SLACK, None)]
    is_night = not playbook.working_hours.of(zone_of(person)).is_open(at)
    return [(way, contact.address(way)) for way in contact.order(at_night=is_night)]


def contact_of(playbook: Playbook, person_id: str, person: Person | None) -> Contact | None:
    """By id, or by handle in whatever case."""
    handle = f"@{person.handle}".casefold() if person and person.handle else None
    return next(
        (
            contact
            for named, contact in playbook.contacts.items()
            if named == person_id or named.casefold() == handle
        ),
        None,
    )
