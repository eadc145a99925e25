"""What `breakwater check` says of the sources whose webhooks are taken."""

from bot.alerts.sources import nearest_source, source_named
from bot.check.finding import Finding, Level
from bot.settings import ALERT_SECRET, Settings


def look_at_webhooks(settings: Settings) -> list[Finding]:
    """Name the sources that have an endpoint, and the secrets of sources that there are none of."""
    known = sorted({source for word in settings.alert_secrets if (source := source_named(word))})
    strangers = sorted(word for word in settings.alert_secrets if source_named(word) is None)
    findings = [Finding(Level.WARNING, "alerts", _stranger(word)) for word in strangers]
    if known:
        findings.append(Finding(Level.OK, "alerts", f"webhooks are taken from {', '.join(known)}"))
    if settings.lineage_secrets:
        said = "assets and lineage are taken at /assets/import and /lineage/openlineage"
        findings.append(Finding(Level.OK, "lineage", said))
    return findings


def _stranger(word: str) -> str:
    variable = f"{ALERT_SECRET}{word.upper()}"
    nearest = nearest_source(word)
    remedy = (
        f"did you mean {ALERT_SECRET}{nearest.upper()}?"
        if nearest
        else f"for tools that Breakwater does not know, {ALERT_SECRET}GENERIC takes the documented form"
    )
    return f"{variable} is a secret for a source that there is none of; {remedy}"
