"""How bad an incident is for the business, from five answers, and the sentence that says why. Pure.

Who uses it sets where to begin; what makes it worse goes one step up each, and what is merely late, with
nobody deciding by it today, one step down. An answer that nobody has given changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from models.vocabulary import Severity, Symptom, label


class UsedBy(StrEnum):
    """Who uses it; the further down the worse."""

    NOBODY = "nobody"
    TEAM = "team"
    COMPANY = "company"
    BOARD = "board"


class Needed(StrEnum):
    """How soon somebody decides by it; the further down the worse."""

    NEVER = "never"
    WEEK = "week"
    TODAY = "today"
    HOURS = "hours"


class Flaw(StrEnum):
    """What kind of wrong it is; the further down the worse."""

    LATE = "late"
    WRONG = "wrong"
    EXPOSED = "exposed"


class YesNo(StrEnum):
    """An answer that a form can hold; the further down the worse."""

    NO = "no"
    YES = "yes"


#: How each answer is said in the reason.
SAID: Final[Mapping[str, Mapping[StrEnum, str]]] = {
    "used_by": {
        UsedBy.NOBODY: "nobody uses it yet",
        UsedBy.TEAM: "one team uses it",
        UsedBy.COMPANY: "the company or its customers use it",
        UsedBy.BOARD: "a regulator or the board uses it",
    },
    "needed": {
        Needed.WEEK: "someone decides by it this week",
        Needed.TODAY: "someone decides by it today",
        Needed.HOURS: "someone decides by it within hours",
    },
    "money": {YesNo.YES: "money or a regulator is involved"},
    "lasting": {YesNo.YES: "what it leads to cannot be taken back"},
    "flaw": {
        Flaw.LATE: "it is late and not wrong",
        Flaw.WRONG: "it is wrong and not merely late",
        Flaw.EXPOSED: "data may be exposed",
    },
}

_BY_SYMPTOM: Final[Mapping[Symptom, Flaw]] = {
    Symptom.FRESHNESS: Flaw.LATE,
    Symptom.PIPELINE: Flaw.LATE,
    Symptom.INFRA: Flaw.LATE,
    Symptom.ACCESS: Flaw.LATE,
    Symptom.VOLUME: Flaw.WRONG,
    Symptom.SCHEMA: Flaw.WRONG,
    Symptom.DISTRIBUTION: Flaw.WRONG,
    Symptom.LOGIC: Flaw.WRONG,
    Symptom.PRIVACY: Flaw.EXPOSED,
}

#: Where to begin; of what is needed or costs money somebody must be making use.
_BEGIN: Final[Mapping[UsedBy | None, int]] = {
    UsedBy.NOBODY: 4,
    None: 3,
    UsedBy.TEAM: 3,
    UsedBy.COMPANY: 2,
    UsedBy.BOARD: 1,
}

_Answer = TypeVar("_Answer", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The five answers; none where nobody knows."""

    used_by: UsedBy | None = None
    needed: Needed | None = None
    #: Money or a regulator is involved.
    money: YesNo | None = None
    #: What people do because of it cannot be taken back.
    lasting: YesNo | None = None
    flaw: Flaw | None = None
    #: By answer, how we know: "board pack 09:00 reads it".
    known_by: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """One answer as the reason tells it; empty where it tells nothing."""
        return self.known_by.get(name) or SAID[name].get(getattr(self, name), "")

    def or_worse(self, other: "Answers") -> "Answers":
        """Of both the worse answer each, and how that one is known."""
        worse = {name: getattr(other, name) for name in NAMES if _is_worse(other, self, name)}
        kept = {name: words for name, words in self.known_by.items() if name not in worse}
        kept |= {name: words for name, words in other.known_by.items() if name in worse}
        return replace(self, **worse, known_by=kept)

    def answered(self, given: Mapping[str, Any]) -> "Answers":
        """With what somebody answered; only what they left as it was keeps how it is known."""
        read: dict[str, Any] = {name: _read(name, given.get(name)) for name in NAMES}
        kept = {name: words for name, words in self.known_by.items() if read[name] is getattr(self, name)}
        return Answers(**read, known_by=kept)

    def as_detail(self) -> dict[str, Any]:
        """For a row or the ledger."""
        given = {name: value.value for name in NAMES if (value := getattr(self, name))}
        return {**given, **({"known_by": dict(self.known_by)} if self.known_by else {})}


#: The answers, in the order of the questions.
NAMES: Final = tuple(each.name for each in fields(Answers) if each.name != "known_by")

_WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "used_by": UsedBy,
    "needed": Needed,
    "money": YesNo,
    "lasting": YesNo,
    "flaw": Flaw,
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A severity, and the reason in words that stand after "because" or a colon."""

    severity: Severity
    because: str

    @property
    def words(self) -> str:
        """As it is said: `Impact suggests SEV1: board pack 09:00 reads it`."""
        return f"Impact suggests {label(self.severity)}: {self.because}."

    def as_detail(self, *, overruled: bool) -> dict[str, Any]:
        """For the entry of what somebody chose."""
        detail: dict[str, Any] = {"suggested": self.severity.value, "because": self.because}
        return {**detail, "overruled": True} if overruled else detail


def suggest(answers: Answers) -> Suggested | None:
    """How bad it seems; none while too little is known to say."""
    if answers.flaw is Flaw.EXPOSED:
        return Suggested(Severity.SEV1, answers.said("flaw"))
    worse = [name for name in ("needed", "money", "lasting") if _makes_worse(answers, name)]
    if answers.used_by is None and not {"needed", "money"} & {*worse}:
        return None
    waits = answers.needed in {Needed.NEVER, Needed.WEEK} and answers.flaw is Flaw.LATE
    level = _BEGIN[answers.used_by] - len(worse) + waits
    reasons = [answers.said(name) for name in ("used_by", *worse)]
    if waits:
        reasons.append("it is merely late, and nobody decides by it today")
    elif answers.flaw is Flaw.WRONG:
        reasons.append(answers.said("flaw"))
    return Suggested(Severity(f"sev{min(max(level, 1), 4)}"), "; ".join(dict.fromkeys(filter(None, reasons))))


def flaw_of(symptom: Symptom | None) -> Flaw | None:
    """Wrong, or merely late, by what is wrong with the data."""
    return _BY_SYMPTOM[symptom] if symptom else None


def read_answers(detail: Mapping[str, Any]) -> Answers:
    """Back from a row."""
    known = detail.get("known_by")
    read: dict[str, Any] = {name: _read(name, detail.get(name)) for name in NAMES}
    return Answers(**read, known_by=known if isinstance(known, dict) else {})


def _makes_worse(answers: Answers, name: str) -> bool:
    return getattr(answers, name) in {Needed.HOURS, YesNo.YES}


def _is_worse(one: Answers, other: Answers, name: str) -> bool:
    return _rank(name, getattr(one, name)) > _rank(name, getattr(other, name))


def _rank(name: str, answer: StrEnum | None) -> int:
    return -1 if answer is None else list(_WORDS[name]).index(answer)


def _read(name: str, value: object) -> StrEnum | None:
    words = _WORDS[name]
    return words(value) if value in {word.value for word in words} else None
