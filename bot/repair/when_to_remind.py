"""When the owner of one asset of a backfill plan is asked about it; of what is nobody's, who leads."""

from datetime import datetime

from bot.playbook import Playbook
from models.backfill import OPEN
from models.backfill_item import BackfillItem


def when_to_remind(item: BackfillItem, now: datetime, playbook: Playbook) -> datetime | None:
    """None where it is settled, or the playbook asks nobody."""
    every = playbook.backfills.remind_every
    if item.state not in OPEN or every is None:
        return None
    return playbook.working_hours.of().after(now, every)
