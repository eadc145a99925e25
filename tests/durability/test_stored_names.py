"""What a row of an older version calls its kind, or its text, is known to whoever takes it out."""

from typing import Final

from bot.outbox.deliveries.every import every_delivery
from bot.outbox.deliveries.say import ALERTS, BREACH, MOVES, READ_ANEW, TEXTS
from bot.outbox.deliveries.tell import OTHERS

#: The names as rows bear them. A new one may be added; one that goes needs a migration of the rows that wait.
KINDS: Final = """
    answer_declarer answer_thread call_by_slack carry_thread chase_notice chase_review
    confirm_subscription delete_file edit_announcement edit_board edit_call edit_card edit_cause_offer
    edit_change edit_check_in edit_impact edit_in_thread edit_notice edit_review edit_runbook
    edit_sign_offs edit_summons edit_suspicion edit_time_box edit_triage_card empty_channel
    empty_message end_notice invite_people leave_channel open_channel pin_board pin_card place_call
    post_announcement post_board post_card post_cause_offer post_change post_closing post_impact
    post_impact_file post_in_thread post_notice post_overdue post_picture post_reminder post_review
    post_review_file post_runbook post_shift post_sign_offs post_summons post_suspicion post_time_box
    post_timeline post_triage_card publish_home rename_channel reply_suspicion say send_asset_picture
    set_topic settle_call tell tell_backfill tell_of_silence withdraw_announcement withdraw_line
    write_register
"""

#: `what` a message in the incident's channel says.
SAID: Final = """
    alert_attached alert_detached alert_flaps alert_recovered alert_still_fires all_signed
    backfill_nobodys box_extended call_failed call_linked change_chase closed contained declared_past
    escalation_exhausted fails_further_up gate_overridden hold_asked hold_due interim interim_over
    left_behind level_empty merge_undone merged_away merged_here moved_private nobody_on_call paused
    reopened resumed role_given role_released role_vacated session_called_off session_planned
    session_soon severity split_away split_here split_undone stage trouble trouble_over update vendor
    window window_withdrawn
"""

#: `what` a direct message says.
TOLD: Final = """
    alert_recovered handed_over handoff_declined handoff_offer hold hold_given override_ended
    override_made review_stuck shift suspicion_answered suspicion_asked suspicion_declared
    suspicion_looked_at suspicion_waits
"""


def test_the_kinds_that_rows_bear_are_delivered() -> None:
    assert set(KINDS.split()) <= set(every_delivery())


def test_the_texts_that_rows_bear_are_said_and_told() -> None:
    assert set(SAID.split()) <= {*TEXTS, *ALERTS, *MOVES, *BREACH, *READ_ANEW}
    assert set(TOLD.split()) <= set(OTHERS)
