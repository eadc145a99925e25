"""The forms of what looks wrong: asking, and answering."""

from typing import Any

from bot.blocks.inputs import text_input
from bot.blocks.kit import modal, quote, rich
from bot.blocks.parts import channel_link, line, person
from bot.blocks.suspicions.suspicion_card import SuspicionView

#: As long as `bot.suspicions.ask` takes.
_LONGEST = 2_000


def suspect_form(channel_id: str, words: str = "", *, private_metadata: str = "") -> dict[str, Any]:
    """Say what looks wrong, and read who will see it."""
    what = text_input(
        "words",
        "What looks wrong",
        initial=words or None,
        multiline=True,
        max_length=_LONGEST,
        placeholder="Which figure or table, since when, and what you expected",
    )
    return modal(
        callback_id="suspect",
        title="Something looks wrong",
        submit="Ask",
        blocks=[what, rich(line("It is asked in ", channel_link(channel_id), ". You hear who looks at it."))],
        private_metadata=private_metadata,
    )


def answer_form(view: SuspicionView, *, private_metadata: str = "") -> dict[str, Any]:
    """Say what it is; the thread and whoever asked read it."""
    asked = quote(view.words, under=line(person(view.asked_by_id), " asked:"))
    return modal(
        callback_id="suspicion_answer",
        title="Answer",
        submit="Answer",
        blocks=[asked, text_input("answer", "What it is", multiline=True, max_length=_LONGEST)],
        private_metadata=private_metadata,
    )
