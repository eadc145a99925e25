"""Ask the gates that hold before a stage is left; who leads may go on anyway, and says why."""

from bot.incidents.find_roles import role_holders
from bot.incidents.show_change import say
from bot.stages.gate_facts import gate_facts
from bot.uow import UnitOfWork
from bot.verification.keep_asked import keep_asked
from models.errors import GateHolds, NotAllowed
from models.gates import held_back, passed_on
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Role, Stage


async def require_gates(
    uow: UnitOfWork, incident: Incident, target: Stage, *, by_id: str, override: str = ""
) -> None:
    """Raise GateHolds unless the record has what the stages on the way want, or someone overrides them.

    What was overridden stands in the ledger, and the channel hears it.
    Raises NotAllowed where someone overrides while another leads.
    """
    holding = uow.playbook.holding_gates(incident.severity)
    if not holding:
        return
    await keep_asked(uow, incident)
    facts = await gate_facts(uow.session, incident.id, passed_on(incident.stage, target))
    missing = held_back(incident.stage, target, facts, holding)
    if not missing:
        return
    override = override.strip()
    if not override:
        raise GateHolds(incident.id, missing)
    commander_id = (await role_holders(uow.session, incident.id)).get(Role.COMMANDER)
    if commander_id not in {None, by_id}:
        raise NotAllowed(
            "Only whoever leads may go on against a gate.", f"Ask <@{commander_id}>, or take command first."
        )
    words = "; ".join(each.what for each in missing)
    uow.record(
        incident.entry(
            EntryKind.GATE_OVERRIDDEN,
            at=uow.now,
            by=by_id,
            text=override,
            before=incident.stage,
            after=target,
            missing=words,
        )
    )
    await say(uow, incident, "gate_overridden", by_id=by_id, missing=words, why=override)
