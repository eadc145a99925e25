"""Evidence without data, to whoever wanted to record some: what was found, and what they can do instead."""

import json
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, actions, button, message, note, quote, rich
from bot.blocks.limits import clean, clip
from bot.blocks.parts import line, reads
from models.errors import LooksLikeData
from models.ledger import WRITTEN_KINDS, EntryKind

#: What a button can bear of the words that are left; the rest is cut.
LONGEST: Final = 900


def data_refused(refused: LooksLikeData) -> Message:
    """For that person only: why, and the same words without it, where anything is left of them."""
    says = (reads(refused.what), reads(refused.remedy))
    blocks: list[Block] = [rich(*says)]
    kind = next((word for word, kind in WRITTEN_KINDS.items() if kind == refused.kind), None)
    if refused.incident_id is None or kind is None:
        return message(blocks, *says)
    redacted = clip(clean(refused.redacted), LONGEST)
    buttons = [button("Say where it is", "say_where", refused.incident_id)]
    if redacted:
        blocks.append(quote(redacted, under=("Without it, this would be left:",)))
        kept = json.dumps(
            {"incident": refused.incident_id, "kind": kind, "text": redacted}, ensure_ascii=False
        )
        buttons.insert(0, button("Store it without the rows", "store_redacted", kept))
    return message([*blocks, actions(*buttons)], *says)


def not_kept(ref: str, kind: str, found: str) -> Message:
    """For whoever marked a message that holds data."""
    did = "was recorded as evidence" if kind == EntryKind.EVIDENCE_ADDED else "is in the ledger"
    return note(
        line(f"The message that you marked {did} of {ref}, without its words: they look like {found}."),
        line("The ledger keeps its link. Say where the data is, or how many rows, by editing the message."),
    )
