"""Cards and forms about what an incident affects, and what owners are told, drawn from any extreme."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.blocks.impact.affected import impact_card, impact_list
from bot.blocks.impact.impact_forms import (
    NotifyView,
    RecipientLine,
    UnreachedLine,
    add_form,
    notify_form,
    remove_form,
)
from bot.blocks.impact.notice import NoticeView, again, chased, notice, over
from bot.blocks.impact.views import AssetLine, DeadlineLine, FailingLine, ImpactView, ReceiptsView
from bot.blocks.kit import Message
from tests.blocks.samples import ANA, AT, BEN, CHEN, LINK, ROOM, Words, closed, incident

CARDS: dict[str, Callable[[Words], Message]] = {
    "impact": lambda w: impact_card(impact(w)),
    "impact, told": lambda w: impact_card(impact(w, receipts=receipts(w))),
    "impact in a drill": lambda w: impact_card(impact(w, is_drill=True, would_call=(ANA, BEN))),
    "impact of a private one": lambda w: impact_card(impact(w, is_private=True, would_call=(ANA, BEN))),
    "impact with a page": lambda w: impact_card(impact(w, page_url=LINK)),
    "impact, listed": lambda w: impact_list(impact(w)),
    "impact of much that is alike": lambda w: impact_card(impact(w, lines=_alike(w))),
    "impact of an asset": lambda w: impact_list(impact(w, incident_id=None, ref=w.text or "orders")),
    "notice": lambda w: notice(_notice(w)),
    "notice, read": lambda w: notice(_notice(w, read_at=AT, read_by_id=BEN)),
    "notice, over": lambda w: notice(_notice(w, incident=closed(w))),
    "notice, chased": lambda w: chased(_notice(w)),
    "notice, chased and read": lambda w: chased(_notice(w, read_at=AT, read_by_id=BEN)),
    "open again": lambda w: again(_notice(w)),
    "over": lambda w: over(_notice(w, incident=closed(w))),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "impact_add": lambda w: add_form("INC-12345678", w.text or ""),
    "impact_remove": lambda w: remove_form("INC-12345678", w.text or ""),
    "notify_owners": lambda w: notify_form(_notify(w)),
}


def impact(words: Words, **changes: object) -> ImpactView:
    """Of something of which nothing is known but that it fails, or of a hub of five thousand."""
    facts: dict[str, object] = {"ref": "INC-12", "incident_id": 12}
    if words.text is None:
        return ImpactView(**{**facts, "failing": (FailingLine(name="raw_orders"),), **changes})  # type: ignore[arg-type]
    text = words.text
    line = AssetLine(
        name=text,
        type="ML feature",
        depth=12,
        owner=text,
        person_id=BEN,
        channel_id=ROOM,
        due_at=AT + timedelta(hours=2),
        note=text,
    )
    facts |= {
        "failing": (FailingLine(name=text, paths=((text,) * 40,) * 30),) * 30,
        "unknown": (text,) * 30,
        "counts": ("4,988 tables", "9 dashboards", "2 ML features", "1 export"),
        "total": 5_000,
        "owner_count": 90,
        "lines": (line,) * 200,
        "deadlines": (DeadlineLine(what=text, due_at=AT),) * 30,
        "untold_count": 90,
    }
    return ImpactView(**{**facts, **changes})  # type: ignore[arg-type]


def _alike(words: Words) -> tuple[AssetLine, ...]:
    """What differs by its name alone, between things that have something of their own to say."""
    table = AssetLine(
        name=words.text or "mart", type="table", depth=3, owner=words.text or "", channel_id=ROOM
    )
    board = AssetLine(name="board_pack", type="dashboard", due_at=AT)
    return (board, board, *(table,) * 15, board)


def receipts(words: Words) -> ReceiptsView:
    """One who has not read it, or very many."""
    if words.text is None:
        return ReceiptsView(told_count=1, read_count=0, unread_ids=(ANA,))
    return ReceiptsView(
        told_count=90, read_count=30, unread_ids=(ANA, ROOM, CHEN) * 20, refused_ids=(BEN, ROOM) * 20
    )


def _notice(words: Words, **changes: object) -> NoticeView:
    facts: dict[str, object] = {
        "id": 3,
        "incident": incident(words),
        "assets": (AssetLine(name="board_pack", type="dashboard", depth=1),),
        "total": 1,
        "sent_by_id": ANA,
        "sent_at": AT,
    }
    if words.text is not None:
        line = AssetLine(name=words.text, type="dashboard", depth=3, owner=words.text, due_at=AT)
        facts |= {
            "assets": (line,) * 40,
            "total": 400,
            "to_channel": True,
            "words": words.text,
            "source": words.text,
        }
    return NoticeView(**{**facts, **changes})  # type: ignore[arg-type]


def _notify(words: Words) -> NotifyView:
    if words.text is None:
        return NotifyView(ref="INC-12", title="Orders late")
    text = words.text
    recipients = [
        RecipientLine(to_id=f"C0TEAM{number:04}", name=text, assets=(text,) * 3, total=30)
        for number in range(120)
    ]
    told = RecipientLine(to_id=ANA, name=text, assets=(text,), total=1, is_told_before=True)
    unreached = (UnreachedLine(name=text, total=3, remedy="Name their channel in the playbook."),) * 50
    return NotifyView(
        ref="INC-12345678",
        title=text,
        recipients=(told, *recipients),
        unreached=unreached,
        here_ids=(ANA, BEN, CHEN) * 20,
    )
