"""What the walk to each root cause found, and how the data was made right again, for the post-mortem."""

from collections.abc import Sequence

from bot.blocks.causes.root_causes import FAMILY_WORDS, PART_WORDS, REPRODUCED_WORDS
from bot.blocks.causes.views import RootCauseView
from bot.blocks.limits import one_line
from bot.blocks.repair.views import BackfillView, WindowView
from bot.blocks.views import EntryView
from bot.prose.post_mortem import Walked
from models.backfill import STATE_WORDS
from models.cause_walk import QUESTION_WORDS, Question
from models.ledger import EntryKind

#: Said in the title of a cause, or by its own words.
_IN_TITLE = frozenset(
    {Question.STATEMENT, Question.NAME, Question.FAMILY, Question.PART, Question.REPRODUCED}
)


def walked(causes: Sequence[RootCauseView]) -> tuple[Walked, ...]:
    """Each cause, dropped ones among them: nobody need look there again."""
    return tuple(Walked(title=_title(each), lines=_lines(each)) for each in causes)


def bad_data(windows: Sequence[WindowView], entries: Sequence[EntryView]) -> tuple[str, ...]:
    """From when to when which asset was bad, and what people used meanwhile."""
    bad = [
        f"{one_line(each.name)} was bad {each.words}"
        + (f"; known good: {one_line(each.known_good)}" if each.known_good else "")
        for each in windows
    ]
    meanwhile = [
        f"Used meanwhile: {one_line(each.text)}"
        for each in entries
        if each.kind == EntryKind.INTERIM_RECORDED
    ]
    return (*bad, *meanwhile)


def computed_anew(view: BackfillView) -> tuple[str, ...]:
    """Each asset of the backfill plan, and how far it came."""
    return tuple(f"{one_line(each.name)}: {STATE_WORDS[each.state]}" for each in view.lines)


def _title(view: RootCauseView) -> str:
    """`C1 The join: the join doubled rows (logic, main cause, reproduced)`."""
    said = one_line(view.statement or "") or "not found"
    named = f"{one_line(view.name)}: {said}" if view.name else said
    about = [
        FAMILY_WORDS[view.family] if view.family else "",
        PART_WORDS[view.part],
        REPRODUCED_WORDS[view.reproduced] if view.reproduced else "",
    ]
    return f"{view.label} {named} ({', '.join(each for each in about if each)})"


def _lines(view: RootCauseView) -> tuple[str, ...]:
    return tuple(
        f"{QUESTION_WORDS[question]}: {one_line(view.answers[question])}"
        for question in Question
        if question not in _IN_TITLE and view.answers.get(question)
    )
