"""The close notice: its preview, with where it goes, and the message itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.inputs import text_input
from bot.blocks.kit import Message, bullets, message, modal, plain, rich
from bot.blocks.limits import SECTION_TEXT, clip, one_line
from bot.blocks.parts import Line, Part, channel_link, fact, line, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import label

_SHOWN: Final = 30

#: As long as one paragraph of a message may be.
LONGEST_TEXT: Final = SECTION_TEXT
LONGEST_RERUN: Final = 500


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """One place where it goes."""

    #: `the announcement`, `the thread it came from`, `owner`.
    what: str
    to_id: str


@dataclass(frozen=True, kw_only=True)
class ClosingView:
    """A close notice, before it is sent or as it was."""

    incident: IncidentView
    text: str
    rerun: str | None = None
    #: The filter or annotation that the data needs.
    remedy: str | None = None
    sent_by_id: str | None = None
    told: tuple[ToldLine, ...] = ()
    #: When an earlier one was sent, and by whom.
    sent_before_at: datetime | None = None
    sent_before_by_id: str | None = None


def closing_form(view: ClosingView, *, private_metadata: str = "") -> dict[str, Any]:
    """Show where it goes, and let the words be bettered."""
    blocks: list[Block] = [*_where(view)]
    if view.sent_before_at:
        by: Line = (" by ", person(view.sent_before_by_id)) if view.sent_before_by_id else ()
        sent = line("One was sent ", moment(view.sent_before_at), *by, "; this one goes to the same people.")
        blocks.append(rich(sent))
    blocks += [
        text_input("text", "Close notice", initial=view.text, multiline=True, max_length=LONGEST_TEXT),
        text_input(
            "rerun",
            "What must be run again",
            initial=view.rerun,
            optional=True,
            multiline=True,
            max_length=LONGEST_RERUN,
            placeholder="Exports of 18 November; the finance workbook, once",
        ),
        text_input(
            "remedy",
            "What to do about the data",
            initial=view.remedy,
            optional=True,
            max_length=LONGEST_RERUN,
            placeholder="Exclude load_date 2026-11-18",
            hint="A filter or a note. The data-issue register keeps it for whoever reads that data later.",
        ),
    ]
    return modal(
        callback_id="close_notice",
        title=f"Close notice {view.incident.ref}"[:24],
        submit="Send",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def closing_notice(view: ClosingView) -> Message:
    """Say that it is over, to those who had been told."""
    incident = view.incident
    marks = "DRILL · " if incident.is_drill else ""
    how = f", closed as {label(incident.outcome)}" if incident.outcome else ""
    title = clip(one_line(incident.title), 300) or "—"
    first = line(f"🟢 {marks}", strong(f"{incident.ref} is over"), f": {title}{how}.")
    rerun = fact("To run again", clip(one_line(view.rerun), LONGEST_RERUN)) if view.rerun else ()
    remedy = fact("About the data", clip(one_line(view.remedy), LONGEST_RERUN)) if view.remedy else ()
    by = line("Sent by ", person(view.sent_by_id)) if view.sent_by_id else ()
    blocks = [rich(first), plain(view.text), rich(rerun, remedy, by)]
    return message(blocks, first, line(view.text), rerun, remedy, by)


def closing_sent(view: IncidentView, told: tuple[ToldLine, ...], *, by_id: str) -> Message:
    """Tell the incident's channel who has got it."""
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    said = line(*drill, strong("Close notice sent"), " by ", person(by_id), ".")
    rows = [_row(each) for each in told[:_SHOWN]]
    if len(told) > _SHOWN:
        rows.append(line(f"and {len(told) - _SHOWN} more"))
    return message([bullets(*rows, under=said) if rows else rich(said)], said, *rows)


def _where(view: ClosingView) -> list[Block]:
    if view.incident.is_drill:
        return [rich(line("A drill tells nobody: it is posted in this incident's channel only."))]
    if not view.told:
        return [rich(line("Nobody outside had been told: it is posted in the incident's channel only."))]
    rows = [_row(each) for each in view.told[:_SHOWN]]
    if len(view.told) > _SHOWN:
        rows.append(line(f"and {len(view.told) - _SHOWN} more"))
    return [bullets(*rows, under=line(strong("It goes to all who had been told")))]


def _row(each: ToldLine) -> Line:
    to: Part = person(each.to_id) if each.to_id.startswith(("U", "W")) else channel_link(each.to_id)
    return line(f"{each.what}: ", to)
