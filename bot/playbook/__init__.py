"""The playbook, `breakwater.yaml`: the team's own taxonomy and rules, typed and refused early."""

from bot.playbook.alerts import AlertRule, Alerts
from bot.playbook.conditions import AlertCondition
from bot.playbook.escalation import (
    Contact,
    Criteria,
    Escalation,
    EscalationLevel,
    Executive,
    Policy,
    StepCriteria,
    Vendor,
)
from bot.playbook.impact import Impact, TagMeans
from bot.playbook.maintenance import Maintenance
from bot.playbook.on_call import OnCall
from bot.playbook.ownership import Fallback, Owners, Team
from bot.playbook.permissions import Permissions
from bot.playbook.reactions import AlertReactions, Reactions
from bot.playbook.reading import PlaybookRefused, load_playbook, parse_playbook
from bot.playbook.shape import (
    Hours,
    Playbook,
    Severities,
    SeverityRule,
)

__all__ = [
    "AlertCondition",
    "AlertReactions",
    "AlertRule",
    "Alerts",
    "Contact",
    "Criteria",
    "Escalation",
    "EscalationLevel",
    "Executive",
    "Fallback",
    "Hours",
    "Impact",
    "Maintenance",
    "OnCall",
    "Owners",
    "Permissions",
    "Playbook",
    "PlaybookRefused",
    "Policy",
    "Reactions",
    "Severities",
    "SeverityRule",
    "StepCriteria",
    "TagMeans",
    "Team",
    "Vendor",
    "load_playbook",
    "parse_playbook",
]
