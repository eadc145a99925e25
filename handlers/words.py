"""Read the words that people type after a verb: severities, stages, roles, people."""

import difflib
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeVar

from bot.assets.chart import Chart
from bot.desk import Desk
from bot.slack.message_text import named_people
from models.errors import FieldRefused, UnknownWord
from models.vocabulary import Role, Severity, Stage

Word = TypeVar("Word", bound=StrEnum)

#: How Slack sends a person where the command asks it to escape: `<@U123|ana>`.
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

_QUOTED: Final = re.compile(r"""\s*["“']([^"”']+)["”']""")

#: Words that a name of an asset may have.
_MOST_WORDS: Final = 12

#: What people type for a role, beside its own name.
_ROLE_WORDS: Final = {
    "lead": Role.COMMANDER,
    "ic": Role.COMMANDER,
    "engineer": Role.LEAD_ENGINEER,
    "analyst": Role.LEAD_ANALYST,
    "comms": Role.COMMUNICATIONS,
    "steward": Role.BUSINESS_STEWARD,
}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def first_word(text: str) -> tuple[str, str]:
    """The first word, and all that follows it, whatever white space people put between."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, rest[0].rstrip() if rest else ""


def severity_of(word: str) -> Severity:
    """`sev1`, `SEV-1`, `1`. Raises UnknownWord."""
    plain = re.sub(r"[^a-z0-9]", "", word.lower())
    return _one_of(Severity, "severity", word, f"sev{plain}" if plain.isdigit() else plain)


def stage_of(word: str) -> Stage:
    """A stage by its name. Raises UnknownWord."""
    return _one_of(Stage, "stage", word, word.lower())


def role_of(words: str) -> Role:
    """A role by its name, with spaces, hyphens or underscores. Raises UnknownWord."""
    plain = re.sub(r"[\s-]+", "_", words.strip().lower())
    return _ROLE_WORDS.get(plain) or _one_of(Role, "role", words, plain)


def split_person(desk: Desk, text: str) -> tuple[str, str | None]:
    """Take the person out of a text: what is left, and their id. Raises FieldRefused."""
    before, person_id, after = around_person(desk, text)
    return f"{before} {after}".strip(), person_id


def around_person(desk: Desk, text: str) -> tuple[str, str | None, str]:
    """What stands before the person that a text names, their id, and what follows. Raises FieldRefused."""
    mention = _MENTION.search(text)
    if mention is not None:
        before, after = text[: mention.start()].strip(), text[mention.end() :].strip()
        return before, mention[1], with_names(desk, after)
    typed = re.search(r"@(\S+)", text)
    if typed is None:
        return text.strip(), None, ""
    person = desk.directory.person_called(typed[1])
    if person is None:
        raise FieldRefused("user", f"I do not know “@{typed[1]}”.", "Choose from what Slack offers after @.")
    return text[: typed.start()].strip(), person.user_id, text[typed.end() :].strip()


def with_names(desk: Desk, text: str) -> str:
    """A note or a reason that follows the people whom a verb has read: names where Slack has put ids."""
    return named_people(text, desk.directory) if "<" in text else text


def asset_of(chart: Chart, words: str) -> str:
    """The full key of the asset that some words name, else the words as they are."""
    asset = chart.find(words)
    return asset.key if asset else words.strip()


def asset_and_note(chart: Chart, words: str) -> tuple[str, str]:
    """`orders used on Mondays`: the asset by its full key, and what follows; quotes hold a name together."""
    if (quoted := _QUOTED.match(words)) is not None:
        return asset_of(chart, quoted[1]), words[quoted.end() :].strip()
    parts = words.split()
    for count in range(min(len(parts), _MOST_WORDS), 0, -1):
        if (asset := chart.find(" ".join(parts[:count]))) is not None:
            return asset.key, " ".join(parts[count:])
    return parts[0], " ".join(parts[1:])


def number_of(text: str) -> int | None:
    """The incident that a text names: `INC-12`, `#12` or `12`."""
    found = re.fullmatch(r"(?:inc-|#)?(\d{1,9})", text.strip().lower())
    return int(found[1]) if found else None


def _one_of(words: type[Word], what: str, typed: str, plain: str) -> Word:
    try:
        return words(plain)
    except ValueError:
        known = [member.value for member in words]
        raise UnknownWord(what, typed.strip(), known, nearest(plain, known)) from None
