"""`/incident config test-alert`: how an alert is read and what it would do, without doing it."""

from typing import Any, Final

from bot.alerts.linked_message import linked_message, place_in
from bot.alerts.reading.read_text import NoJson, body_in
from bot.alerts.show_trial import view_of
from bot.alerts.try_alerts import try_alerts
from bot.blocks.alerts.try_form import try_form
from bot.desk import Desk
from handlers.answer import Answer, Open, Redraw
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.words import first_word, nearest
from models.errors import FieldRefused, NotFound, UnknownWord

SETTINGS: Final = ("test-alert",)


async def config(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`config test-alert`: a form for an alert's JSON, or the link to a message."""
    await allow(desk, incoming)
    word, _ = first_word(rest)
    if word.lower().replace("_", "-") not in {"", *SETTINGS}:
        raise UnknownWord("part of `/incident config`", word, SETTINGS, nearest(word, SETTINGS))
    return Open(try_form())


async def try_alert(desk: Desk, incoming: Incoming) -> Answer:
    """What the form holds is read and decided; the form becomes the answer. Nothing is stored."""
    await allow(desk, incoming)
    body = await _body(desk, incoming.fields.get("payload", ""))
    source = incoming.fields.get("source")
    trial = try_alerts(
        body,
        desk.playbook,
        desk.clock(),
        source=source,
        find_channel=lambda name: desk.directory.channel(name) or name,
    )
    return Redraw(view_of(trial))


async def _body(desk: Desk, written: str) -> Any:
    place = place_in(written)
    try:
        return await linked_message(desk, *place) if place else body_in(written)
    except NotFound as gone:
        raise FieldRefused("payload", gone.what, gone.remedy) from gone
    except NoJson as error:
        raise FieldRefused(
            "payload", f"That is no JSON: {error}.", "Paste it as the tool sent it."
        ) from error


VERBS: Final[Verbs] = {"config": config}

FORMS: Final[Listeners] = {"test_alert": try_alert}
