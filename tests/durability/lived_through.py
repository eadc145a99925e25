"""On which road each kind of item is lived through, with kills and faults in its calls; or why on none."""

from collections.abc import Mapping
from typing import Final

#: The response, with the program killed in any call (`response.py`).
RESPONSE: Final = frozenset(
    (
        *("answer_declarer", "call_by_slack", "edit_announcement", "edit_call", "edit_card"),
        *("edit_change", "edit_check_in", "edit_in_thread"),
        *("edit_notice", "edit_runbook", "edit_sign_offs", "edit_summons", "edit_time_box", "end_notice"),
        *("invite_people", "open_channel", "pin_card", "post_announcement", "post_card", "post_change"),
        *("post_closing", "post_impact", "post_in_thread"),
        *("post_notice", "post_overdue", "post_picture", "post_reminder", "post_runbook", "post_shift"),
        *("post_sign_offs", "post_summons", "post_time_box", "post_timeline", "rename_channel", "say"),
        *("send_asset_picture", "set_topic", "tell", "tell_backfill", "withdraw_line", "write_register"),
    )
)

#: What leaves a channel without a trace, killed in any call, too.
BREACH: Final = frozenset({"empty_message", "empty_channel", "leave_channel"})

#: The main road, with a kill and every fault in each of its calls (`steps.py`).
MAIN_ROAD: Final = frozenset({"answer_thread", "post_review_file", "post_review"})

#: Calls by other ways than Slack (`test_calls_killed.py`), and alerts in a storm (`hail.py`).
CALLS: Final = frozenset({"place_call", "settle_call"})
STORM: Final = frozenset({"post_triage_card", "edit_triage_card"})

#: What is on no road, and why what is tried of others holds for it.
LIKE_OTHERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("chase_notice", "chase_review", "post_cause_offer", "post_suspicion", "reply_suspicion"),
        "a message like every other: a `Post` is looked up by its mark, whatever it says",
    ),
    "tell_of_silence": "the same, and nothing hangs on it",
    **dict.fromkeys(
        ("edit_cause_offer", "edit_impact", "edit_review", "edit_suspicion"),
        "an edit like every other: done twice it shows the same",
    ),
    **dict.fromkeys(("post_board", "edit_board", "pin_board"), "a card like that of an incident"),
    "post_impact_file": "a file like that of the timeline",
    **dict.fromkeys(
        ("carry_thread", "confirm_subscription", "delete_file", "publish_home", "withdraw_announcement"),
        "harmless twice: read again, shown again, or found to be gone, which is as good",
    ),
}
