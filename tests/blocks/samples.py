"""View data at the extremes: the smallest, the fullest, hostile words, and the longest."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.blocks.alerts.board import BoardLine, BoardView
from bot.blocks.alerts.views import AlertView
from bot.blocks.views import (
    CheckInView,
    DeadLetterView,
    DoctorView,
    EntryView,
    HandOffView,
    HomeView,
    IncidentView,
    ParkedView,
    ReviewView,
    RoleView,
    SeverityView,
)
from models.ledger import EntryKind
from models.missing import Missing
from models.vocabulary import Outcome, Role, Severity, Stage, Symptom

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
ANA, BEN, CHEN = "U0ANA00001", "U0BEN00001", "U0CHEN0001"
ROOM = "C0INC00012"
LINK = "https://northwind.slack.com/archives/C0ALERTS01/p1795183200000100?a=1&b=2"

HOSTILE = (
    "<!channel> <!here> <!everyone> <!subteam^S0EVIL> <@UEVIL00001> <#CEVIL0001> <http://evil.example|safe>"
    " & < > &lt;!channel&gt; *bold* _it_ ~no~ `code` ```pre``` > quote :fire:"
    " \u202eesrever\u2066 \x00\x07\x1b[31m \ud83d 🧯 ﷽ Z̸a̵l̷g̶o é"
    " {{ 7*7 }} {% for %} | [a](http://evil.example)\r\n# head\n- list"
)
LONG = ("word & <longer> " * 400)[:5_000]


@dataclass(frozen=True)
class Words:
    """What outside text an extreme is filled with; none: left out where it may be."""

    name: str
    text: str | None


EXTREMES = (
    Words("smallest", None),
    Words("fullest", "Orders of yesterday are missing"),
    Words("hostile", HOSTILE),
    Words("longest", LONG),
    Words("blank", " \n "),
)


def incident(words: Words, **changes: object) -> IncidentView:
    facts: dict[str, object] = {
        "id": 12,
        "title": words.text or "Orders late",
        "stage": Stage.TRIAGE,
        "severity": Severity.SEV2,
        "declared_at": AT,
        "stage_since_at": AT,
    }
    if words.text is not None:
        facts |= _filled(words.text)
    return IncidentView(**{**facts, **changes})  # type: ignore[arg-type]


def _filled(text: str) -> dict[str, object]:
    return {
        "declared_by_id": ANA,
        "domain": text,
        "symptom": Symptom.FRESHNESS,
        "asset": text,
        "is_drill": True,
        "began_at": AT - timedelta(hours=30),
        "noticed_at": AT - timedelta(hours=1),
        "fixed_at": AT + timedelta(hours=3),
        "watched_until_at": AT + timedelta(days=1),
        "regression_count": 12,
        "channel_id": ROOM,
        "channel_name": text,
        "commander_id": ANA,
        "roles": tuple(RoleView(role=role, user_id=BEN, since_at=AT) for role in Role),
        "acknowledged_by_id": BEN,
        "acknowledged_at": AT + timedelta(minutes=3),
        "next_update_at": AT + timedelta(hours=1),
        "next_update_owner_id": BEN,
        "overdue": True,
        "box_due_at": AT,
        "box_missed": True,
        "paused_until_at": AT + timedelta(days=2),
        "paused_because": text,
        "wanted": tuple(Missing(Stage.ANALYSIS, text, "cause", "Cause") for _ in range(3)),
        "interim": text,
        "call_url": "https://meet.example.com/abc",
        "alert_count": 3,
        "last_alert_link": LINK,
        "origin_link": LINK,
        "troubles": (text,) * 5,
        "unreached_ids": (ANA, BEN, CHEN) * 20,
        "outcome": Outcome.FIXED,
        "closed_by_id": ANA,
        "closed_at": AT + timedelta(hours=4),
        "cause": text,
        "remedy": text,
    }


def closed(words: Words, **changes: object) -> IncidentView:
    return incident(words, stage=Stage.CLOSED, **changes)


def alert(words: Words, **changes: object) -> AlertView:
    facts: dict[str, object] = {"id": 7, "title": words.text or "", "source": "dbt", "received_at": AT}
    if words.text is not None:
        facts |= {
            "source": words.text,
            "reason": words.text,
            "severity_hint": words.text,
            "symptom": Symptom.VOLUME,
            "asset": words.text,
            "link": LINK,
            "excerpt": words.text,
            "repeat_count": 4,
            "last_at": AT + timedelta(minutes=40),
            "last_link": LINK,
            "taken_by_id": ANA,
            "taken_at": AT,
        }
    return AlertView(**{**facts, **changes})  # type: ignore[arg-type]


def board_view(words: Words) -> BoardView:
    """An empty one, or one with more of everything than fits."""
    if words.text is None:
        return BoardView(at=AT)
    title, since = words.text, AT - timedelta(hours=3)
    alert_line = BoardLine(title=title, source=title, link=LINK, since_at=since, firing_count=38)
    incident_line = BoardLine(
        title=title,
        link=LINK,
        since_at=since,
        alert_count=14,
        person_id=ANA,
        incident_ref="INC-12",
        stage=Stage.ANALYSIS,
        channel_id=ROOM,
    )
    elsewhere = BoardLine(title=title, source=title, since_at=since, flaps=True, is_handled_elsewhere=True)
    return BoardView(
        at=AT,
        red=(alert_line,) * 40,
        yellow=(incident_line, elsewhere) * 10,
        unread_count=900,
        green_count=4,
        white_count=2,
    )


def check_in(words: Words, **changes: object) -> CheckInView:
    facts: dict[str, object] = {
        "id": 3,
        "incident_id": 12,
        "title": words.text or "Orders late",
        "severity": Severity.SEV1,
        "due_at": AT,
    }
    if words.text is not None:
        facts |= {"owner_id": BEN, "channel_id": ROOM, "is_drill": True}
    return CheckInView(**{**facts, **changes})  # type: ignore[arg-type]


def hand_off(words: Words, **changes: object) -> HandOffView:
    facts: dict[str, object] = {
        "id": 5,
        "incident_id": 12,
        "title": words.text or "Orders late",
        "role": Role.COMMANDER,
        "from_id": ANA,
        "to_id": BEN,
        "offered_at": AT,
    }
    if words.text is not None:
        facts |= {"note": words.text, "channel_id": ROOM}
    return HandOffView(**{**facts, **changes})  # type: ignore[arg-type]


def review(words: Words, **changes: object) -> ReviewView:
    facts: dict[str, object] = {"id": 9, "incident_id": 12, "title": words.text or "Orders late"}
    if words.text is not None:
        facts |= {
            "is_drill": True,
            "drafted_at": AT,
            "file_link": LINK,
            "gaps": (words.text,) * 30,
            "asked_id": ANA,
        }
    return ReviewView(**{**facts, **changes})  # type: ignore[arg-type]


def entries(words: Words, count: int | None = None) -> tuple[EntryView, ...]:
    """One entry of every kind, or `count` notes."""
    if words.text is None:
        return ()
    text = words.text
    detail = {"role": "lead_engineer", "person": BEN, "before": "triage", "after": "analysis"}
    kinds = list(EntryKind) if count is None else [EntryKind.NOTE_ADDED] * count
    return tuple(
        EntryView(
            id=number,
            kind=kind,
            at=AT + timedelta(minutes=number),
            text=text,
            actor_id=ANA if number % 2 else None,
            detail={"before": {"title": text}, "after": {"title": text}}
            if kind == EntryKind.EDITED
            else detail,
            link=LINK,
            withdrawn=number % 5 == 0,
            version=1 + number % 2,
        )
        for number, kind in enumerate(kinds)
    )


def severities(words: Words) -> tuple[SeverityView, ...]:
    means = words.text or "Bad"
    every = "every 30 minutes" if words.text else ""
    return tuple(SeverityView(severity=each, means=means, update_every_text=every) for each in Severity)


def doctor_view(words: Words) -> DoctorView:
    if words.text is None:
        return DoctorView()
    text = words.text
    return DoctorView(
        parked=tuple(ParkedView(id=n, what=text, fault=text, since_at=AT, incident_id=12) for n in range(30)),
        dead_letters=tuple(DeadLetterView(id=n, source=text, fault=text, received_at=AT) for n in range(30)),
        troubled=tuple(incident(words) for _ in range(30)),
        absent_channels=(text,) * 30,
        faults=(text,) * 30,
    )


def home_data(words: Words) -> HomeView:
    if words.text is None:
        return HomeView()
    many = tuple(incident(words, severity=each) for each in Severity for _ in range(30))
    late = tuple(closed(words) for _ in range(30))
    return HomeView(mine=many, overdue=many, open=many, recent=late, doctor=doctor_view(words))
