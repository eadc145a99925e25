"""What Slack's error codes mean for us. Source: docs.slack.dev, each method's page and its common errors."""

from typing import Final

#: The thing is already as we want it: the step is done.
ALREADY_SO: Final = frozenset(
    {
        "already_in_channel",
        "already_pinned",
        "already_reacted",
        "already_archived",
        "cant_invite_self",
        "no_reaction",
        "no_pin",
        "not_pinned",
    }
)

#: Nothing was done; trying again later may help.
PASSING: Final = frozenset(
    {
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "org_login_required",
        "accesslimited",
        "ratelimited",
        "rate_limited",
        "too_many_requests",
    }
)

#: "Some aspect of the operation may have succeeded": to be looked up before it is sent again.
UNSURE: Final = frozenset({"internal_error", "fatal_error"})

#: The token or the app is at fault, not the call: the queue waits, keeping its rows, until it is mended.
OUR_ACCESS: Final = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "team_access_not_granted",
    }
)

#: The channel or message is no longer there for us.
GONE: Final = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "thread_not_found",
        "posting_to_channel_denied",  # a file, where a message would be told is_archived
    }
)

#: Someone to whom no direct message can be sent.
UNREACHABLE: Final = frozenset(
    {"channel_not_found", "user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled"}
)
