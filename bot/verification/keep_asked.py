"""Keep what proof the playbook asks for at an incident's severity, for cards that say what is missing."""

from bot.uow import UnitOfWork
from models.incident import Incident
from models.proof import Proof


async def keep_asked(uow: UnitOfWork, incident: Incident) -> Proof:
    """Bring it up to date; nothing is asked of an incident of which the playbook says nothing."""
    proof = await uow.session.get(Proof, incident.id)
    if proof is None:
        proof = Proof(incident_id=incident.id)
        uow.session.add(proof)
    rule = uow.playbook.severity(incident.severity)
    proof.checks = [each.value for each in rule.verify]
    proof.sign_offs = [each.value for each in rule.sign_off]
    proof.green_runs = uow.playbook.alerts.green_runs
    return proof
