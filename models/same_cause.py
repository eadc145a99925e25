"""Whether what shares something belongs together, and the sentence that says so. Pure."""

from collections.abc import Sequence
from typing import Final

from models.known import OpenIncident, Shared
from models.shared_cause import SharedKind

#: Of a longer way only the ends are told.
LONGEST_WAY: Final = 6


def is_sure(shared: Shared, *, opens: bool) -> bool:
    """One run, one rule. One asset, where it `opens` a second channel otherwise. An owner has many assets.

    What reads from a failing one, where it shows what that would bring about.
    """
    return (
        shared.is_confirmed
        or shared.kind in {SharedKind.RUN, SharedKind.RULE}
        or (shared.kind is SharedKind.ASSET and opens)
        or (shared.kind is SharedKind.ANCESTOR and shared.follows)
    )


def goes_under(shared: Shared) -> bool:
    """Whether one card may ask for both: an owner has many assets, and a failure may have consequences."""
    if shared.kind is SharedKind.ANCESTOR:
        return shared.follows and not shared.is_below
    return shared.kind is not SharedKind.OWNER


def under_card(shared: Shared) -> str:
    """Why it has no card of its own."""
    if shared.kind is SharedKind.ANCESTOR:
        return f"It reads from {shared.name}, whose triage card counts it: {way(shared.path)}."
    return f"It shares {shared.name} with an alert that has a triage card, which counts it."


def in_common(shared: Shared, incident: OpenIncident, *, is_sure: bool = True) -> str:
    """The sentence without its full stop."""
    where = called(incident)
    if shared.kind is not SharedKind.ANCESTOR:
        return (
            f"It shares {shared.name} with {where}, {'which is open' if is_sure else 'and may belong to it'}"
        )
    may = "" if is_sure else ", and may belong to it"
    if shared.is_below:
        return f"{shared.name}, which fails in {where}, reads from it{may}: {way(shared.path)}"
    return f"It reads from {shared.name}, which fails in {where}{may}: {way(shared.path)}"


def way(path: Sequence[str]) -> str:
    """By names, from what is read to what reads it; both ends of a long one."""
    if len(path) > LONGEST_WAY:
        path = [*path[: LONGEST_WAY // 2], "…", *path[-(LONGEST_WAY // 2) :]]
    return " → ".join(path)


def called(incident: OpenIncident) -> str:
    """A private one is not named where others may read."""
    return "an incident" if incident.is_private else f"INC-{incident.id}"
