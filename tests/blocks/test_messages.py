"""Settled messages lose their buttons and say who settled them; empty lists say what to do next."""

from datetime import timedelta

import pytest

from bot.blocks.alerts.triage_card import triage_card
from bot.blocks.front.doctor import doctor
from bot.blocks.front.home import home
from bot.blocks.front.lists import mine_list, open_list
from bot.blocks.front.refusal import refusal
from bot.blocks.incidents.brief import brief
from bot.blocks.incidents.declare_form import declare_form
from bot.blocks.incidents.hand_off import hand_off_offer
from bot.blocks.incidents.trouble import Trouble, trouble_notice
from bot.blocks.ledger.timeline import timeline
from bot.blocks.review_card import review_card
from bot.blocks.stages.advance_form import advance_form
from bot.blocks.updates.check_in import check_in_overdue
from bot.blocks.updates.update_form import NO_NEXT, update_form
from bot.blocks.views import DoctorView, HomeView
from models.durations import Span, parse_span
from models.errors import NothingToChange, UnknownWord
from models.vocabulary import Role, Stage
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    EXTREMES,
    LINK,
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
