"""What `breakwater known` prints: what anyone may know of an asset; nothing private."""

from collections.abc import Iterator
from typing import Any

from bot.assets.at_terminal import look
from bot.assets.chart import Chart
from bot.blocks.parts import utc
from bot.blocks.register.views import KnownView
from bot.playbook import Playbook
from bot.register.ask_known import ask_known
from bot.uow import Store
from models.incident import Incident


def known_of(database_url: str, name: str, playbook: Playbook) -> KnownView:
    """Ask the database. Raises SchemaRefused, and what the database raises."""

    async def ask(store: Store, chart: Chart) -> KnownView:
        async with store.reading() as session:
            return await ask_known(session, chart, name, Incident.is_private.is_(False))

    return look(database_url, playbook, ask)


def as_document(view: KnownView) -> dict[str, Any]:
    """For programs."""
    return {
        "asset": view.asset,
        "degraded": [
            {
                "incident": each.ref,
                "title": each.title,
                "severity": each.severity.value,
                "since": each.since_at.isoformat(),
                "via": each.via,
            }
            for each in view.degraded
        ],
        "issues": [
            {
                "incident": each.ref,
                "title": each.title,
                "window": each.window,
                "what": each.what,
                "status": each.status,
                "remedy": each.remedy,
            }
            for each in view.issues
        ],
    }


def lines_of(view: KnownView) -> Iterator[str]:
    """For people."""
    yield view.asset
    for each in view.degraded:
        via = f" by {each.via}, which feeds it," if each.via else ""
        yield f"  degraded{via} since {utc(each.since_at)}: {each.ref} {each.severity.upper()} {each.title}"
    for issue in view.issues:
        yield f"  bad {issue.window}: {issue.what or issue.title} ({issue.ref}, {issue.status})"
        if issue.remedy:
            yield f"    do: {issue.remedy}"
    if not view.degraded and not view.issues:
        yield "  nothing is known against it: no open incident, and no data issue"
