"""What the forms and commands of the ledger say, typed by the kind of the entry."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from handlers.incoming import Incoming
from models.change import ChangeState
from models.errors import FieldRefused
from models.typed_entry import Bears, Change, Decision, Evidence, EvidenceKind, Typed

_COUNT: Final = re.compile(r"\d{1,15}")


def typed_of(kind: str, incoming: Incoming, *, state: ChangeState | None = None) -> Typed | None:
    """What the form of this kind says beside the text. Raises FieldRefused.

    `state` is that of a change which is corrected: whether it is done was said when it was recorded.
    """
    fields = incoming.fields
    match kind:
        case "evidence":
            meant = fields.get("hypothesis")
            bears = Bears.AGAINST if "against" in fields.get("bears", ()) else Bears.FOR
            return Evidence(
                evidence=EvidenceKind(fields.get("evidence", EvidenceKind.OBSERVATION)),
                link=address_in("link", fields.get("link")),
                query=fields.get("query"),
                count=count_in(fields.get("count")),
                hypothesis=int(meant) if meant else None,
                bears=bears if meant else None,
            )
        case "decision":
            return Decision(
                why=fields.get("why"),
                alternatives=fields.get("alternatives"),
                decided_by=fields.get("decided_by"),
            )
        case "change":
            return _change(fields, incoming.moment("until"), state)
        case _:
            return None


def _change(fields: Mapping[str, Any], until_at: datetime | None, state: ChangeState | None) -> Change:
    temporary = "yes" in fields.get("temporary", ())
    return Change(
        state=state or ChangeState(fields.get("state", ChangeState.APPLIED)),
        where=fields.get("where"),
        reversible={"yes": True, "no": False}.get(fields.get("reversible", "")),
        rollback=fields.get("rollback"),
        precondition=fields.get("precondition"),
        postcondition=fields.get("postcondition"),
        side_effects=fields.get("side_effects"),
        temporary=True if temporary else None,
        until=until_at.astimezone(UTC).isoformat() if temporary and until_at else None,
    )


def address_in(field: str, typed: str | None) -> str | None:
    """A web address. Raises FieldRefused for anything else."""
    if typed is None:
        return None
    if not re.fullmatch(r"https?://[^\s<>|]{1,2990}", typed.strip()):
        raise FieldRefused(field, "That is no web address.", "Paste one that begins with https://.")
    return typed.strip()


def count_in(typed: str | None) -> int | None:
    """People write `1,204` and `1 204`. Raises FieldRefused."""
    if typed is None:
        return None
    plain = re.sub(r"[\s,._']", "", typed)
    if not _COUNT.fullmatch(plain):
        raise FieldRefused(
            "count", f"“{typed.strip()[:40]}” is no number.", "Write how many rows, in digits."
        )
    return int(plain)
