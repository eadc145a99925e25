"""Error codes in words, for people."""

from typing import Final

_SENTENCES: Final = {
    "operation_timeout": "The app did not answer within three seconds.",
    "dispatch_failed": "The app is not connected, or its address could not be reached.",
    "dispatch_unknown_error": "The app answered with an error.",
    "interactivity_disabled": "The app's manifest switches interactivity off.",
    "unknown_command": "No app here has this command.",
    "unknown_shortcut": "No app here has this shortcut.",
    "unknown_action": "The sandbox does not know this action.",
    "invalid_input": "This element cannot take that.",
    "element_not_found": "This button or field is no longer there.",
    "invalid_options": "The app answered with options that Slack would not show.",
    "invalid_errors": "The app answered with errors for fields that the form does not have.",
    "invalid_view": "The app answered with a view that Slack would not show.",
    "invalid_response_action": "The app answered with a response_action that Slack does not know.",
    "invalid_blocks": "The app answered with blocks that Slack would refuse.",
    "not_in_channel": "You are not in this channel.",
    "channel_not_found": "There is no such channel, or you may not see it.",
    "message_not_found": "This message is no longer there.",
    "is_archived": "The channel is archived.",
    "name_taken": "A channel with this name exists already, perhaps archived.",
    "not_found": "This window is no longer open.",
    "user_not_found": "There is no such person.",
    "not_authorized": "You may not do that.",
    "cant_update_message": "Only its author can edit a message.",
    "cant_delete_message": "Only its author can delete a message.",
    "already_reacted": "You have reacted with this already.",
    "already_pinned": "This message is pinned already.",
    "no_text": "There is nothing to say.",
}


def sentence(code: str) -> str:
    """Say what went wrong."""
    return _SENTENCES.get(code) or f"Slack would refuse this: {code}."
