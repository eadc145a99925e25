"""View data of proof: the list of checks, and whose sign-offs are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.blocks.views import IncidentView
from models.verification import Proven
from models.vocabulary import Role


@dataclass(frozen=True, kw_only=True)
class ProofView:
    """How proof stands in one incident."""

    incident: IncidentView
    proven: Proven
    #: Who holds the roles that sign; else who is the asset's steward.
    holders: Mapping[Role, str] = field(default_factory=dict)
    stewards: Mapping[Role, str] = field(default_factory=dict)
