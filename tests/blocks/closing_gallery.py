"""The close notice, its preview and the word about it, drawn from any extreme."""

from bot.blocks.closing.close_notice import ClosingView, ToldLine, closing_form, closing_notice, closing_sent
from tests.blocks.samples import ANA, AT, BEN, ROOM, Words, closed


def _closing(words: Words, **changes: object) -> ClosingView:
    facts: dict[str, object] = {"incident": closed(words), "text": words.text or "A full disk."}
    if words.text is not None:
        facts |= {"rerun": words.text, "remedy": words.text, "sent_by_id": ANA, "told": _told(words)}
        facts |= {"sent_before_at": AT, "sent_before_by_id": BEN}
    return ClosingView(**{**facts, **changes})  # type: ignore[arg-type]


def _told(words: Words) -> tuple[ToldLine, ...]:
    if words.text is None:
        return ()
    return (
        ToldLine(what="the announcement", to_id=ROOM),
        *(ToldLine(what="an owner", to_id=BEN) for _ in range(90)),
    )


CARDS = {
    "close notice for all": lambda w: closing_notice(_closing(w)),
    "close notice sent": lambda w: closing_sent(closed(w), _told(w), by_id=ANA),
}

FORMS = {"close_notice": lambda w: closing_form(_closing(w))}
