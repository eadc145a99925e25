"""Forms that were sent off: every one by its name. What is wrong is said at the field."""

from typing import Final

from handlers.alerts import attach_form, silence_forms, try_alert
from handlers.breach import declare_breach
from handlers.causes import root_cause
from handlers.closing import close_notice
from handlers.impact import affected, notices
from handlers.incidents import declare_form, move_forms, roles, session, severity
from handlers.incidents import forms as incident_forms
from handlers.ledger import forms as ledger_forms
from handlers.listeners import Listeners
from handlers.oncall import calls
from handlers.repair import backfill, holds, windows
from handlers.stages import clocks, contain
from handlers.suspicions import suspect
from handlers.updates import update
from handlers.verification import checks, sign_offs

FORMS: Final[Listeners] = {
    **incident_forms.FORMS,
    **update.FORMS,
    **roles.FORMS,
    **severity.FORMS,
    **declare_form.FORMS,
    **silence_forms.FORMS,
    **attach_form.FORMS,
    **try_alert.FORMS,
    **move_forms.FORMS,
    **session.FORMS,
    **clocks.FORMS,
    **contain.FORMS,
    **windows.FORMS,
    **holds.FORMS,
    **backfill.FORMS,
    **root_cause.FORMS,
    **ledger_forms.FORMS,
    **suspect.FORMS,
    **affected.FORMS,
    **notices.FORMS,
    **calls.FORMS,
    **declare_breach.FORMS,
    **checks.FORMS,
    **sign_offs.FORMS,
    **close_notice.FORMS,
}
