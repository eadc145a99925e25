"""The forms that give a role to someone: assign it, or hand off one's own."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.duties import ROLE_MEANS
from bot.blocks.incident_lines import capital, held_roles
from bot.blocks.inputs import person_input, select_input, text_input
from bot.blocks.kit import modal, rich
from bot.blocks.views import IncidentView
from models.vocabulary import Role, label


def assign_role_form(
    view: IncidentView,
    *,
    role: Role | None = None,
    user_id: str | None = None,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form that assigns a role, the first free one preselected."""
    free = (each for each in Role if view.holder(each) is None)
    chosen = role or next(free, Role.COMMANDER)
    blocks = [
        rich(held_roles(view)),
        _role_input(tuple(Role), chosen),
        person_input("user", "Who", initial=user_id),
    ]
    return modal(
        callback_id="assign_role",
        title=f"Roles of {view.ref}",
        submit="Assign",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def hand_off_form(
    view: IncidentView,
    roles: Sequence[Role],
    *,
    to_id: str | None = None,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form that offers a role to someone else; `roles` are those that may be handed off."""
    offered = tuple(roles) or tuple(Role)
    placeholder = "Where it stands, what is next, what to watch"
    blocks = [
        _role_input(offered, offered[0]),
        person_input("to", "To", initial=to_id, hint="The role is yours until they accept."),
        text_input("note", "Note", multiline=True, optional=True, max_length=1_500, placeholder=placeholder),
    ]
    return modal(
        callback_id="hand_off",
        title=f"Hand off {view.ref}",
        submit="Offer",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _role_input(roles: Sequence[Role], chosen: Role) -> Block:
    words = {role.value: capital(label(role)) for role in roles}
    about = {role.value: ROLE_MEANS[role] for role in roles}
    return select_input("role", "Role", words, initial=chosen.value, about=about)
