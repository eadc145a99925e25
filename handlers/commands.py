"""`/incident`: one command, one verb tree."""

from typing import Final

from bot.blocks.front import lists, panel
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.see_incidents import open_ids
from bot.incidents.show_incident import incident_view, incident_views
from bot.slack.message_text import typed_words
from handlers import (
    verbs_alerts,
    verbs_backfill,
    verbs_breach,
    verbs_calls,
    verbs_cause,
    verbs_declare,
    verbs_impact,
    verbs_known,
    verbs_ledger,
    verbs_lineage,
    verbs_lists,
    verbs_moves,
    verbs_oncall,
    verbs_open,
    verbs_owner,
    verbs_proof,
    verbs_record,
    verbs_response,
    verbs_retention,
    verbs_roles,
    verbs_runbooks,
    verbs_silence,
    verbs_stages,
    verbs_suspect,
    verbs_who,
    verbs_why,
    verbs_windows,
)
from handlers.answer import Answer, Say
from handlers.here import allow, incident_of_channel
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.words import first_word, nearest
from models.errors import UnknownWord

VERBS: Final[Verbs] = {
    **verbs_declare.VERBS,
    **verbs_response.VERBS,
    **verbs_roles.VERBS,
    **verbs_ledger.VERBS,
    **verbs_record.VERBS,
    **verbs_lists.VERBS,
    **verbs_silence.VERBS,
    **verbs_alerts.VERBS,
    **verbs_moves.VERBS,
    **verbs_why.VERBS,
    **verbs_lineage.VERBS,
    **verbs_open.VERBS,
    **verbs_suspect.VERBS,
    **verbs_calls.VERBS,
    **verbs_oncall.VERBS,
    **verbs_owner.VERBS,
    **verbs_impact.VERBS,
    **verbs_proof.VERBS,
    **verbs_known.VERBS,
    **verbs_runbooks.VERBS,
    **verbs_stages.VERBS,
    **verbs_windows.VERBS,
    **verbs_retention.VERBS,
    **verbs_backfill.VERBS,
    **verbs_who.VERBS,
    **verbs_cause.VERBS,
    **verbs_breach.VERBS,
}

#: Verbs that read people by their ids; to the others a mention is a word like any other.
READS_PEOPLE: Final = frozenset(
    {"role", "take", "handoff", "page", "oncall", "retention", "backfill", "expect"}
)

#: How many incidents the overview shows before it says how many more there are.
SHOWN: Final = 20


async def command(desk: Desk, incoming: Incoming) -> Answer:
    """Find the verb and let it act; alone, the command shows what fits here."""
    word, rest = first_word(incoming.text)
    if not word:
        return await bare(desk, incoming)
    verb = VERBS.get(word.lower())
    if verb is None:
        raise UnknownWord("verb of `/incident`", word, list(VERBS), nearest(word, VERBS))
    words = typed_words(rest, desk.directory, keeps_people=word.lower() in READS_PEOPLE)
    return await verb(desk, incoming, words)


async def bare(desk: Desk, incoming: Incoming) -> Answer:
    """Inside an incident's channel its control panel, elsewhere the open incidents and Declare."""
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is not None:
        await allow(desk, incoming, incident_id, notes_only=True)
        async with desk.store.reading() as session:
            return Say(panel.panel(await incident_view(session, incident_id, desk.clock())))
    await refresh_members(desk)
    async with desk.store.reading() as session:
        ids = await open_ids(session, incoming.user_id)
        views = await incident_views(session, ids[:SHOWN], desk.clock())
    return Say(lists.overview(views, total=len(ids)))
