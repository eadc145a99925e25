"""All that people, tools and the clock do to incidents, one act each; dice say the rest."""

from collections.abc import Mapping
from typing import Final

from tests.replay.acts.alerts import Alerts
from tests.replay.acts.data import Data
from tests.replay.acts.life import Life
from tests.replay.acts.people import People
from tests.replay.acts.record import Record


class Anybody(Life, People, Record, Data, Alerts):
    """One act at a time."""


_NAMES: Final = [
    name for part in Anybody.__mro__ for name in vars(part) if not name.startswith("_") and part is not object
]

#: Every act, and how often it is chosen: what needs something else to be there, more often.
ACTS: Final[Mapping[str, int]] = dict.fromkeys(_NAMES, 2) | {
    "declares": 1,
    "declares_what_is_over": 1,
    "advances": 8,
    "writes": 5,
    "judges": 5,
    "steps_on": 5,
    "asks_for_proof": 3,
    "signs_off": 4,
    "merges": 3,
    "splits": 4,
    "undoes": 6,
    "closes": 5,
    "reopens": 4,
    "waits": 10,
    "moves_it_into_private": 1,
    "hides_the_channel": 1,
    "reads_everything": 1,
    "hears_that_it_fails": 6,
    "attaches_an_alert": 4,
}
