"""Checks, by command, button and form: what was looked at, and what was seen."""

from collections.abc import Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.verification.checks import FAILED, HOLDS, verify_form
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.verification.read_proven import read_proven
from bot.verification.record_check import record_check
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.ledger.entry_fields import address_in, count_in
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, require_open
from handlers.words import first_word, nearest
from models.errors import FieldRefused, UnknownWord
from models.verification import LAYERS, Check
from models.vocabulary import Stage, label

#: What people type for how it looks.
_RESULTS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("ok", "okay", "right", "fine", "passed", "holds"), True),
    **dict.fromkeys(("failed", "fails", "wrong", "bad"), False),
}


async def verify(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`verify storage ok 12,040 rows as on Tuesday`, `verify failed …`; a form opens for what is missing."""
    incident_id = await incident_here(desk, incoming, "verify")
    check, words = _check_in(rest)
    result, seen = first_word(words)
    holds = _RESULTS.get(result.lower().rstrip(":,"))
    if holds is None and words:
        raise UnknownWord(
            "layer or result", result, [*LAYERS, "ok", "failed"], nearest(result, [*LAYERS, *_RESULTS])
        )
    if holds is None or not seen:
        return await _show_verify(desk, incident_id, check, holds=holds is not False)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await record_check(
            uow, incident_id, check or Check.ALL_DATA, seen, holds=holds, by_id=incoming.user_id
        )
    return Say(note(line(await _what_is_open(desk, incident_id))))


async def press_verify(desk: Desk, incoming: Incoming) -> Answer:
    """Add a check; also what a gate that waits for one offers."""
    await allow(desk, incoming, incoming.number)
    return await _show_verify(desk, incoming.number)


async def sent_check(desk: Desk, incoming: Incoming) -> Answer:
    """What was looked at, and what was seen."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    evidence = {
        "baseline": fields.get("baseline"),
        "link": address_in("link", fields.get("link")),
        "query": fields.get("query"),
        "count": count_in(fields.get("count")),
    }
    async with desk.store.unit(incoming.inbox_id) as uow:
        await record_check(
            uow,
            incident_id,
            _known_check(fields.get("check")),
            fields.get("seen", ""),
            holds=fields.get("result", HOLDS) != FAILED,
            by_id=incoming.user_id,
            evidence=evidence,
        )
    return Done()


async def _show_verify(
    desk: Desk, incident_id: int, check: Check | None = None, *, holds: bool = True
) -> Answer:
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        proven = await read_proven(session, incident_id)
    require_open(view)
    waits = next((each for each in proven.open_checks if each is not Check.ALERTS), None)
    kept = keep(incident=incident_id)
    goes_back = view.stage is Stage.VERIFICATION
    return Open(verify_form(view, check or waits, holds=holds, goes_back=goes_back, private_metadata=kept))


async def _what_is_open(desk: Desk, incident_id: int) -> str:
    async with desk.store.reading() as session:
        proven = await read_proven(session, incident_id)
    if not proven.open_checks:
        return "Recorded; no check is open."
    return f"Recorded; still open: {', '.join(label(each) for each in proven.open_checks)}."


def _check_in(text: str) -> tuple[Check | None, str]:
    """The layer that stands first, and the rest."""
    word, rest = first_word(text)
    plain = word.lower().rstrip(":,")
    return (Check(plain), rest) if plain in {*LAYERS, Check.ALERTS} else (None, text)


def _known_check(value: object) -> Check:
    try:
        return Check(str(value))
    except ValueError:
        raise FieldRefused("check", "It does not say what was looked at.", "Choose a layer.") from None


VERBS: Final[Verbs] = {
    "verify": verify,
}

FORMS: Final[Listeners] = {
    "verify": sent_check,
}

PRESSES: Final[Listeners] = {
    "verify": press_verify,
}
