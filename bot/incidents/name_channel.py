"""What the channel of an incident is called: by its title, but of a breach by its number alone."""

from bot.blocks.views import IncidentView
from models.incident import Incident
from models.naming import channel_name, private_name


def name_of(incident: Incident | IncidentView) -> str:
    """The name that it ought to have now."""
    if incident.breach_at is not None:
        return private_name(incident.id, incident.declared_at, is_drill=incident.is_drill)
    return channel_name(
        incident.id,
        incident.title,
        incident.declared_at,
        is_drill=incident.is_drill,
        also=(incident.domain, incident.asset, incident.symptom),
    )
