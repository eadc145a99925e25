"""Sign off, or refuse to: who answers for the data says that it is right, or why it is not."""

from collections.abc import Mapping

from bot.incidents.find_roles import role_holders
from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from bot.verification.keep_asked import keep_asked
from bot.verification.read_proven import read_proven
from bot.verification.record_check import back_to_remediation
from bot.verification.redraw_sign_offs import show_sign_offs
from models.errors import FieldRefused, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.verification import SignsAs, signed_roles
from models.vocabulary import Role, Stage, label


async def sign_off(
    uow: UnitOfWork,
    incident_id: int,
    *,
    by_id: str,
    stewards: Mapping[Role, str],
    role: Role | None = None,
    words: str = "",
) -> dict[Role, SignsAs]:
    """Record it for all that is theirs to sign; `stewards` are the asset's, for roles that nobody holds.

    Raises NotAllowed, NothingToChange, AlreadyClosed, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    signing = await _signing(uow, incident, by_id, stewards, role)
    if incident.stage is not Stage.VERIFICATION:
        raise NothingToChange(
            f"{incident.ref} is in {incident.stage}; to sign off is to say that the data is right again.",
            "When it is said to be fixed: `/incident advance verification`, and then sign off.",
        )
    proven = await read_proven(uow.session, incident.id)
    given = {each for each, word in proven.words.items() if word.is_given}
    left = {each: how for each, how in signing.items() if each not in given}
    if not left:
        raise NothingToChange(
            f"It is signed off already by the {label(next(iter(signing)))}.", "Nothing more is needed."
        )
    for each, how in left.items():
        uow.record(
            incident.entry(
                EntryKind.SIGN_OFF_GIVEN, at=uow.now, by=by_id, text=words.strip(), role=each, signs_as=how
            )
        )
    await _show(uow, incident)
    if proven.missing_roles and not (await read_proven(uow.session, incident.id)).missing_roles:
        await say(uow, incident, "all_signed")
    return left


async def refuse_sign_off(
    uow: UnitOfWork,
    incident_id: int,
    why: str,
    *,
    by_id: str,
    stewards: Mapping[Role, str],
    role: Role | None = None,
    goes_back: bool = False,
) -> Incident:
    """Record why not; with `goes_back` the incident returns to remediation for that reason.

    Raises NotAllowed, FieldRefused, AlreadyClosed, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    signing = await _signing(uow, incident, by_id, stewards, role)
    why = why.strip()
    if not why:
        raise FieldRefused("why", "It does not say why.", "Say what is not right yet: `no because …`.")
    for each, how in signing.items():
        uow.record(
            incident.entry(
                EntryKind.SIGN_OFF_REFUSED, at=uow.now, by=by_id, text=why, role=each, signs_as=how
            )
        )
    await _show(uow, incident)
    if goes_back and incident.stage is Stage.VERIFICATION:
        named = " and ".join(label(each) for each in signing)
        await back_to_remediation(uow, incident, f"{named} did not sign off: {why}", by_id=by_id)
    return incident


async def _signing(
    uow: UnitOfWork, incident: Incident, by_id: str, stewards: Mapping[Role, str], role: Role | None
) -> dict[Role, SignsAs]:
    """What is theirs to sign, by who holds the roles at this very moment."""
    incident.require_open()
    asked = [Role(each) for each in (await keep_asked(uow, incident)).sign_offs]
    holders = await role_holders(uow.session, incident.id)
    return signed_roles(by_id, asked, holders, stewards, only=role)


async def _show(uow: UnitOfWork, incident: Incident) -> None:
    await show_sign_offs(uow, incident, await keep_asked(uow, incident))
    await redraw(uow, incident)
