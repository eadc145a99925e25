"""Proof that the data is right again: checks and sign-offs, by command, button and form."""

import re
from collections.abc import Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.verification.checks import FAILED, HOLDS, verify_form
from bot.blocks.verification.sign_offs import BACK, refuse_form
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.verification.asset_stewards import asset_stewards
from bot.verification.read_proven import read_proven
from bot.verification.record_check import record_check
from bot.verification.sign_off import refuse_sign_off, sign_off
from handlers.answer import Answer, Done, Open, Say
from handlers.entry_fields import address_in, count_in
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, require_open
from handlers.words import first_word, nearest
from models.errors import FieldRefused, UnknownWord
from models.incident import Incident
from models.verification import LAYERS, Check, SignsAs
from models.vocabulary import Role, Stage, label

#: What people type for how it looks.
_RESULTS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("ok", "okay", "right", "fine", "passed", "holds"), True),
    **dict.fromkeys(("failed", "fails", "wrong", "bad"), False),
}

#: What people type for a role that signs.
_ROLES: Final[Mapping[str, Role]] = {
    "business": Role.BUSINESS_STEWARD,
    "business_steward": Role.BUSINESS_STEWARD,
    "technical": Role.TECHNICAL_STEWARD,
    "technical_steward": Role.TECHNICAL_STEWARD,
}

_BECAUSE: Final = re.compile(r"(?:because|:)\s*", re.IGNORECASE)


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


async def signoff(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`signoff [business|technical]`, `signoff no because …`; a refusal without a reason opens the form."""
    incident_id = await incident_here(desk, incoming, "signoff")
    word, words = first_word(rest)
    role = _ROLES.get(word.lower())
    if role is not None:
        word, words = first_word(words)
    if word.lower().rstrip(",:") in {"no", "refuse", "refused"}:
        return await _refuse(desk, incoming, incident_id, _BECAUSE.sub("", words, count=1), role)
    said = f"{word} {words}".strip()
    return Say(note(line(await _sign(desk, incoming, incident_id, role, said))))


async def press_verify(desk: Desk, incoming: Incoming) -> Answer:
    """Add a check; also what a gate that waits for one offers."""
    await allow(desk, incoming, incoming.number)
    return await _show_verify(desk, incoming.number)


async def press_signoff(desk: Desk, incoming: Incoming) -> Answer:
    """It is right, says whoever answers for it."""
    await allow(desk, incoming, incoming.number)
    await _sign(desk, incoming, incoming.number)
    return Done()


async def press_refuse(desk: Desk, incoming: Incoming) -> Answer:
    """It is not right: the form asks why."""
    await allow(desk, incoming, incoming.number)
    return await _show_refuse(desk, incoming.number)


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


async def sent_refusal(desk: Desk, incoming: Incoming) -> Answer:
    """Why not, and whether the work goes on."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    role = _ROLES.get(fields.get("role", ""))
    stewards = await _stewards(desk, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await refuse_sign_off(
            uow,
            incident_id,
            fields.get("why", ""),
            by_id=incoming.user_id,
            stewards=stewards,
            role=role,
            goes_back=fields.get("then") == BACK,
        )
    return Done()


async def _sign(
    desk: Desk, incoming: Incoming, incident_id: int, role: Role | None = None, words: str = ""
) -> str:
    stewards = await _stewards(desk, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        signed = await sign_off(
            uow, incident_id, by_id=incoming.user_id, stewards=stewards, role=role, words=words
        )
    named = " and ".join(label(each) for each in signed)
    stands = SignsAs.STAND_IN in signed.values()
    return f"You signed off {'in place of the' if stands else 'as'} {named}."


async def _refuse(desk: Desk, incoming: Incoming, incident_id: int, why: str, role: Role | None) -> Answer:
    if not why.strip():
        return await _show_refuse(desk, incident_id, role)
    stewards = await _stewards(desk, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await refuse_sign_off(uow, incident_id, why, by_id=incoming.user_id, stewards=stewards, role=role)
    return Say(note(line("It is in the ledger. `/incident stage remediation` takes the incident back.")))


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


async def _show_refuse(desk: Desk, incident_id: int, role: Role | None = None) -> Answer:
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    require_open(view)
    return Open(refuse_form(view, role, private_metadata=keep(incident=incident_id)))


async def _what_is_open(desk: Desk, incident_id: int) -> str:
    async with desk.store.reading() as session:
        proven = await read_proven(session, incident_id)
    if not proven.open_checks:
        return "Recorded; no check is open."
    return f"Recorded; still open: {', '.join(label(each) for each in proven.open_checks)}."


async def _stewards(desk: Desk, incident_id: int) -> Mapping[Role, str]:
    async with desk.store.reading() as session:
        return await asset_stewards(desk, session, await session.get_one(Incident, incident_id))


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
    "signoff": signoff,
}

FORMS: Final[Listeners] = {
    "verify": sent_check,
    "refuse_sign_off": sent_refusal,
}

PRESSES: Final[Listeners] = {
    "verify": press_verify,
    "signoff": press_signoff,
    "refuse_sign_off": press_refuse,
}
