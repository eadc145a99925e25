"""Expected refusals: each is answered to the person, in words that say what to do next.

BreakwaterError
├── StageNotReachable      the move is not one of the moves
├── AlreadyClosed          the incident is closed; reopen it first
├── NotClosed              only a closed incident can be reopened
├── NothingToChange        it is already so
├── CannotUndo             too long ago, or someone has changed since what would be undone
├── StaleForm              someone changed the incident since the form was opened
├── NotFound               no such thing, or not for this person's eyes (the same words for both)
│   └── NoSuchIncident     the same of an incident
├── NotAllowed             this person may not do that here
├── NotAnIncidentChannel   the command needs an incident, and this channel has none
├── UnknownWord            input that fits nothing; carries the nearest fit
├── FieldRefused           one field of a form or command is wrong; names the field and the remedy
├── LooksLikeData          the data itself would get into the record; bears the words without it
├── OfOlderVersion         a button or form that an earlier version made, and this one does not know
├── StillOpen              something mandatory is open; lists it
└── GateHolds              a stage wants something before it is left; lists it, and what settles each
"""

from collections.abc import Sequence

from models.missing import Missing
from models.vocabulary import Stage


class BreakwaterError(Exception):
    """An expected no. `str()` is what happened; `remedy` is what the person can do next."""

    #: The fields of a form at which it is said, the first that the form has.
    at: tuple[str, ...] = ()

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class StageNotReachable(BreakwaterError):
    """The asked move is not one of the moves."""

    def __init__(self, *, current: Stage, target: Stage, reachable: Sequence[Stage]) -> None:
        self.current, self.target, self.reachable = current, target, tuple(reachable)
        if current == target:
            what = f"It is already in {current}."
        else:
            what = f"From {current} one cannot go to {target}."
        names = ", ".join(self.reachable)
        remedy = f"Possible from here: {names}." if names else "Reopen it first: `/incident reopen`."
        super().__init__(what, remedy)


class AlreadyClosed(BreakwaterError):
    """The act needs an open incident."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is closed.", "Reopen it first: press Reopen, or `/incident reopen`.")


class NotClosed(BreakwaterError):
    """Only a closed incident can be reopened."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is open.", "There is nothing to reopen.")


class NothingToChange(BreakwaterError):
    """It is already as asked."""


class CannotUndo(BreakwaterError):
    """Too long ago, or someone has changed since what would be undone."""


class StaleForm(BreakwaterError):
    """Someone else changed the incident while this person's form was open."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"{ref} was changed by someone else while this form was open.",
            "Look at the card, then open the form again.",
        )


class NotFound(BreakwaterError):
    """No such thing, or none that this person may see: the words are the same, so that nothing leaks."""


class NoSuchIncident(NotFound):
    """One text for what does not exist and for what this person may not see: secrecy hangs on it."""

    def __init__(self, incident_id: int) -> None:
        super().__init__(f"There is no INC-{incident_id}.", "`/incident list` shows the open ones.")


class NotAllowed(BreakwaterError):
    """This person may not do that here."""


class NotAnIncidentChannel(BreakwaterError):
    """The command works on the incident of the channel it is typed in, and this one has none."""

    def __init__(self, verb: str) -> None:
        super().__init__(
            f"`/incident {verb}` works inside an incident's channel.",
            "Go there (`/incident list` shows them), or `/incident declare` a new one.",
        )


class UnknownWord(BreakwaterError):
    """Input that fits nothing that is known here."""

    def __init__(self, what: str, word: str, known: Sequence[str], nearest: str | None) -> None:
        self.word, self.nearest = word, nearest
        guess = f"Did you mean `{nearest}`?" if nearest else "Known: " + ", ".join(known) + "."
        super().__init__(f"“{word}” is no {what}.", guess)


class FieldRefused(BreakwaterError):
    """One field is wrong."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        self.field = field
        self.at = (field,)
        super().__init__(what, remedy)


class LooksLikeData(BreakwaterError):
    """The data itself would get into the record, which many read and which is kept for good."""

    def __init__(
        self, found: str, redacted: str, *, incident_id: int | None = None, kind: str | None = None
    ) -> None:
        #: The same words without it, and what they were to be in which ledger.
        self.redacted, self.incident_id, self.kind = redacted, incident_id, kind
        super().__init__(
            f"This looks like the data itself: {found}. The ledger keeps none, so nothing was recorded.",
            "Say where it is: a link, or how many rows.",
        )


class OfOlderVersion(BreakwaterError):
    """A button or form that an earlier version made, and that means nothing to this one."""

    def __init__(self) -> None:
        super().__init__("This is of an older version.", "Use the card, or type `/incident`.")


class StillOpen(BreakwaterError):
    """Something mandatory is still open."""

    at = ("stays",)

    def __init__(self, ref: str, things: Sequence[str]) -> None:
        self.things = tuple(things)
        super().__init__(
            f"{ref} cannot be closed yet: {'; '.join(self.things)}.", "Settle these, then close."
        )


class GateHolds(BreakwaterError):
    """A gate of the playbook holds: the record lacks what a stage wants before it is left."""

    at = ("override", "stage")

    def __init__(self, incident_id: int, missing: Sequence[Missing]) -> None:
        self.incident_id, self.missing = incident_id, tuple(missing)
        *first, last = dict.fromkeys(each.stage.value for each in self.missing)
        self.stages = f"{', '.join(first)} and {last}" if first else last
        super().__init__(
            f"INC-{incident_id} does not leave {self.stages} yet; still missing: "
            f"{'; '.join(each.what for each in self.missing)}.",
            "Settle these, or say in the form of Advance or Close why it goes on without them.",
        )
