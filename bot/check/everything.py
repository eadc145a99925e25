"""Look at everything, one thing after the other, and write down what was found."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bot.check.calls import look_at_calls
from bot.check.database import look_at_database
from bot.check.finding import MARKS, Finding, Level
from bot.check.slack import look_at_slack
from bot.check.texts import look_at_templates
from bot.check.webhooks import look_at_webhooks
from bot.playbook import Playbook, PlaybookRefused, load_playbook
from bot.settings import Settings, SettingsRefused, near_misses


def look_at_everything(environ: Mapping[str, str]) -> list[Finding]:
    """Look at the environment, the playbook, the database and Slack.

    What is wrong in one place keeps nobody from looking at the others, unless they need it.
    """
    settings, wrong, findings = look_at_settings(environ)
    findings += look_at_webhooks(settings)
    playbook = None
    if "BREAKWATER_PLAYBOOK" not in wrong:
        playbook, found = look_at_playbook(settings.playbook_path)
        findings += found
        if playbook:
            findings += look_at_calls(settings, playbook)
        if playbook and playbook.templates:
            findings += look_at_templates(playbook.templates)
    if "DATABASE_URL" not in wrong:
        findings += look_at_database(settings.database_url)
    if not wrong & {"SLACK_BOT_TOKEN", "SLACK_API_URL"}:
        app_token = None if "SLACK_APP_TOKEN" in wrong else settings.app_token
        findings += asyncio.run(
            look_at_slack(settings.api_url, settings.bot_token, app_token, playbook or Playbook())
        )
    return findings


def look_at_settings(environ: Mapping[str, str]) -> tuple[Settings, frozenset[str], list[Finding]]:
    """Read the environment: what it says, the variables that are wrong, and what there is to say."""
    strangers = [Finding(Level.WARNING, "settings", said) for said in near_misses(environ)]
    try:
        settings = Settings.read(environ)
    except SettingsRefused as refused:
        problems = [Finding(Level.ERROR, "settings", problem) for problem in refused.problems]
        if refused.settings is None:
            raise
        return refused.settings, refused.names, problems + strangers
    way = "Socket Mode" if settings.socket_mode else f"HTTP on {settings.host}:{settings.port}"
    return settings, frozenset(), [Finding(Level.OK, "settings", f"Slack by {way}"), *strangers]


def look_at_playbook(path: Path | None) -> tuple[Playbook | None, list[Finding]]:
    """Read the playbook."""
    try:
        playbook = load_playbook(path)
    except PlaybookRefused as refused:
        return None, [Finding(Level.ERROR, refused.source, problem) for problem in refused.problems]
    said = "read" if path else "none given: the built-in defaults hold"
    return playbook, [Finding(Level.OK, str(path or "playbook"), said)]


def passed(findings: Sequence[Finding]) -> bool:
    """Say whether Breakwater can run with what was found."""
    return not any(finding.level is Level.ERROR for finding in findings)


def as_lines(findings: Sequence[Finding]) -> str:
    """Write findings for people."""
    return "\n".join(_lines(findings))


def as_document(findings: Sequence[Finding]) -> str:
    """Write findings for programs."""
    document = {"ok": passed(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{MARKS[finding.level]} {finding.about}: {finding.said}"
    errors = sum(finding.level is Level.ERROR for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if errors or warnings:
        yield f"{errors} to mend, {warnings} to look at"
