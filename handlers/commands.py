"""`/incident`: one command, one verb tree."""

from typing import Final

from bot.desk import Desk
from bot.slack.message_text import typed_words
from handlers import help_and_doctor
from handlers.alerts import silence_verbs, try_alert, why
from handlers.answer import Answer
from handlers.assets import owner
from handlers.breach import declare_breach
from handlers.causes import root_cause
from handlers.impact import affected, lineage, notices
from handlers.incidents import declare, lists, move_verbs, roles, session, severity, who
from handlers.incidents import verbs as incident_verbs
from handlers.incoming import Incoming
from handlers.ledger import record
from handlers.ledger import verbs as ledger_verbs
from handlers.listeners import Verbs
from handlers.oncall import calls, on_call
from handlers.pages import open_page
from handlers.register import known
from handlers.repair import backfill, holds, windows
from handlers.runbooks import runbook
from handlers.stages import clocks, contain
from handlers.suspicions import suspect
from handlers.updates import update
from handlers.verification import checks, sign_offs
from handlers.words import first_word, nearest
from models.errors import UnknownWord

VERBS: Final[Verbs] = {
    **declare.VERBS,
    **incident_verbs.VERBS,
    **severity.VERBS,
    **update.VERBS,
    **roles.VERBS,
    **ledger_verbs.VERBS,
    **record.VERBS,
    **lists.VERBS,
    **help_and_doctor.VERBS,
    **silence_verbs.VERBS,
    **try_alert.VERBS,
    **move_verbs.VERBS,
    **why.VERBS,
    **lineage.VERBS,
    **open_page.VERBS,
    **suspect.VERBS,
    **calls.VERBS,
    **on_call.VERBS,
    **owner.VERBS,
    **affected.VERBS,
    **notices.VERBS,
    **checks.VERBS,
    **sign_offs.VERBS,
    **known.VERBS,
    **runbook.VERBS,
    **session.VERBS,
    **clocks.VERBS,
    **contain.VERBS,
    **windows.VERBS,
    **holds.VERBS,
    **backfill.VERBS,
    **who.VERBS,
    **root_cause.VERBS,
    **declare_breach.VERBS,
}

#: Verbs that read people by their ids; to the others a mention is a word like any other.
READS_PEOPLE: Final = frozenset(
    {"role", "take", "handoff", "page", "oncall", "retention", "backfill", "expect"}
)


async def command(desk: Desk, incoming: Incoming) -> Answer:
    """Find the verb and let it act; alone, the command shows what fits here."""
    word, rest = first_word(incoming.text)
    if not word:
        return await lists.bare(desk, incoming)
    verb = VERBS.get(word.lower())
    if verb is None:
        raise UnknownWord("verb of `/incident`", word, list(VERBS), nearest(word, VERBS))
    words = typed_words(rest, desk.directory, keeps_people=word.lower() in READS_PEOPLE)
    return await verb(desk, incoming, words)
