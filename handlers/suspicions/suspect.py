"""`/incident suspect`, also from a message's menu, and what the team presses on it."""

from typing import Final

from bot.blocks.incidents.declare_form import DeclareDefaults
from bot.blocks.kit import note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import channel_link, line
from bot.blocks.suspicions.suspicion_forms import answer_form, suspect_form
from bot.desk import Desk
from bot.slack.message_text import words_of
from bot.suspicions.answer import answer as answer_suspicion
from bot.suspicions.ask import LONGEST
from bot.suspicions.ask import suspect as ask_suspicion
from bot.suspicions.look_into import look_into
from bot.suspicions.show_suspicion import suspicion_view
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_of_channel
from handlers.incidents.declare import show_declare
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from handlers.message_address import address_of
from handlers.show_forms import keep
from models.errors import NotAllowed, NotFound, NothingToChange
from models.incident import Incident

#: How much of the words becomes the title of what is declared.
TITLE: Final = 100


async def suspect(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`suspect what looks wrong` asks at once; alone it opens the form. Guests may, too."""
    channel_id = _channel(desk)
    await _require_not_private(desk, incoming)
    if not rest:
        return Open(suspect_form(channel_id))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await ask_suspicion(uow, rest, by_id=incoming.user_id, channel_id=channel_id)
    return Say(note(line("Asked in ", channel_link(channel_id), ". You hear by direct message what it is.")))


async def suspect_message(desk: Desk, incoming: Incoming) -> Answer:
    """From a message: its words are offered, to be read over before they are asked elsewhere."""
    channel_id = _channel(desk)
    await _require_not_private(desk, incoming)
    words = clip(words_of(incoming.message, desk.directory), LONGEST)
    link = await address_of(desk, incoming.channel_id, str(incoming.message["ts"]))
    return Open(suspect_form(channel_id, words, private_metadata=keep(link=link)))


async def sent_suspicion(desk: Desk, incoming: Incoming) -> Answer:
    """The form: one form asks once."""
    async with desk.store.unit(incoming.inbox_id) as uow:
        await uow.once(f"suspected:{incoming.view_id}")
        await ask_suspicion(
            uow,
            incoming.fields.get("words", ""),
            by_id=incoming.user_id,
            channel_id=_channel(desk),
            about_link=incoming.kept.get("link"),
        )
    return Done()


async def look(desk: Desk, incoming: Incoming) -> Answer:
    """I'm looking."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await look_into(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def show_answer(desk: Desk, incoming: Incoming) -> Answer:
    """The form of an answer."""
    await allow(desk, incoming)
    async with desk.store.reading() as session:
        view = await suspicion_view(session, incoming.number)
    return Open(answer_form(view, private_metadata=keep(suspicion=view.id)))


async def sent_answer(desk: Desk, incoming: Incoming) -> Answer:
    """What it is."""
    await allow(desk, incoming)
    suspicion_id = number_in(incoming.kept.get("suspicion"))
    async with desk.store.unit(incoming.inbox_id) as uow:
        words = incoming.fields.get("answer", "")
        await answer_suspicion(uow, suspicion_id, words, by_id=incoming.user_id)
    return Done()


async def declare(desk: Desk, incoming: Incoming) -> Answer:
    """The declare form, with what was asked as its title; the rest of the history follows by itself."""
    await allow(desk, incoming)
    async with desk.store.reading() as session:
        view = await suspicion_view(session, incoming.number)
    if view.state in {"answered", "declared"}:
        raise NothingToChange("This is settled already.", "Declare what is wrong: `/incident declare`.")
    title = clip(one_line(view.words), TITLE)
    return show_declare(desk, DeclareDefaults(title=title), suspicion=view.id)


def _channel(desk: Desk) -> str:
    """Where the team reads: where alerts by webhook are shown, else the first watched channel."""
    wanted = [each for each in (desk.playbook.alerts.post_to, *desk.playbook.watch) if each]
    for name in wanted:
        if (channel_id := desk.directory.channel(name)) is not None:
            return channel_id
    raise NotFound("I know of no channel where the team reads.", "Ask someone of the team.")


async def _require_not_private(desk: Desk, incoming: Incoming) -> None:
    """What is said among the few stays there."""
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is None:
        return
    async with desk.store.reading() as session:
        incident = await session.get_one(Incident, incident_id)
    if incident.is_private:
        raise NotAllowed(
            "This channel is private, and the question would be asked in public.",
            "Ask here, or from another channel.",
        )


VERBS: Final[Verbs] = {"suspect": suspect}

PRESSES: Final[Listeners] = {
    "suspicion_look": look,
    "suspicion_answer": show_answer,
    "suspicion_declare": declare,
}

FORMS: Final[Listeners] = {
    "suspect": sent_suspicion,
    "suspicion_answer": sent_answer,
}

SHORTCUTS: Final[Listeners] = {
    "suspect_message": suspect_message,
}
