"""The card shows what fits where the incident stands, and offers only what can be done."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.front.panel import panel
from bot.blocks.incidents.announcement import announcement
from bot.blocks.incidents.asks import asks_of
from bot.blocks.incidents.card import card
from bot.blocks.incidents.declared_notice import declared_in_thread, no_responders
from bot.blocks.kit import Message
from bot.blocks.parts import spoken
from bot.blocks.views import IncidentView, RoleView
from models.vocabulary import Role, Stage
from tests.blocks.samples import ANA, AT, BEN, EXTREMES, closed, incident

SMALLEST, FULLEST = EXTREMES[:2]


def labels(message: Message) -> list[str]:
    rows = [block for block in message.as_payload()["blocks"] if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row["elements"] if each["type"] == "button"]


def menu(message: Message) -> dict[str, Any]:
    rows = [block for block in message.as_payload()["blocks"] if block["type"] == "actions"]
    return next(each for row in rows for each in row["elements"] if each["type"] == "overflow")


def test_a_new_card_asks_for_someone_to_acknowledge_and_to_lead() -> None:
    assert labels(card(incident(SMALLEST))) == [
        "Acknowledge",
        "Take command",
        "Update",
        "Advance",
        "Add to ledger",
        "Close",
    ]


def test_acknowledge_goes_once_someone_pressed_it() -> None:
    assert "Acknowledge" not in labels(card(incident(SMALLEST, acknowledged_at=AT, acknowledged_by_id=ANA)))


def test_take_command_goes_once_someone_leads() -> None:
    assert "Take command" not in labels(card(incident(SMALLEST, commander_id=ANA)))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_every_open_stage_bears_the_same_buttons(stage: Stage) -> None:
    assert labels(card(incident(FULLEST, stage=stage))) == ["Update", "Advance", "Add to ledger", "Close"]


def test_a_closed_card_only_offers_to_reopen() -> None:
    drawn = card(closed(FULLEST))

    assert labels(drawn) == ["Reopen"]
    assert "Closed as fixed" in drawn.text


def test_the_menu_names_the_form_and_the_incident() -> None:
    values = [option["value"] for option in menu(card(incident(SMALLEST)))["options"]]

    assert values == ["edit:12", "severity:12", "assign_role:12", "hand_off:12", "call_link:12"]


def test_a_drill_and_a_private_incident_say_so_first() -> None:
    header = card(incident(SMALLEST, is_drill=True, is_private=True)).as_payload()["blocks"][0]

    assert header["text"]["text"].startswith("DRILL · PRIVATE · SEV2 · INC-12")


def test_a_title_too_long_for_the_header_stands_whole_below_it() -> None:
    title = "orders " * 30
    payload = json.dumps(card(incident(SMALLEST, title=title)).as_payload()["blocks"][1])

    assert title.strip() in payload


def test_an_overdue_update_is_asked_of_its_owner_first() -> None:
    view = incident(SMALLEST, overdue=True, next_update_at=AT - timedelta(hours=1), next_update_owner_id=BEN)

    first = spoken(asks_of(view)[0].as_line(), limit=500)

    assert first.startswith(f"<@{BEN}>: post the update")


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_each_open_stage_asks_for_its_own_work(stage: Stage) -> None:
    led = incident(SMALLEST, stage=stage, commander_id=ANA, acknowledged_at=AT)

    assert [ask.who_id for ask in asks_of(led)] == [ANA]


def test_the_work_of_analysis_is_asked_of_the_lead_engineer() -> None:
    roles = (RoleView(role=Role.LEAD_ENGINEER, user_id=BEN),)
    view = incident(SMALLEST, stage=Stage.ANALYSIS, commander_id=ANA, acknowledged_at=AT, roles=roles)

    assert [ask.who_id for ask in asks_of(view)] == [BEN]


def test_a_closed_incident_asks_nothing() -> None:
    assert asks_of(closed(FULLEST)) == ()


def test_the_announcement_offers_command_only_while_nobody_leads() -> None:
    assert labels(announcement(incident(SMALLEST))) == ["Join", "Take command"]
    assert labels(announcement(incident(FULLEST))) == ["Join"]
    assert labels(announcement(closed(FULLEST))) == []


@pytest.mark.parametrize("draw", [announcement, declared_in_thread, no_responders])
def test_a_private_incident_is_never_announced(draw: Any) -> None:
    with pytest.raises(ValueError, match="private"):
        draw(incident(FULLEST, is_private=True))


def test_the_panel_has_the_buttons_of_the_card_and_those_for_calls_and_the_timeline() -> None:
    view = incident(SMALLEST)

    assert labels(panel(view)) == [*labels(card(view)), "Call someone", "Personal data…", "Timeline"]


def test_the_card_is_drawn_as_it_was_agreed() -> None:
    golden = Path(__file__).parent / "goldens" / "card.json"
    view = IncidentView(
        id=12,
        title="Orders of yesterday are missing",
        stage=Stage.CONTAINMENT,
        severity=incident(SMALLEST).severity,
        declared_at=AT,
        declared_by_id=BEN,
        stage_since_at=AT + timedelta(minutes=20),
        commander_id=ANA,
        roles=(RoleView(role=Role.COMMANDER, user_id=ANA), RoleView(role=Role.SCRIBE, user_id=BEN)),
        domain="finance",
        asset="mart.fct_orders_daily",
        next_update_at=AT + timedelta(hours=1),
        next_update_owner_id=ANA,
    )

    assert card(view).as_payload() == json.loads(golden.read_text(encoding="utf-8"))
