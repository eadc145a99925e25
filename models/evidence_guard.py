"""Evidence without data: recognise the data itself in what someone wants to record, before it is kept. Pure.

The ledger is read by many and kept for good, so it says where data is and how much, never what it is.
"""

from collections import Counter
from typing import Final, NamedTuple

from models.errors import LooksLikeData
from models.personal_numbers import find_personal
from models.result_sets import find_rows

ROWS: Final = "rows of a result"


class Found(NamedTuple):
    """A stretch of the text that is data."""

    start: int
    end: int
    what: str
    number: int = 1


def find_data(text: str) -> list[Found]:
    """All that looks like data, in order and apart; what stands in rows is not told once more."""
    found = [Found(start, end, ROWS, number) for start, end, number in find_rows(text)]
    found += [Found(*each) for each in find_personal(text)]
    apart: list[Found] = []
    for each in sorted(found, key=lambda found: (found.start, -found.end)):
        if apart and each.start < apart[-1].end:
            apart[-1] = apart[-1]._replace(end=max(apart[-1].end, each.end))
        else:
            apart.append(each)
    return apart


def without_data(text: str) -> str:
    """The same without what looks like data, each time saying what was left out."""
    while found := find_data(text):
        for start, end, what, number in reversed(found):
            text = f"{text[:start]}({_left_out(what, number)} left out){text[end:]}"
    return text.strip()


def words_for(found: list[Found]) -> str:
    """Say what was found: `3 rows of a result and an e-mail address`."""
    counts: Counter[str] = Counter()
    for each in found:
        counts[each.what] += each.number
    said = [_counted(what, count) for what, count in counts.items()]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def require_no_data(*texts: str, incident_id: int | None = None, kind: str | None = None) -> None:
    """Raise LooksLikeData, which bears the first such text without its data."""
    for text in texts:
        if found := find_data(text):
            raise LooksLikeData(words_for(found), without_data(text), incident_id=incident_id, kind=kind)


def kept_words(text: str) -> str:
    """What the ledger keeps of a message that stands somewhere anyway: its words, or why it keeps none."""
    found = find_data(text)
    return f"(not kept: looks like {words_for(found)})" if found else text


def _counted(what: str, count: int) -> str:
    if what == ROWS:
        return "a row of a result" if count == 1 else f"{count} {ROWS}"
    if count == 1:
        return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
    return f"{count} {what}es" if what.endswith("s") else f"{count} {what}s"


def _left_out(what: str, count: int) -> str:
    if what == ROWS:
        return "a row" if count == 1 else f"{count} rows"
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
