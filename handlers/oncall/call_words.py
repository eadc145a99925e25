"""Read whom `page` calls: people, user groups, teams and roles, and then the reason."""

import re
from typing import Final

from bot.desk import Desk
from bot.playbook.fields import ON_CALL
from handlers.words import first_word, nearest, with_names
from models.errors import FieldRefused
from models.vocabulary import Role

_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP: Final = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")


def read_callees(desk: Desk, text: str) -> tuple[list[str], str]:
    """`@ana @ben why`, `finance why`, `lead engineer why`. Raises FieldRefused."""
    words: list[str] = []
    rest = text
    while (found := _callee(desk, rest, is_first=not words)) is not None:
        word, rest = found
        words.append(word)
    if not words:
        raise _nobody(desk, first_word(text)[0])
    return words, with_names(desk, rest.strip())


def _callee(desk: Desk, text: str, *, is_first: bool) -> tuple[str, str] | None:
    """Who stands first in a text, and what follows; a team or role only at its very beginning."""
    word, rest = first_word(text)
    for pattern in (_PERSON, _GROUP):
        if (mention := pattern.fullmatch(word)) is not None:
            return mention[1], rest
    if word.startswith("@") and len(word) > 1:
        return word, rest
    return _group(desk, word, rest) if is_first and word else None


def _group(desk: Desk, word: str, rest: str) -> tuple[str, str] | None:
    plain = word.lower().removeprefix(ON_CALL)
    if plain in {*desk.playbook.teams, *desk.playbook.on_call, *Role}:
        return plain, rest
    second, more = first_word(rest)
    two = f"{plain}_{second.lower()}"
    return (two, more) if two in set(Role) else None


def _nobody(desk: Desk, word: str) -> FieldRefused:
    known = [*desk.playbook.teams, *desk.playbook.on_call, *Role]
    meant = nearest(word, known)
    remedy = f"Did you mean `{meant}`?" if meant else "Say who: `/incident page @ana why`, or a team."
    return FieldRefused("person", f"“{word}” is nobody whom I could call.", remedy)
