"""The message that asks for sign-offs, with what became of each; the form of a refusal."""

from typing import Any, Final

from slack_sdk.models.blocks import ButtonElement

from bot.blocks.incident_lines import capital
from bot.blocks.inputs import radio_input, select_input, text_input
from bot.blocks.kit import Message, Style, actions, bullets, button, confirm, message, modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, person, strong
from bot.blocks.verification.views import ProofView
from bot.blocks.views import IncidentView
from models.verification import SIGNERS, SignsAs, Word
from models.vocabulary import Role, label

BACK, STAY = "back", "stay"

_WHY: Final = 500


def sign_offs(view: ProofView, *, is_over: bool = False) -> Message:
    """Name whose sign-off is asked for; `is_over`: the incident went back, and these count no more."""
    incident, proven = view.incident, view.proven
    drill: Line = ("DRILL · ",) if incident.is_drill else ()
    if is_over:
        gone = line(*drill, strong(f"{incident.ref} went back to work."), " Sign-offs are asked for again.")
        return message([rich(gone)], gone)
    signed = incident.ref + (" is signed off" if proven.is_signed else ": is the data right again?")
    first = line(*drill, strong(signed))
    shown = [role for role in SIGNERS if role in proven.asked_roles or role in proven.words]
    rows = [_row(view, role) for role in shown]
    both = _both(view)
    blocks = [bullets(*rows, under=first), *([rich(both)] if both else [])]
    if incident.is_open and (proven.missing_roles or not proven.words):
        blocks.append(actions(*_buttons(incident)))
    return message(blocks, first, *rows, both)


def all_signed(view: IncidentView) -> Message:
    """Tell who leads that nothing is missing any more."""
    who: Line = (person(view.commander_id), ": ") if view.commander_id else ()
    said = line(*who, strong(f"{view.ref} is signed off"), " by all who were asked.")
    return message([rich(said), actions(button("Close", "close", view.id))], said)


def refuse_form(
    view: IncidentView, role: Role | None = None, *, why: str = "", private_metadata: str = ""
) -> dict[str, Any]:
    """Ask why not, and whether the work goes on."""
    roles = {each.value: capital(label(each)) for each in SIGNERS}
    blocks = [
        text_input("why", "What is not right yet", multiline=True, initial=why or None),
        radio_input(
            "then",
            "What now",
            {BACK: "Back to remediation", STAY: "Stay; it will be looked at again"},
            initial=BACK,
        ),
        select_input(
            "role",
            "As",
            roles,
            initial=role.value if role else None,
            optional=True,
            hint="Leave it empty to refuse in every role of yours.",
        ),
    ]
    return modal(
        callback_id="refuse_sign_off",
        title=f"Refuse {view.ref}",
        submit="Refuse",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _row(view: ProofView, role: Role) -> Line:
    name, word = strong(capital(label(role))), view.proven.words.get(role)
    if word is not None:
        return line("🟢 " if word.is_given else "🔴 ", name, ": ", *_said(word, role))
    who = view.holders.get(role) or view.stewards.get(role)
    asked: Line = (person(who), ", please look") if who else ("nobody is named; any member may stand in",)
    earlier = view.proven.earlier_words.get(role)
    return line("⚪ ", name, ": ", *asked, *(("; before: ", *_said(earlier, role)) if earlier else ()))


def _said(word: Word, role: Role) -> Line:
    did = "signed off" if word.is_given else "refused"
    by: Line = (" by ", person(word.by_id)) if word.by_id else ()
    stands = f", standing in for the {label(role)}" if word.signs_as is SignsAs.STAND_IN else ""
    why = f": {clip(one_line(word.why), _WHY)}" if word.why.strip() else ""
    return line(did, *by, " ", moment(word.at), stands, why)


def _both(view: ProofView) -> Line:
    """One person may sign for both in a small team, and it shows."""
    given = {word.by_id for word in view.proven.words.values() if word.is_given}
    count = sum(1 for word in view.proven.words.values() if word.is_given)
    if count < 2 or len(given) != 1 or (by_id := given.pop()) is None:
        return ()
    return line("Both are the word of one person, ", person(by_id), ".")


def sign_off_button(incident_id: int, *, style: Style | None = None) -> ButtonElement:
    """It asks first: whoever presses it says something."""
    asks = confirm(
        "Sign off?",
        "You say that you have seen the evidence and that the data is right. It stands in the ledger.",
        "Sign off",
    )
    return button("Sign off", "signoff", incident_id, style=style, confirm=asks)


def _buttons(incident: IncidentView) -> list[ButtonElement]:
    return [
        sign_off_button(incident.id, style="primary"),
        button("Refuse", "refuse_sign_off", incident.id),
        button("Add a check", "verify", incident.id),
    ]
