"""Bring an incident into the world, or correct what it is called: what opens the forms for it."""

from typing import Any, Final

from bot.blocks.incidents import declare_form
from bot.desk import Desk
from handlers.answer import Answer, Open
from handlers.here import allow, incident_here
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, severities, show

FLAGS: Final = frozenset({"--past", "--drill", "--private"})


async def declare(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`declare [title]`, `declare --past [title]`, `declare --drill [title]`."""
    await allow(desk, incoming)
    words = [_flag(word) or word for word in rest.split()]
    title = " ".join(word for word in words if word not in FLAGS)
    defaults = declare_form.DeclareDefaults(
        title=title, is_drill="--drill" in words, is_private="--private" in words
    )
    form = show_declare_past if "--past" in words else show_declare
    return form(desk, defaults, response_url=incoming.response_url)


def _flag(word: str) -> str | None:
    """One of the flags, also as phones and Macs rewrite it: they make one long dash of two short ones."""
    meant = f"--{word.lower().lstrip('-–—')}"
    return meant if word[0] in "-–—" and meant in FLAGS else None


async def edit(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`edit`: title, domain, symptom, asset."""
    return await show(desk, "edit", await incident_here(desk, incoming, "edit"))


async def press_declare(desk: Desk, incoming: Incoming) -> Answer:
    """The Declare button of the overview and of App Home."""
    await allow(desk, incoming)
    return show_declare(desk, declare_form.DeclareDefaults(), response_url=incoming.response_url)


def show_declare(desk: Desk, defaults: declare_form.DeclareDefaults, **kept: Any) -> Open:
    """The declare form; `kept` comes back with the submission."""
    view = declare_form.declare_form(
        severities(desk),
        desk.playbook.domains,
        defaults,
        security_protocol=desk.playbook.security_protocol,
        private_metadata=keep(**kept),
    )
    return Open(view)


def show_declare_past(desk: Desk, defaults: declare_form.DeclareDefaults, **kept: Any) -> Open:
    """The form for what is already over."""
    view = declare_form.declare_past_form(
        severities(desk), desk.playbook.domains, defaults, private_metadata=keep(**kept)
    )
    return Open(view)


VERBS: Final[Verbs] = {
    "declare": declare,
    "new": declare,
    "edit": edit,
}

PRESSES: Final[Listeners] = {"declare": press_declare}
