"""The closed word lists of Breakwater, stored as text; docs/glossary.md says what each word means."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an incident stands."""

    TRIAGE = "triage"
    CONTAINMENT = "containment"
    ANALYSIS = "analysis"
    REMEDIATION = "remediation"
    VERIFICATION = "verification"
    CLOSED = "closed"


class Severity(StrEnum):
    """How bad; the playbook defines each in the team's own words."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"


class Symptom(StrEnum):
    """What is wrong with the data."""

    FRESHNESS = "freshness"
    VOLUME = "volume"
    SCHEMA = "schema"
    DISTRIBUTION = "distribution"
    LOGIC = "logic"
    PIPELINE = "pipeline"
    INFRA = "infra"
    ACCESS = "access"
    PRIVACY = "privacy"


class Role(StrEnum):
    """What someone does in an incident; one person may hold several."""

    COMMANDER = "commander"
    LEAD_ENGINEER = "lead_engineer"
    LEAD_ANALYST = "lead_analyst"
    COMMUNICATIONS = "communications"
    SCRIBE = "scribe"
    BUSINESS_STEWARD = "business_steward"
    TECHNICAL_STEWARD = "technical_steward"


class Outcome(StrEnum):
    """How an incident ended."""

    FIXED = "fixed"
    EXPECTED = "expected"
    NO_ACTION = "no_action"
    FALSE_ALARM = "false_alarm"


class AlertStatus(StrEnum):
    """Whether the tool says that it is broken or that it is fine again."""

    FIRING = "firing"
    RESOLVED = "resolved"


class DecisionKind(StrEnum):
    """What an alert does."""

    OPEN = "open"
    ATTACH = "attach"
    TRIAGE = "triage"
    SUPPRESS = "suppress"
    #: What was fixed fails again within its probation: the same incident goes on.
    REOPEN = "reopen"


class RuleAction(StrEnum):
    """What a rule of the playbook does with an alert."""

    OPEN = "open"
    TRIAGE = "triage"
    IGNORE = "ignore"


class SilenceKind(StrEnum):
    """Why it is quiet."""

    #: A known failure (a baseline): somebody owns it, and it ends.
    EXPECTED = "expected"
    #: Not now; asked again soon.
    SNOOZED = "snoozed"
    SILENCED = "silenced"
    #: Work on the systems was announced.
    MAINTENANCE = "maintenance"


class SilenceScope(StrEnum):
    """What a silence's pattern is compared with."""

    FINGERPRINT = "fingerprint"
    ASSET = "asset"
    RULE = "rule"
    SOURCE = "source"
    #: Everything; the pattern is `*`.
    EVERYTHING = "everything"


class AssetType(StrEnum):
    """What kind of thing an asset is."""

    SOURCE = "source"
    SEED = "seed"
    MODEL = "model"
    SNAPSHOT = "snapshot"
    TABLE = "table"
    VIEW = "view"
    FILE = "file"
    STREAM = "stream"
    JOB = "job"
    DASHBOARD = "dashboard"
    NOTEBOOK = "notebook"
    ANALYSIS = "analysis"
    ML = "ml"
    APPLICATION = "application"
    EXPORT = "export"
    OTHER = "other"


class Way(StrEnum):
    """How someone is called."""

    SLACK = "slack"
    PAGERDUTY = "pagerduty"
    #: A signed request to a gateway: SMS, or a phone that rings.
    WEBHOOK = "webhook"
    EMAIL = "email"


class WaitClock(StrEnum):
    """Which time counts while somebody is waited for."""

    ALWAYS = "always"
    #: The working hours of those who were called.
    WORKING = "working"


class CallState(StrEnum):
    """What became of one call."""

    PLACED = "placed"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    FAILED = "failed"
    #: Somebody else answered, or nothing is asked any more.
    WITHDRAWN = "withdrawn"
    #: A drill: what would have been done.
    PRETENDED = "pretended"


class SummonsKind(StrEnum):
    """Why people are called."""

    LEVEL = "level"
    EXECUTIVE = "executive"
    #: A person asked for them, or what happened to an asset of theirs.
    PAGE = "page"


def label(word: StrEnum) -> str:
    """Say a word the way people read it: `lead_engineer` becomes `lead engineer`, `sev1` `SEV1`."""
    if isinstance(word, Severity):
        return word.value.upper()
    return word.value.replace("_", " ")
