"""Settled messages lose their buttons and say who settled them; empty lists say what to do next."""

from datetime import timedelta

import pytest

from bot.blocks.advance_form import advance_form
from bot.blocks.board import BoardLine, BoardView, board
from bot.blocks.brief import brief
from bot.blocks.check_in import check_in_overdue
from bot.blocks.declare_form import declare_form
from bot.blocks.doctor import doctor
from bot.blocks.hand_off import hand_off_offer
from bot.blocks.home import home
from bot.blocks.lists import mine_list, open_list
from bot.blocks.refusal import refusal
from bot.blocks.review_card import review_card
from bot.blocks.timeline import timeline
from bot.blocks.triage_card import triage_card
from bot.blocks.trouble import Trouble, trouble_notice
from bot.blocks.update_form import NO_NEXT, update_form
from bot.blocks.views import DoctorView, HomeView
from models.durations import Span, parse_span
from models.errors import NothingToChange, UnknownWord
from models.vocabulary import Outcome, Role, Stage
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    EXTREMES,
    LINK,
    ROOM,
    alert,
    check_in,
    entries,
    hand_off,
    incident,
    review,
    severities,
)
from tests.blocks.test_card import labels

SMALLEST, FULLEST = EXTREMES[:2]


def test_an_overdue_check_in_offers_three_snoozes_and_the_way_out() -> None:
    assert labels(check_in_overdue(check_in(SMALLEST))) == [
        "Update now",
        "Snooze 15 min",
        "Snooze 30 min",
        "Snooze 1 h",
        "Hand over",
    ]


def test_the_buttons_of_a_check_in_name_what_they_act_on() -> None:
    row = check_in_overdue(check_in(SMALLEST)).as_payload()["blocks"][1]["elements"]

    assert [(each["action_id"], each["value"]) for each in row] == [
        ("update", "12"),
        ("snooze_15", "3"),
        ("snooze_30", "3"),
        ("snooze_60", "3"),
        ("hand_over", "3"),
    ]


def test_a_settled_check_in_has_no_buttons_and_says_who() -> None:
    settled = check_in_overdue(check_in(FULLEST, settled_at=AT, settled_by_id=ANA))

    assert labels(settled) == []
    assert f"with an update by <@{ANA}>" in settled.text


def test_an_answered_offer_has_no_buttons() -> None:
    assert labels(hand_off_offer(hand_off(FULLEST))) == ["Accept", "Decline"]
    assert labels(hand_off_offer(hand_off(FULLEST, accepted=True))) == []


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


def test_expected_and_published_ask_first() -> None:
    expected = triage_card(alert(SMALLEST)).as_payload()["blocks"][-1]["elements"][3]
    publish = review_card(review(SMALLEST)).as_payload()["blocks"][-1]["elements"][1]

    assert "confirm" in expected
    assert "confirm" in publish


def test_a_published_review_is_chased_no_more() -> None:
    assert labels(review_card(review(FULLEST, published_at=AT, published_by_id=ANA))) == []


def test_open_review_opens_the_file_where_there_is_one() -> None:
    with_file, without = (
        review_card(review(SMALLEST, file_link=link)).as_payload()["blocks"][-1]["elements"][0]
        for link in (LINK, None)
    )

    assert with_file["url"] == LINK
    assert "url" not in without
    assert with_file["value"] == without["value"] == "9"


def test_empty_lists_say_what_to_do_next() -> None:
    assert "/incident declare" in open_list(()).text
    assert "/incident list" in mine_list(()).text


def test_a_list_that_does_not_fit_says_how_many_more() -> None:
    assert "and 75 more" in open_list([incident(SMALLEST)] * 20, total=90).text


def test_a_timeline_that_does_not_fit_shows_the_latest_and_says_how_many_there_are() -> None:
    many = entries(FULLEST, 60)
    shown = timeline(incident(SMALLEST), many, total=60)

    assert "the latest 25 of 60 entries" in shown.text
    assert str(int((AT + timedelta(minutes=59)).timestamp())) in shown.text
    assert labels(shown) == ["Export as file", "Correct an entry"]


def test_an_empty_timeline_says_how_to_begin_one() -> None:
    assert "/incident note" in timeline(incident(SMALLEST), ()).text


def test_a_refusal_names_people_and_sets_off_what_to_type() -> None:
    error = NothingToChange(f"INC-12 was already acknowledged by <@{BEN}>.", "Try `/incident list`.")
    elements = refusal(error).as_payload()["blocks"][0]["elements"][0]["elements"]

    assert {"type": "user", "user_id": BEN} in elements
    assert any(each.get("style") == {"code": True} and each["text"] == "/incident list" for each in elements)


def test_a_refusal_quotes_hostile_input_as_text() -> None:
    said = refusal(UnknownWord("stage", "<!channel>", ["triage"], None)).text

    assert "<!channel>" not in said
    assert "&lt;!channel&gt;" in said


def test_a_brief_says_what_the_role_asks() -> None:
    said = brief(incident(FULLEST), Role.SCRIBE, given_by_id=ANA).text

    assert "You are scribe of" in said
    assert "You keep the ledger" in said


def test_a_healthy_doctor_says_so() -> None:
    assert "Nothing is stuck" in doctor(DoctorView()).text


def test_advance_proposes_the_next_stage_and_never_offers_to_close() -> None:
    view = advance_form(incident(SMALLEST, stage=Stage.CONTAINMENT))
    choices = view["blocks"][1]["element"]

    assert choices["initial_option"]["value"] == "analysis"
    assert [each["value"] for each in choices["options"]] == [
        "triage",
        "analysis",
        "remediation",
        "verification",
    ]


def test_after_verification_nothing_is_preselected() -> None:
    view = advance_form(incident(SMALLEST, stage=Stage.VERIFICATION))

    assert "initial_option" not in view["blocks"][1]["element"]
    assert "Next is Close" in str(view["blocks"][0])


@pytest.mark.parametrize("default", ["1h", "3d", "1wd", None])
def test_the_next_update_is_preselected_from_the_severity(default: str | None) -> None:
    span: Span | None = parse_span(default) if default else None
    menu = update_form(incident(SMALLEST), span)["blocks"][2]["element"]

    assert menu["initial_option"]["value"] == (default or NO_NEXT)


def test_home_shows_each_incident_once() -> None:
    mine = incident(SMALLEST, id=1, overdue=True)
    late, other = incident(SMALLEST, id=2, overdue=True), incident(SMALLEST, id=3)
    shown = str(home(HomeView(mine=(mine,), overdue=(mine, late), open=(mine, late, other))))

    assert [shown.count(each.ref) for each in (mine, late, other)] == [1, 1, 1]
    assert shown.index("Yours (1)") < shown.index("Update overdue (1)") < shown.index("Also open, SEV2 (1)")


def test_an_incident_whose_channel_is_gone_can_be_closed_from_the_notice() -> None:
    assert labels(trouble_notice(incident(SMALLEST), Trouble.DELETED)) == ["Close"]
    assert labels(trouble_notice(incident(SMALLEST), Trouble.RENAMED)) == []


def test_an_alert_whose_title_names_its_asset_does_not_name_it_twice() -> None:
    assert (
        triage_card(alert(SMALLEST, title="raw.orders is late", asset="raw.orders")).text.count("orders") == 1
    )


def test_the_definition_of_a_severity_ends_before_its_updates_begin() -> None:
    form = declare_form(severities(FULLEST))

    assert "are missing. Updates every 30 minutes." in str(form["blocks"][2])


def test_a_team_with_a_security_protocol_is_told_of_it_where_it_declares() -> None:
    told, untold = (
        str(declare_form(severities(FULLEST), security_protocol=address)["blocks"])
        for address in ("https://wiki.example.com/security", None)
    )

    assert "https://wiki.example.com/security" in told
    assert "security protocol" not in untold
