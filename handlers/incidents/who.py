"""`/incident who [act]`: who may do what here, and why."""

from typing import Final

from bot.blocks.incidents.permissions import who_may
from bot.desk import Desk
from bot.incidents.explain_permissions import explain_permissions
from handlers.acts import VERB_ACTS
from handlers.answer import Answer, Say
from handlers.here import allow, incident_of_channel
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.words import nearest
from models.errors import UnknownWord
from models.permission import Act


async def who(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`who`, `who close`: for whom an act is in this incident, or anywhere."""
    act = _act_of(rest) if rest else None
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is not None:
        await allow(desk, incoming, incident_id, notes_only=True)
    return Say(who_may(await explain_permissions(desk, incoming.user_id, incident_id, act)))


def _act_of(words: str) -> Act:
    """An act by its name, or by a verb that is one. Raises UnknownWord."""
    word = words.strip().lower().replace(" ", "_").replace("-", "_")
    if word in set(Act):
        return Act(word)
    if word in VERB_ACTS:
        return VERB_ACTS[word]
    known = [*Act, *(verb for verb in VERB_ACTS if verb)]
    raise UnknownWord("act", words, list(Act), nearest(word, known))


VERBS: Final[Verbs] = {"who": who}
