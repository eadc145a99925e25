"""What stands on the page of the data-issue register, for one reader: what is theirs to see, by asset."""

from typing import Any

from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.prose.register import register_facts
from bot.register.files import by_asset
from bot.register.read_issues import read_issues


async def read_register(desk: Desk, *, reader_id: str) -> list[dict[str, Any]]:
    """Sorted by asset; of each the newest incident first."""
    chart = await desk.atlas.latest()
    async with desk.store.reading() as session:
        issues = await read_issues(session, chart, visible_to(reader_id))
    return [register_facts(each) for each in by_asset(issues).values()]
