"""Buttons and menus: every one by its name. Anyone who sees a button can press it, so each asks first."""

from typing import Final

from bot.desk import Desk
from handlers import help_and_doctor
from handlers.alerts import cause_offer, silence_presses
from handlers.alerts import presses as alert_presses
from handlers.answer import Answer
from handlers.breach import declare_breach
from handlers.causes import root_cause
from handlers.closing import close_notice
from handlers.impact import affected, notices
from handlers.incidents import declare, move_forms, roles, severity
from handlers.incidents import presses as incident_presses
from handlers.incoming import Incoming
from handlers.ledger import presses as ledger_presses
from handlers.ledger import record
from handlers.listeners import Listeners
from handlers.oncall import calls, on_call
from handlers.repair import backfill, holds, windows
from handlers.review import presses as review_presses
from handlers.runbooks import runbook
from handlers.stages import clocks, contain
from handlers.suspicions import suspect
from handlers.updates import check_ins, update
from handlers.verification import checks, sign_offs
from models.errors import OfOlderVersion

PRESSES: Final[Listeners] = {
    **declare.PRESSES,
    **incident_presses.PRESSES,
    **update.PRESSES,
    **check_ins.PRESSES,
    **roles.PRESSES,
    **alert_presses.PRESSES,
    **record.PRESSES,
    **review_presses.PRESSES,
    **help_and_doctor.PRESSES,
    **ledger_presses.PRESSES,
    **silence_presses.PRESSES,
    **cause_offer.PRESSES,
    **severity.PRESSES,
    **move_forms.PRESSES,
    **runbook.PRESSES,
    **clocks.PRESSES,
    **contain.PRESSES,
    **windows.PRESSES,
    **holds.PRESSES,
    **backfill.PRESSES,
    **root_cause.PRESSES,
    **suspect.PRESSES,
    **calls.PRESSES,
    **on_call.PRESSES,
    **affected.PRESSES,
    **notices.PRESSES,
    **declare_breach.PRESSES,
    **checks.PRESSES,
    **sign_offs.PRESSES,
    **close_notice.PRESSES,
}


async def press(desk: Desk, incoming: Incoming) -> Answer:
    """Find what a button does; one of an older version says what to do."""
    if incoming.name.startswith("snooze_"):
        return await check_ins.snooze(desk, incoming)
    known = PRESSES.get(incoming.name)
    if known is None:
        raise OfOlderVersion
    return await known(desk, incoming)
