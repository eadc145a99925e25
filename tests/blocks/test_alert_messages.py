"""What the cards and boards of alerts say, and do not say."""

from datetime import timedelta

import pytest

from bot.blocks.alerts.board import BoardLine, BoardView, board
from bot.blocks.alerts.triage_card import triage_card
from models.vocabulary import Outcome, Stage
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    EXTREMES,
    LINK,
    ROOM,
    alert,
)
from tests.blocks.test_card import labels

SMALLEST, FULLEST = EXTREMES[:2]


def test_a_fresh_alert_can_be_declared_taken_expected_or_snoozed() -> None:
    fresh = triage_card(alert(SMALLEST))

    assert labels(fresh) == ["Declare", "Attach to…", "It's mine", "Expected", "Snooze", "Why"]
    assert fresh.text.startswith("🔴 Not looked at yet")


@pytest.mark.parametrize(
    ("became", "says", "buttons"),
    [
        ({"taken_by_id": ANA}, "🟡 Taken by", ["Declare", "Attach to…", "Expected", "Snooze", "Why"]),
        ({"expected_by_id": ANA}, "⚪ Expected, says", ["Declare", "Attach to…", "Why"]),
        (
            {"snoozed_by_id": ANA, "silent_until_at": AT},
            "⚪ Snoozed until",
            ["Declare", "Attach to…", "Why"],
        ),
        (
            {"silenced_by_id": ANA, "silent_because": "The vendor migrates"},
            f"⚪ Silenced by <@{ANA}>: The vendor migrates",
            ["Declare", "Attach to…", "Why"],
        ),
        (
            {"waits_for": "2 of 3 times within 30 min"},
            "⚪ Not yet: 2 of 3 times within 30 min",
            ["Declare", "Attach to…", "It's mine", "Expected", "Snooze", "Why"],
        ),
        (
            {"incident_id": 12, "opened_incident": True, "incident_channel_id": ROOM},
            f"🟡 Became INC-12 in <#{ROOM}>  ·  nobody leads yet",
            ["Join", "Take command", "Attach to…", "Why"],
        ),
        (
            {"incident_id": 12, "incident_lead_id": ANA, "incident_stage": Stage.ANALYSIS},
            f"🟡 Joined INC-12  ·  analysis  ·  <@{ANA}> leads",
            ["Join", "Attach to…", "Why"],
        ),
        (
            {"incident_id": 12, "incident_is_private": True, "incident_lead_id": ANA},
            "🟡 Handled elsewhere",
            ["Attach to…", "Why"],
        ),
        (
            {"incident_id": 12, "incident_closed_at": AT, "incident_outcome": Outcome.FIXED},
            "🟢 Done: INC-12 was closed as fixed",
            [],
        ),
        (
            {"incident_id": 12, "incident_closed_at": AT, "incident_is_private": True},
            "🟢 Done, it was handled elsewhere",
            [],
        ),
        ({"is_firing": False}, "🟢 Recovered, says the tool", []),
        ({"is_firing": False, "incident_id": 12}, "🟢 Recovered, says the tool  ·  INC-12 is open", []),
    ],
)
def test_a_settled_alert_says_what_became_of_it(
    became: dict[str, object], says: str, buttons: list[str]
) -> None:
    card = triage_card(alert(SMALLEST, **became))

    assert card.text.startswith(says)
    assert labels(card) == buttons


@pytest.mark.parametrize("changes", [{}, {"is_firing": False}, {"incident_closed_at": AT}])
def test_an_alert_of_a_private_incident_does_not_name_it(changes: dict[str, object]) -> None:
    facts = {"incident_channel_id": ROOM, "incident_is_private": True, "incident_lead_id": BEN, **changes}
    card = triage_card(alert(FULLEST, incident_id=12, **facts))

    for secret in ("INC-12", ROOM, BEN):
        assert secret not in str(card.as_payload())


def test_a_card_counts_repeats_and_links_the_last() -> None:
    card = triage_card(alert(SMALLEST, repeat_count=37, last_at=AT, last_link=LINK))

    assert "Came 37 times more, <https://northwind" in card.text
    assert "|last> <!date^" in card.text


def test_a_card_that_speaks_for_others_says_so_and_can_be_undone() -> None:
    card = triage_card(alert(SMALLEST, folded_count=13, folded_by="run 8123", offered_ref="INC-9"))

    assert "And 13 more of run 8123" in card.text
    assert "May belong to INC-9" in card.text
    assert "Keep apart" in labels(card)
    assert "Keep apart" not in labels(triage_card(alert(SMALLEST, folded_count=2)))


def test_a_recovery_says_when_and_after_how_long() -> None:
    times = {"firing_since_at": AT, "recovered_at": AT + timedelta(hours=26, minutes=5, seconds=40)}
    card = triage_card(alert(SMALLEST, is_firing=False, **times))

    assert f"Recovered <!date^{int((AT + timedelta(hours=26, minutes=5)).timestamp()) + 40}^" in card.text
    assert "after 1 d 2 h, says the tool" in card.text


def test_a_card_by_itself_says_what_the_tool_said() -> None:
    words = "relation orders does not exist"

    assert words in triage_card(alert(SMALLEST, is_alone=True, excerpt=words)).text
    assert words not in triage_card(alert(SMALLEST, excerpt=words)).text


def _line(**changes: object) -> BoardLine:
    return BoardLine(**{"title": "Orders late", "since_at": AT, **changes})  # type: ignore[arg-type]


def test_a_board_without_red_says_so() -> None:
    assert board(BoardView(at=AT)).text.startswith("🟢 Nothing is red here")
    in_work = board(BoardView(at=AT, yellow=(_line(person_id=ANA),), white_count=2)).text
    assert in_work.startswith("🟡 Nothing is red, 1 in work")
    assert f"<@{ANA}> has it" in in_work
    assert "⚪ 2 expected or snoozed" in in_work


def test_a_board_shows_what_fits_and_counts_the_rest() -> None:
    red = tuple(_line(title=f"Red {number}") for number in range(46))
    yellow = tuple(_line(title=f"Yellow {number}", incident_ref="INC-3") for number in range(9))
    said = board(BoardView(at=AT, red=red, yellow=yellow)).text

    assert said.startswith("🔴 46 red, 9 in work")
    assert [f"Red {number}" in said for number in (0, 9, 10)] == [True, True, False]
    assert "and 36 more" in said
    assert "and 4 more" in said


def test_a_board_names_incidents_and_nothing_of_private_ones() -> None:
    mine = _line(incident_ref="INC-3", stage=Stage.ANALYSIS, channel_id=ROOM, alert_count=14)
    elsewhere = _line(title="Payroll", is_handled_elsewhere=True)
    said = board(BoardView(at=AT, yellow=(mine, elsewhere))).text

    assert f"INC-3 Orders late  ·  analysis  ·  nobody leads yet  ·  <#{ROOM}>  ·  since" in said
    assert "14 alerts" in said
    assert "Payroll  ·  handled elsewhere" in said
