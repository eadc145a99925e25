"""GET /alerts/receipts/{id}: what became of a webhook, told to whoever knows its source's secret."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.alerts.read_receipt import Receipt, read_receipt, receipt_number
from bot.database import Sessions
from bot.web import alert_answers as answers
from bot.web.alert_answers import Answer
from bot.web.delivery import Delivery
from bot.web.signatures import bearer
from bot.web.signatures.verdict import Verdict

log = structlog.get_logger("web")

#: For the database to answer.
_PATIENCE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Receipts:
    """Looks receipts up."""

    reading: Sessions
    secrets: Mapping[str, Sequence[bytes]]

    async def show(self, name: str, headers: Mapping[bytes, bytes], at: float) -> Answer:
        """The receipt; a wrong secret is told the same as a wrong receipt."""
        if b"authorization" not in headers:
            return answers.unsigned("<SOURCE>", Verdict.ABSENT)
        number = receipt_number(name)
        try:
            async with asyncio.timeout(_PATIENCE), self.reading() as session:
                receipt = await read_receipt(session, number) if number is not None else None
        except (SQLAlchemyError, OSError, TimeoutError) as fault:
            log.warning("database_unreachable", fault=type(fault).__name__)
            return answers.busy()
        if receipt is None or not self._may_see(receipt, headers, at):
            return answers.no_receipt()
        return Answer(200, json.dumps(receipt.as_document()).encode())

    def _may_see(self, receipt: Receipt, headers: Mapping[bytes, bytes], at: float) -> bool:
        asked = Delivery(receipt.source, headers, b"", at)
        return bearer.verify(asked, self.secrets.get(receipt.source, ())) is Verdict.GOOD
