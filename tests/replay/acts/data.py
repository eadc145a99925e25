"""The data itself: its windows, what is used meanwhile, its backfill, its holds; whom it concerns."""

from bot.impact.acknowledge_notice import acknowledge_notice
from bot.impact.change_impact import add_to_impact, remove_from_impact
from bot.impact.chase_owners import chase_owners
from bot.impact.notify_owners import Told, notify_owners
from bot.repair.hold_retention import ask_hold, confirm_hold, extend_hold, give_hold, release_hold
from bot.repair.move_backfill import assign_backfill, move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.repair.record_window import record_window, withdraw_window
from bot.repair.use_meanwhile import end_meanwhile, use_meanwhile
from models.backfill import BackfillState
from models.backfill_item import BackfillItem
from models.bad_window import BadWindow, Edge
from models.incident_asset import Part
from models.notice import Notice
from models.retention_hold import RetentionHold
from tests.replay.acts.somebody import PEOPLE, Somebody
from tests.replay.private import ASSETS


class Data(Somebody):
    """Say what is bad, compute it anew, keep what is needed, and tell owners."""

    def says_what_is_bad(self) -> None:
        if self._maybe(0.7):
            window = BadWindow(Edge(f"{self._dice.randint(1, 3)}"), None)
            self._do(record_window, self._dice.choice(ASSETS), window, note=self._words())
        else:
            self._seek(lambda told: told.windows)
            self._do(
                withdraw_window, self._dice.choice(sorted(self._told.windows if self._told else ()) or ASSETS)
            )

    def says_what_to_use(self) -> None:
        if self._maybe(0.6):
            self._do(use_meanwhile, f"{self._words()} {self._dice.randint(1, 2)}")
        else:
            self._seek(lambda told: told.interim)
            self._do(end_meanwhile)

    def plans_the_backfill(self) -> None:
        chosen = self._dice.sample(ASSETS, k=self._dice.randint(0, 2))
        owner = self._dice.choice((None, *PEOPLE))
        self._do(plan_backfill, [Planned(asset=each, name=each, owner_id=owner) for each in chosen])

    def moves_the_backfill(self) -> None:
        if (chosen := self._any(BackfillItem)) is not None:
            self._do_to(chosen, move_backfill, self._dice.choice([*BackfillState]))

    def gives_the_backfill_to_somebody(self) -> None:
        if (chosen := self._any(BackfillItem)) is not None:
            self._do_to(chosen, assign_backfill, self._dice.choice(PEOPLE))

    def asks_for_a_hold(self) -> None:
        until_at, holder_id = self._in_hours(-1, 50), self._dice.choice(PEOPLE)
        self._do(ask_hold, "orders", until_at, self._words(), holder_id=holder_id)

    def sees_to_a_hold(self) -> None:
        if (chosen := self._any(RetentionHold, lambda each: each.released_at is None)) is None:
            return
        match self._dice.choice(("confirm", "extend", "give", "release")):
            case "confirm":
                self._do_to(chosen, confirm_hold)
            case "extend":
                self._do_to(chosen, extend_hold, self._in_hours(20, 90))
            case "give":
                self._do_to(chosen, give_hold, self._dice.choice(PEOPLE))
            case "release":
                self._do_to(chosen, release_hold)

    def says_what_is_affected(self) -> None:
        asset = self._dice.choice(ASSETS)
        if self._maybe(0.7):
            part = self._dice.choice((Part.FAILING, Part.AFFECTED))
            self._do(add_to_impact, asset, part, note=self._words())
        else:
            self._do(remove_from_impact, asset)

    def tells_owners(self) -> None:
        owner = Told(to_id=self._dice.choice(PEOPLE), name="", team=None, assets=(self._dice.choice(ASSETS),))
        self._do(notify_owners, [owner], words=self._words())

    def chases_owners(self) -> None:
        self._seek(lambda told: told.stage != "closed" and False in told.notices.values())
        self._do(chase_owners)

    def reads_a_notice(self) -> None:
        if (chosen := self._any(Notice, lambda each: each.read_at is None)) is not None:
            by_id = chosen.to_id if self._mostly() else self._by
            self._house.act(None, by_id, acknowledge_notice, chosen.id, by_id=by_id, channel_id=None)
