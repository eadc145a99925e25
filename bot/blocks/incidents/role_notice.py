"""One short line in the channel when a role changes hands, or is left empty."""

from collections.abc import Sequence

from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Role, label


def role_assigned(
    view: IncidentView, role: Role, user_id: str, *, by_id: str | None = None, relieved_id: str | None = None
) -> Message:
    """Say who holds the role now."""
    by: Line = (", given by ", person(by_id)) if by_id and by_id != user_id else ()
    after: Line = (", after ", person(relieved_id)) if relieved_id and relieved_id != by_id else ()
    return note(line(person(user_id), " is ", strong(label(role)), f" of {view.ref}", *by, *after, "."))


def role_released(view: IncidentView, role: Role, user_id: str, *, by_id: str | None = None) -> Message:
    """Say that nobody holds the role any more."""
    by: Line = (", by ", person(by_id)) if by_id and by_id != user_id else ()
    told = line(person(user_id), " is no longer ", strong(label(role)), *by, ".")
    return _vacant(view, (role,), told)


def left_notice(view: IncidentView, user_id: str, roles: Sequence[Role], *, why: str = "left") -> Message:
    """Say that someone is gone (`why`: "left the channel"), and which roles are empty now."""
    empty = ", ".join(label(role) for role in roles)
    told = line(person(user_id), f" {clip(one_line(why), 200)}. ", strong(f"Nobody is {empty} now."))
    return _vacant(view, roles, told if roles else line(person(user_id), f" {clip(one_line(why), 200)}."))


def _vacant(view: IncidentView, roles: Sequence[Role], told: Line) -> Message:
    blocks = [rich(told)]
    if Role.COMMANDER in roles and view.is_open and view.commander_id is None:
        blocks.append(actions(button("Take command", "take_command", view.id)))
    elif roles and view.is_open:
        told = line(*told, f" Fill it with /incident role {roles[0].value} @someone.")
        blocks = [rich(told)]
    return message(blocks, told)
