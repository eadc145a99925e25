"""What the app answers to an interaction, in an ack or by response_url, and its effect on the workspace."""

from collections.abc import Mapping
from typing import Any

from sandbox.blockkit import check_message
from sandbox.errors import SlackError
from sandbox.interactions.response_urls import Place
from sandbox.workspace import Bot, Draft, Workspace
from sandbox.workspace.messages import Edit

Answer = Mapping[str, Any]


def apply_answer(workspace: Workspace, app: Bot, place: Place, answer: Answer) -> None:
    """Do what an answer asks for: delete, replace, or say something, by default to one person only."""
    if answer.get("delete_original"):
        _delete(workspace, app, place)
    elif answer.get("replace_original") and place.message_ts:
        _replace(workspace, app, place, _draft(answer))
    else:
        _say(workspace, app, place, answer)


def says_something(answer: Any) -> bool:
    """Say whether an ack's payload is a message at all."""
    return isinstance(answer, Mapping) and any(answer.get(key) for key in ("text", "blocks", "attachments"))


def _draft(answer: Answer) -> Draft:
    if not says_something(answer):
        raise SlackError("no_text")
    blocks, attachments = answer.get("blocks"), answer.get("attachments")
    check_message(blocks, attachments)
    return Draft(
        text=str(answer.get("text") or ""),
        blocks=list(blocks) if blocks else None,
        attachments=list(attachments) if attachments else None,
        thread_ts=_thread_of(answer),
        metadata=answer.get("metadata"),
    )


def _thread_of(answer: Answer) -> str | None:
    thread_ts = answer.get("thread_ts") or None
    if thread_ts is not None and not isinstance(thread_ts, str):
        raise SlackError("invalid_thread_ts")
    return thread_ts


def _say(workspace: Workspace, app: Bot, place: Place, answer: Answer) -> None:
    draft = _draft(answer)
    visible = answer.get("response_type") == "in_channel"
    if visible:
        message = workspace.messages.post(app.user_id, place.channel_id, draft, outsider=True)
    else:
        message = workspace.ephemerals.post(
            app.user_id, place.channel_id, place.user_id, draft, anywhere=True
        )
    if place.message_ts is None:
        place.message_ts, place.ephemeral = message.ts, not visible


def _replace(workspace: Workspace, app: Bot, place: Place, draft: Draft) -> None:
    ts = place.message_ts or ""
    if place.ephemeral:
        if workspace.ephemerals.replace(place.user_id, place.channel_id, ts, draft) is None:
            raise SlackError("message_not_found")
        return
    edit = Edit(draft.text, draft.blocks or [], draft.attachments or [], draft.metadata)
    workspace.messages.update(app.user_id, place.channel_id, ts, edit)


def _delete(workspace: Workspace, app: Bot, place: Place) -> None:
    ts = place.message_ts or ""
    if not place.ephemeral:
        workspace.messages.delete(app.user_id, place.channel_id, ts)
    elif not workspace.ephemerals.drop(place.user_id, place.channel_id, ts):
        raise SlackError("message_not_found")
