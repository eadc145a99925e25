"""When to ask whether a temporary change is gone: by its date, then as often as the playbook says."""

from datetime import datetime

from bot.blocks.ledger.views import ChangeView
from bot.playbook import Playbook


def when_to_chase(
    view: ChangeView, planned_at: datetime | None, now: datetime, playbook: Playbook
) -> datetime | None:
    """None where nothing temporary is in place; what is planned stays, unless a date says otherwise."""
    if view.is_withdrawn or not view.life.must_go:
        return None
    until_at = view.typed.until_at
    if until_at is not None and until_at > now:
        return until_at
    if planned_at is not None and planned_at > now:
        return planned_at
    return next_chase(now, playbook)


def next_chase(now: datetime, playbook: Playbook) -> datetime:
    """Once more, after a while."""
    return playbook.working_hours.of().after(now, playbook.changes.remind_every)
