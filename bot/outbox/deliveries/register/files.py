"""The register's files: written whole from the record, whatever changed."""

import asyncio
from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Delivery, Skip
from bot.register.commit import NotCommitted, commit_files, not_committed
from bot.register.files import MARK, by_asset, file_name, write_files
from bot.register.read_issues import read_issues
from models.incident import Incident
from models.outbox import OutboxItem

#: Where another one is at work in the repository, it is tried so often, some two minutes, before it is told.
_TRIES: Final = 8


class WriteRegister(Delivery):
    """One folder of Markdown; what is private is in none of its files."""

    kind = "write_register"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Every file as it is to be now."""
        if desk.playbook.data_issues.folder is None:
            raise Skip("the playbook names no folder any more")
        chart = await desk.atlas.chart(session)
        issues = by_asset(await read_issues(session, chart, Incident.is_private.is_(False)))
        texts = {file_name(key): f"{MARK}\n{desk.prose.register(each)}" for key, each in issues.items()}
        return Call(args={"texts": texts}, notes={"tries": item.attempts})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Write what changed, and commit it where that is wanted."""
        rule = desk.playbook.data_issues
        folder = Path(rule.folder or ".")
        try:
            changed = await asyncio.to_thread(write_files, folder, call.args["texts"])
            if rule.commit:
                forgotten = await not_committed(folder, call.args["texts"])
                await commit_files(folder, sorted({*changed, *forgotten}))
        except (OSError, NotCommitted) as fault:
            passes = isinstance(fault, NotCommitted) and fault.is_passing and call.notes["tries"] < _TRIES
            raise ChatError("register_not_written", permanent=not passes, detail=str(fault)) from fault
        return {"changed": len(changed)}
