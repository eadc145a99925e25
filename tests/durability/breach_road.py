"""A response that turns out to be a breach: what must be left where, when it has moved."""

from collections import Counter

from models.ledger import EntryKind, LedgerEntry
from models.outbox import Standing
from sandbox.control.dump import dump
from tests.durability.response import Response
from tests.durability.verdict import about_parked
from tests.stories.town import spoken


class Breach(Response):
    """What was in the open goes on in private, and nothing of it is left outside."""

    acts = ("declares", "tells owners", "thinks", "is a breach")

    def complaints(self) -> list[str]:
        """All that is wrong when it has moved."""
        channels, record = dump(self.siege.sandbox.board)["channels"], self.siege.record
        rooms = {
            each["name"].rpartition("-")[2]: each for each in channels if each["name"].startswith("inc-")
        }
        if set(rooms) != {"moved", "private"} or not rooms["moved"]["is_archived"]:
            return [f"the channels are {[(each['name'], each['is_archived']) for each in rooms.values()]}"]
        people = {each for each in rooms["private"]["members"] if each.startswith("U0") and "BOT" not in each}
        wrong = [] if people == {self.ana.user_id, self.ben.user_id} else [f"in private are {sorted(people)}"]
        wrong += about_parked(record.items(Standing.PARKED))
        cards = [each for each in rooms["private"]["messages"] if each["ts"] in rooms["private"]["pins"]]
        wrong += [] if len(cards) == 1 else [f"{len(cards)} cards are pinned"]
        for channel in channels:
            if channel is not rooms["private"]:
                told = [spoken(each) for each in channel["messages"] if each.get("bot_id")]
                wrong += [
                    f"#{channel['name']} tells of it: {each}" for each in told if "Orders are late" in each
                ]
        kinds = Counter(entry.kind for entry in record.rows(LedgerEntry))
        once = (EntryKind.DECLARED, EntryKind.BREACH_DECLARED, EntryKind.CHANNEL_LEFT)
        return wrong + [f"the ledger has {kind} {kinds[kind]} times" for kind in once if kinds[kind] != 1]
