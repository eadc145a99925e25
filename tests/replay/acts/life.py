"""How incidents begin, move on, join, part and end."""

from datetime import timedelta
from typing import Any

from bot.breach.declare_breach import declare_breach
from bot.channels.notice_channel import ChannelState, notice_channel
from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.advance_stage import advance
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.declare_incident import Report, declare
from bot.incidents.declare_past import declare_past
from bot.incidents.edit_incident import edit
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import regress, reopen
from bot.incidents.split_incident import split
from bot.incidents.undo_move import ends_of, undo_move
from models.ledger import EntryKind
from models.vocabulary import Outcome, Severity, Stage, Symptom
from tests.replay.acts.somebody import PEOPLE, SEVERITIES, Somebody
from tests.replay.private import ASSETS, MEMBERS

_MOVES = (EntryKind.MERGED, EntryKind.SPLIT, EntryKind.ALERT_ATTACHED, EntryKind.ALERT_DETACHED)
_SYMPTOMS = (None, None, Symptom.FRESHNESS, Symptom.PRIVACY)


class Life(Somebody):
    """Declare, move on, close, and all that turns one incident into two or two into one."""

    def declares(self) -> None:
        self._house.act(None, self._by, declare, self._report())

    def declares_what_is_over(self) -> None:
        times = {"began_at": self._in_hours(-9, -6), "noticed_at": self._in_hours(-5, -3)}
        fixed_at = self._in_hours(-2, 0) if self._maybe() else None
        self._house.act(None, self._by, declare_past, self._report(), fixed_at=fixed_at, **times)

    def _report(self) -> Report:
        return Report(
            title=f"{self._house.secrets.new_word()} is late",
            by_id=self._by,
            severity=self._dice.choice(SEVERITIES),
            is_private=self._by in MEMBERS and self._maybe(0.3),
            is_drill=self._maybe(0.1),
            symptom=self._dice.choice(_SYMPTOMS),
            asset=self._dice.choice((None, *ASSETS)),
        )

    def acknowledges(self) -> None:
        self._do(acknowledge)

    def advances(self) -> None:
        override = "We know better" if self._maybe() else ""
        self._do(advance, self._dice.choice((None, None, None, *Stage)), override=override)

    def changes_the_severity(self) -> None:
        self._do(change_severity, self._dice.choice(SEVERITIES))

    def edits(self) -> None:
        title = f"{self._words()} {self._dice.randint(1, 3)}"
        about = {"symptom": self._dice.choice(_SYMPTOMS), "asset": self._dice.choice((None, *ASSETS))}
        self._do(edit, {"title": title} if self._maybe() else about)

    def closes(self) -> None:
        words = self._words()
        more: dict[str, Any] = {
            "stays": words if self._maybe() else "",
            "override": words if self._maybe() else "",
            "fixed_at": self._house.now - timedelta(hours=1) if self._maybe(0.2) else None,
        }
        self._do(close, self._dice.choice([*Outcome]), cause=words, remedy=words, **more)

    def reopens(self) -> None:
        self._seek(lambda told: told.stage == "closed")
        self._do(reopen, why=self._words())

    def fails_again(self) -> None:
        self._seek(lambda told: told.stage == "closed")
        self._house.act(None, self._by, regress, self._number, what=self._words())

    def merges(self) -> None:
        into = self._dice.choice(self._house.numbers())
        if self._house.sees(self._by, into):
            self._do(merge, into)

    def splits(self) -> None:
        self._seek(lambda told: told.stage != "closed" and told.alerts)
        alerts = sorted(self._told.alerts) if self._told else []
        chosen = self._dice.sample(alerts, k=self._dice.randint(0, len(alerts)))
        self._do(split, chosen, title=self._house.secrets.new_word(), severity=Severity.SEV1)

    def undoes(self) -> None:
        undone = {each.detail.get("undoes") for each in self._house.entries()}
        meant = self._entry(*_MOVES, is_so=lambda each: "moved" in each.detail and each.id not in undone)
        if meant is not None:
            seen = [each for each in PEOPLE if all(self._house.sees(each, end) for end in ends_of(meant))]
            if seen:
                self._do_to(meant, undo_move, by_id=self._dice.choice(seen))

    def moves_it_into_private(self) -> None:
        people = list(dict.fromkeys(self._dice.sample(PEOPLE, k=2)))
        self._do(declare_breach, people, why=self._words())

    def reads_everything(self) -> None:
        self._house.look_at_everything()

    def hides_the_channel(self) -> None:
        place = self._house.place(self._number)
        if place is not None and place.channel_id is not None:
            state = ChannelState(name=place.channel_name or "", is_private=True)
            self._house.act(None, self._by, notice_channel, self._number, place.channel_id, state)
