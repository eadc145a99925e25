"""Look into lineage that anybody may have sent: what is of a wrong kind is absent, or refused by name."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.blocks.limits import one_line
from models.asset_names import LONGEST_NAME


class FieldWrong(ValueError):
    """A field that has to be there and is not, or is no such thing; its message names the field."""


def words(body: Any, *path: str) -> str | None:
    """Words at a path; None where there are none."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return one_line(body[:10_000]) or None if isinstance(body, str) else None


def required(body: Any, field: str, *, named: str) -> str:
    """Words that have to be there, and short enough to be a name. Raises FieldWrong."""
    given = body.get(field) if isinstance(body, Mapping) else None
    if not isinstance(given, str) or not one_line(given[: 10 * LONGEST_NAME]):
        raise FieldWrong(f"{named} is missing" if given is None else f"{named} is no text")
    if len(given) > LONGEST_NAME:
        raise FieldWrong(f"{named} is longer than {LONGEST_NAME} characters")
    return one_line(given)


def moment(body: Any, field: str) -> datetime:
    """A time in ISO 8601 that has to be there; one without a zone is UTC. Raises FieldWrong."""
    given = required(body, field, named=field)
    try:
        at = datetime.fromisoformat(given)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FieldWrong(f"{field} is no time in ISO 8601") from None


def mapping(body: Any, *path: str) -> Mapping[str, Any]:
    """An object at a path; an empty one where there is none."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body if isinstance(body, Mapping) else {}


def mappings(body: Any, *path: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a list at a path."""
    *before, last = path
    found = mapping(body, *before).get(last)
    yield from (each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping))
