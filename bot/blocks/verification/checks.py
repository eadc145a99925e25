"""The list of checks in the thread of the card, and the form that says what was seen."""

from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.incident_lines import capital
from bot.blocks.inputs import radio_input, select_input, text_input
from bot.blocks.kit import Message, actions, bullets, button, message, modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, link, moment, person, strong
from bot.blocks.verification.views import ProofView
from bot.blocks.views import IncidentView
from models.verification import LAYERS, Check, Look, Proven
from models.vocabulary import label

HOLDS, FAILED = "holds", "failed"

#: What each check is about, beside the choice.
MEANS: Final = {
    Check.INGESTION: "What came from the sources is whole, and came once",
    Check.TRANSFORMATION: "Models and tests ran, with the figures one expects",
    Check.STORAGE: "Counts, sums and partitions of the tables agree with the baseline",
    Check.SERVING: "Dashboards, exports and whoever reads them show it right",
    Check.ALL_DATA: "Looked at as a whole",
}

_SEEN: Final = 300
_FACT: Final = 150


def checks_list(view: ProofView) -> Message:
    """Draw what is asked for and what was seen."""
    proven, incident = view.proven, view.incident
    drill: Line = ("DRILL · ",) if incident.is_drill else ()
    first = line(*drill, strong("Is the data right again?"), _counted(proven))
    rows = [_row(proven, check) for check in Check if _is_shown(proven, check)]
    blocks: list[Block] = [bullets(*rows, under=first) if rows else rich(first)]
    if incident.is_open:
        blocks.append(actions(button("Add a check", "verify", incident.id)))
    return message(blocks, first, *rows)


def verify_form(
    view: IncidentView,
    check: Check | None = None,
    *,
    holds: bool = True,
    goes_back: bool = False,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Ask for one layer: how it was, how it is, and where that can be seen."""
    layers = (*LAYERS, Check.ALL_DATA)
    back = "What does not hold takes the incident back to remediation." if goes_back else None
    blocks = [
        select_input(
            "check",
            "What was looked at",
            {each.value: capital(label(each)) for each in layers},
            about={each.value: MEANS[each] for each in layers},
            initial=(check or Check.ALL_DATA).value,
        ),
        radio_input(
            "result",
            "Is it right",
            {HOLDS: "It is right", FAILED: "It is not right"},
            initial=HOLDS if holds else FAILED,
            hint=back,
        ),
        text_input("seen", "What you saw", multiline=True, placeholder="Counts agree with last Tuesday's"),
        text_input("baseline", "How it should be", optional=True, placeholder="12,040 rows, last Tuesday"),
        text_input("link", "Link", optional=True, placeholder="https://…"),
        text_input("query", "Query", optional=True, multiline=True, hint="Its text, not its rows."),
        text_input("count", "How many rows", optional=True, max_length=20),
    ]
    return modal(
        callback_id="verify",
        title=f"Check {view.ref}",
        submit="Record",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _counted(proven: Proven) -> str:
    # Where no alert belongs to the incident, nothing is asked of alerts.
    asked = {each for each in proven.asked_checks if _is_shown(proven, each)}
    return f" {len(asked - set(proven.open_checks))} of {len(asked)} checks are there" if asked else ""


def _is_shown(proven: Proven, check: Check) -> bool:
    if check is Check.ALERTS:
        return proven.alerts.total > 0
    return check in proven.asked_checks or check in proven.looks or check in proven.earlier_looks


def _row(proven: Proven, check: Check) -> Line:
    name = strong(capital(label(check)))
    if check is Check.ALERTS:
        return line(*_mark(proven.alerts.all_fine), name, f": {proven.alerts.fine} of ", *_alerts(proven))
    look = proven.looks.get(check)
    if look is not None:
        return line(*_mark(look.holds), name, ": ", *_look(look))
    earlier = proven.earlier_looks.get(check)
    if earlier is None:
        return line("⚪ ", name, ": not looked at yet")
    was = "right" if earlier.holds else "wrong"
    return line("⚪ ", name, f": to be looked at again; {was} before: ", *_look(earlier))


def _alerts(proven: Proven) -> Line:
    alerts = "1 alert" if proven.alerts.total == 1 else f"{proven.alerts.total} alerts"
    return (f"{alerts} fine, as often as agreed" if proven.alerts.all_fine else f"{alerts} fine",)


def _mark(holds: bool) -> Line:
    return ("🟢 ",) if holds else ("🔴 ",)


def _look(look: Look) -> Line:
    beside = [
        f", should be {clip(one_line(look.baseline), _FACT)}" if look.baseline else "",
        f", {look.count:,} rows" if look.count is not None else "",
    ]
    where: Line = (" (", link(look.link, "where"), ")") if look.link else ()
    by: Line = (", ", person(look.by_id), " ") if look.by_id else (", ",)
    return line(clip(one_line(look.seen), _SEEN), *beside, *where, *by, moment(look.at))
