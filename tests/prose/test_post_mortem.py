"""A post-mortem is filled from the record, or says what is missing and whom to ask."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.blocks.views import EntryView, IncidentView, RoleView
from bot.prose import Prose
from bot.prose.facts import length_words
from bot.prose.post_mortem import PostMortem, gaps_of
from bot.review.hints import hints_of
from models.vocabulary import Outcome, Role, Severity, Stage, Symptom
from tests.blocks.samples import ANA, AT, BEN, EXTREMES, Words, entries
from tests.prose.samples import FULLEST, HOSTILE, NAMES, SMALLEST, post_mortem

SECTIONS = (
    "In short",
    "Impact",
    "Detection",
    "Timeline",
    "Cause",
    "What was done",
    "What helped",
    "What hindered",
    "Follow-ups",
    "Open questions",
)


@pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)
def test_every_post_mortem_has_its_sections_and_no_others(words: Words) -> None:
    text = Prose().postmortem(post_mortem(words))

    assert re.findall(r"^#+ (.*)$", text, re.MULTILINE)[1:] == list(SECTIONS)


@pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)
def test_outside_text_makes_no_html_and_no_links(words: Words) -> None:
    text = Prose().postmortem(post_mortem(words))

    assert "<" not in text
    assert re.findall(r"(?<!\\)\[[^]x ]*\]\((?!https://northwind)", text) == []


def test_hostile_lines_stay_inside_their_bullet() -> None:
    text = Prose().postmortem(post_mortem(HOSTILE))

    assert not re.search(r"^# head", text, re.MULTILINE)
    assert not re.search(r"^- list", text, re.MULTILINE)
    assert "{{ 7\\*7 }}" in text


def test_an_empty_record_asks_for_each_part_and_names_nobody_it_does_not_know() -> None:
    text = Prose().postmortem(post_mortem(SMALLEST))

    assert text.count("Ask the team:") >= len(gaps_of(post_mortem(SMALLEST)))
    assert "Missing. Ask the team: what in the system made this possible?" in text


def test_what_is_missing_is_asked_of_who_would_know() -> None:
    review = PostMortem(
        incident=IncidentView(
            id=12,
            title="Orders late",
            stage=Stage.CLOSED,
            severity=Severity.SEV2,
            declared_at=AT,
            stage_since_at=AT,
            declared_by_id=ANA,
        ),
        drafted_at=AT,
        names=NAMES,
        roles=(RoleView(role=Role.LEAD_ENGINEER, user_id=BEN),),
    )

    assert "cause: ask Ben Okafor" in gaps_of(review)
    assert "impact: ask Ana Silva" in gaps_of(review)


def test_a_full_record_asks_for_nothing() -> None:
    assert gaps_of(post_mortem(FULLEST)) == ()
    assert "Missing" not in Prose().postmortem(post_mortem(FULLEST))


def test_detection_says_how_late_each_step_was() -> None:
    text = Prose().postmortem(post_mortem(FULLEST))

    assert "- Began 2026-11-19 08:00\n- Noticed 2026-11-20 13:00, 1 day 5 h later\n" in text
    assert "- Acknowledged 2026-11-20 14:03, 3 min later" in text


def test_a_private_drill_says_both() -> None:
    full = post_mortem(FULLEST)
    text = Prose().postmortem(replace(full, incident=replace(full.incident, is_private=True)))

    assert text.startswith("# DRILL: Post-mortem of INC-12")
    assert "This incident is private" in text


def test_a_withdrawn_entry_and_routine_are_not_in_the_story() -> None:
    told = EntryView(id=1, kind="note.added", at=AT, text="the load stopped", actor_id=ANA)
    gone = EntryView(id=2, kind="note.added", at=AT, text="wrong room", actor_id=ANA, withdrawn=True)
    routine = EntryView(id=3, kind="channel.opened", at=AT, text="inc-1")
    text = Prose().postmortem(replace(post_mortem(SMALLEST), entries=(told, gone, routine), names=NAMES))

    assert "Ana Silva noted: the load stopped" in text
    assert "wrong room" not in text
    assert "inc-1" not in text


def test_the_draft_reads_as_it_was_agreed() -> None:
    golden = Path(__file__).parent / "goldens" / "postmortem.md"

    assert Prose().postmortem(_story()) == golden.read_text(encoding="utf-8")


def test_the_timeline_file_has_every_entry_even_the_withdrawn() -> None:
    text = Prose().timeline_markdown(post_mortem(FULLEST).incident, entries(FULLEST), NAMES)

    assert text.count("\n- ") == len(entries(FULLEST))
    assert "(withdrawn)" in text
    assert "Ana Silva" in text


def test_hints_come_from_times_and_the_ledger() -> None:
    story = _story()
    hints = hints_of(story.incident, story.entries, noticed_by="dbt Cloud")

    assert "dbt Cloud noticed it, not a reader of the figures." in hints.helped
    assert "It was acknowledged 3 min after it was declared." in hints.helped
    assert "It was noticed after 1 day 5 h: what would show it sooner?" in hints.hindered


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3, hours=4), "3 days 4 h"),
    ],
)
def test_lengths_are_said_plainly(length: timedelta, words: str) -> None:
    assert length_words(length) == words


def _story() -> PostMortem:
    """One incident as a team would have lived it."""
    incident, ledger = _lived(), _written()
    hints = hints_of(incident, ledger, noticed_by="dbt Cloud")
    return PostMortem(
        incident=incident,
        drafted_at=AT + timedelta(days=1),
        names=NAMES,
        severity_means="Decisions are made on wrong figures",
        roles=(RoleView(role=Role.COMMANDER, user_id=ANA, since_at=AT),),
        entries=ledger,
        noticed_by="dbt Cloud",
        helped=hints.helped,
        hindered=hints.hindered,
        follow_ups=("Count skipped files in the loader",),
    )


def _lived() -> IncidentView:
    return IncidentView(
        id=12,
        title="Orders of yesterday are missing",
        stage=Stage.CLOSED,
        severity=Severity.SEV2,
        declared_at=AT,
        stage_since_at=AT + timedelta(hours=4),
        declared_by_id=ANA,
        domain="finance",
        symptom=Symptom.VOLUME,
        asset="mart.fct_orders_daily",
        began_at=AT - timedelta(hours=30),
        noticed_at=AT - timedelta(hours=1),
        acknowledged_at=AT + timedelta(minutes=3),
        acknowledged_by_id=BEN,
        commander_id=ANA,
        closed_at=AT + timedelta(hours=4),
        closed_by_id=ANA,
        fixed_at=AT + timedelta(hours=3),
        outcome=Outcome.FIXED,
        cause="The loader skipped files without a header.\nNothing counted the files it skipped.",
        remedy="Loader patched; two days recomputed downstream.",
        alert_count=2,
    )


def _written() -> tuple[EntryView, ...]:
    moved = {"before": "triage", "after": "analysis"}
    return (
        EntryView(id=1, kind="incident.declared", at=AT, text=_lived().title, actor_id=ANA),
        EntryView(id=2, kind="role.taken", at=AT, text="", actor_id=ANA, detail={"role": "commander"}),
        EntryView(
            id=3, kind="stage.advanced", at=AT + timedelta(minutes=40), text="", actor_id=ANA, detail=moved
        ),
        EntryView(
            id=4,
            kind="hypothesis.added",
            at=AT + timedelta(hours=1),
            text="header row *missing* in the export?",
            actor_id=BEN,
            link="https://northwind.slack.com/archives/C0/p1",
        ),
        EntryView(id=5, kind="checkin.missed", at=AT + timedelta(hours=2), text=""),
    )
