"""Sign-offs, by command, button and form: that the data is right again, or that it is not."""

import re
from collections.abc import Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.verification.sign_offs import BACK, refuse_form
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.verification.asset_stewards import asset_stewards
from bot.verification.sign_off import refuse_sign_off, sign_off
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, require_open
from handlers.words import first_word
from models.incident import Incident
from models.verification import SignsAs
from models.vocabulary import Role, label

#: What people type for a role that signs.
_ROLES: Final[Mapping[str, Role]] = {
    "business": Role.BUSINESS_STEWARD,
    "business_steward": Role.BUSINESS_STEWARD,
    "technical": Role.TECHNICAL_STEWARD,
    "technical_steward": Role.TECHNICAL_STEWARD,
}
_BECAUSE: Final = re.compile(r"(?:because|:)\s*", re.IGNORECASE)


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


async def press_signoff(desk: Desk, incoming: Incoming) -> Answer:
    """It is right, says whoever answers for it."""
    await allow(desk, incoming, incoming.number)
    await _sign(desk, incoming, incoming.number)
    return Done()


async def press_refuse(desk: Desk, incoming: Incoming) -> Answer:
    """It is not right: the form asks why."""
    await allow(desk, incoming, incoming.number)
    return await _show_refuse(desk, incoming.number)


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


async def _show_refuse(desk: Desk, incident_id: int, role: Role | None = None) -> Answer:
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    require_open(view)
    return Open(refuse_form(view, role, private_metadata=keep(incident=incident_id)))


async def _stewards(desk: Desk, incident_id: int) -> Mapping[Role, str]:
    async with desk.store.reading() as session:
        return await asset_stewards(desk, session, await session.get_one(Incident, incident_id))


VERBS: Final[Verbs] = {"signoff": signoff}

FORMS: Final[Listeners] = {"refuse_sign_off": sent_refusal}

PRESSES: Final[Listeners] = {
    "signoff": press_signoff,
    "refuse_sign_off": press_refuse,
}
