"""Open the forms of the ledger: one for each kind, filled in with what is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.blocks.ledger.change_card import changes_unseen
from bot.blocks.ledger.hypotheses import hypotheses_board
from bot.blocks.ledger.ledger_form import EntryDefaults, ledger_form, sentence_form
from bot.blocks.limits import clip, one_line
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.ledger.changes import find_change, open_changes
from bot.ledger.hypotheses import board_of, find_hypothesis, read_hypotheses
from handlers.answer import Answer, Open, Say
from handlers.show_forms import keep
from models.change import ChangeState, ChangeStep
from models.errors import OfOlderVersion
from models.hypothesis import HypothesisState, Verdict
from models.incident import Incident

#: What is asked about a hypothesis, and about a change: the form's title, and the question.
_ASKED: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.SUPPORTED: ("Support it", "What supports it"),
    Verdict.RULED_OUT: ("Rule it out", "What rules it out"),
    Verdict.REOPENED: ("Reopen it", "Why it is open again"),
}
ASKED_OF_CHANGE: Final[Mapping[ChangeStep, tuple[str, str]]] = {
    ChangeStep.HELD: ("It held", "What you saw"),
    ChangeStep.ROLLED_BACK: ("Rolled back", "Why, and what it is now"),
    ChangeStep.MADE_PERMANENT: ("Make it permanent", "Why it stays"),
}


async def show_entry(
    desk: Desk,
    incident_id: int,
    defaults: EntryDefaults | None = None,
    *,
    message: list[str | None] | None = None,
    amends: int | None = None,
) -> Open:
    """The form of one kind; `message` is the channel, time and address of what it is taken from."""
    given = defaults or EntryDefaults()
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        if given.kind == "change" and view.severity in desk.playbook.changes.approval:
            # Somebody else approves it first: what is only planned can wait for that.
            given = replace(given, detail={"state": ChangeState.PLANNED, **given.detail})
        found = await read_hypotheses(session, incident_id) if given.kind == "evidence" else ()
    choices = {
        str(each.id): f"{each.name} {clip(one_line(each.text), 60)}"
        for each in found
        if each.state is not HypothesisState.RULED_OUT or each.id == given.detail.get("hypothesis")
    }
    kept = keep(incident=incident_id, kind=given.kind, message=message, amends=amends)
    return Open(ledger_form(view, replace(given, hypotheses=choices), private_metadata=kept))


async def show_empty_handed(desk: Desk, incident_id: int, kind: str) -> Answer:
    """The form of a kind; of hypotheses the board, where there are any."""
    if kind == "hypothesis":
        async with desk.store.reading() as session:
            board = await board_of(session, await session.get_one(Incident, incident_id))
        if board.hypotheses:
            return Say(hypotheses_board(board))
    return await show_entry(desk, incident_id, EntryDefaults(kind=kind))


async def show_unseen(desk: Desk, incident_id: int) -> Answer:
    """The changes that were applied, each with its buttons; the form where there are none."""
    async with desk.store.reading() as session:
        changes = await open_changes(session, incident_id, desk.playbook)
    unseen = [each for each in changes if each.life.state is ChangeState.APPLIED]
    if not unseen:
        return await show_entry(desk, incident_id, EntryDefaults(kind="change"))
    return Say(changes_unseen(unseen))


async def show_message_entry(
    desk: Desk, incident_id: int, text: str, sent_at: datetime, message: list[str | None]
) -> Open:
    """The form for a message, with its own time."""
    return await show_entry(desk, incident_id, EntryDefaults(text=text, at=sent_at), message=message)


async def show_judge(desk: Desk, hypothesis_id: int, verdict: Verdict) -> Open:
    """One sentence about a hypothesis."""
    async with desk.store.reading() as session:
        view = await find_hypothesis(session, hypothesis_id)
    title, label = _ASKED[verdict]
    kept = keep(incident=view.incident_id, hypothesis=view.id, verdict=verdict)
    about = f"{view.name} {view.text}"
    return Open(sentence_form("judge_hypothesis", title, label, about, private_metadata=kept))


async def show_step(desk: Desk, change_id: int, step: ChangeStep) -> Open:
    """One sentence about a change."""
    if step not in ASKED_OF_CHANGE:
        raise OfOlderVersion
    async with desk.store.reading() as session:
        view = await find_change(session, change_id)
    title, label = ASKED_OF_CHANGE[step]
    seen = view.typed.postcondition if step is ChangeStep.HELD else None
    about = f"{view.text}\nHolds when: {seen}" if seen else view.text
    kept = keep(incident=view.incident_id, change=view.id, step=step)
    return Open(sentence_form("step_change", title, label, about, private_metadata=kept))
