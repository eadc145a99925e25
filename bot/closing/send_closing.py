"""Send the close notice: one message to each place where something had been said, and a line here."""

from bot.blocks.closing.close_notice import LONGEST_RERUN, LONGEST_TEXT
from bot.closing.find_told import Heard, find_told
from bot.closing.write_closing import require_over
from bot.impact.notify_owners import lane_to
from bot.incidents.show_change import say
from bot.register.record_issues import record_issues
from bot.uow import UnitOfWork
from models.close_notice import CloseNotice
from models.errors import FieldRefused
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority


async def send_closing(
    uow: UnitOfWork, incident_id: int, text: str, *, by_id: str, rerun: str = "", remedy: str = ""
) -> CloseNotice:
    """Put it into the outbox, and record who gets it; `remedy` goes into the data-issue register, too.

    Raises NothingToChange where it is not over, FieldRefused, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    require_over(incident)
    text, rerun = text.strip()[:LONGEST_TEXT], rerun.strip()[:LONGEST_RERUN]
    if not text:
        raise FieldRefused("text", "It says nothing.", "Say what it was, and since when the data is right.")
    remedy = remedy.strip()[:LONGEST_RERUN]
    require_no_data(text, rerun, remedy, incident_id=incident.id)
    notice = CloseNotice(
        incident_id=incident.id,
        text=text,
        rerun=rerun or None,
        remedy=remedy or None,
        sent_by_id=by_id,
        sent_at=uow.now,
    )
    uow.session.add(notice)
    await uow.session.flush()
    await record_issues(uow, incident, remedy=remedy or None)
    told = await find_told(uow.session, incident)
    for each in told:
        await _post(uow, incident, notice, each)
    await say(uow, incident, "closing_sent" if told else "closing_here", notice_id=notice.id, by_id=by_id)
    _record(uow, incident, notice, told)
    return notice


async def _post(uow: UnitOfWork, incident: Incident, notice: CloseNotice, to: Heard) -> None:
    await uow.announce(
        "post_closing",
        incident=incident,
        lane=lane_to(to.to_id),
        priority=Priority.STAGE,
        close_notice_id=notice.id,
        what=to.what,
        to_id=to.to_id,
        thread_ts=to.thread_ts,
        notice_id=to.notice_id,
    )


def _record(uow: UnitOfWork, incident: Incident, notice: CloseNotice, told: tuple[Heard, ...]) -> None:
    places = "1 place" if len(told) == 1 else f"{len(told)} places"
    uow.record(
        incident.entry(
            EntryKind.CLOSE_NOTICE_SENT,
            at=uow.now,
            by=notice.sent_by_id,
            text=f"to {places}" if told else "here only",
            close_notice=notice.id,
            told=sorted({each.to_id for each in told}) or None,
        )
    )
