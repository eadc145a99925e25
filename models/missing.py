"""What a gate wants and the record does not hold. Pure."""

from dataclasses import dataclass

from models.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a gate wants: what, and the button that settles it; none where it settles itself."""

    stage: Stage
    #: Completes “still missing: …”.
    what: str
    #: The verb of `/incident` that settles it, and the words on its button.
    verb: str = ""
    label: str = ""
