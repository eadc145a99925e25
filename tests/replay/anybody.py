"""All that people do in incidents, one act each: somebody does it somewhere, and dice say the rest."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any, Final

from bot.causes.answer_cause import answer_cause, drop_cause
from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign, release
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.declare_incident import Report, declare
from bot.incidents.edit_incident import edit
from bot.incidents.hand_off_role import answer, offer
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import regress, reopen
from bot.incidents.split_incident import split
from bot.incidents.undo_move import ends_of, undo_move
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.step_change import step_change
from bot.ledger.withdraw_entry import withdraw_entry
from bot.repair.record_window import record_window, withdraw_window
from bot.repair.use_meanwhile import end_meanwhile, use_meanwhile
from bot.stages.contain import contain
from bot.stages.extend_box import extend_box
from bot.stages.pause import pause
from bot.stages.resume import resume
from bot.updates.post_update import post_update
from bot.verification.record_check import record_check
from bot.verification.sign_off import refuse_sign_off, sign_off
from models.bad_window import BadWindow, Edge
from models.cause_walk import CauseFamily, Question
from models.change import ChangeState, ChangeStep
from models.durations import parse_span
from models.hypothesis import Verdict
from models.incident import HandOff
from models.ledger import VERDICT_KINDS, WRITTEN_KINDS, EntryKind, LedgerEntry
from models.root_cause import RootCause
from models.typed_entry import Change
from models.verification import Check
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.alerts.test_move_alerts import heard
from tests.replay.watched import MEMBERS, OUTSIDERS, SECRET, Watched

PEOPLE: Final = (*MEMBERS, *MEMBERS, *OUTSIDERS)
ROLES: Final = (Role.COMMANDER, Role.TECHNICAL_STEWARD, Role.BUSINESS_STEWARD)
SEVERITIES: Final = (Severity.SEV1, Severity.SEV1, Severity.SEV2, Severity.SEV3)


class Anybody:
    """One act at a time; `dice` say who, where and how."""

    def __init__(self, watched: Watched, dice: Random) -> None:
        self._house, self._dice = watched, dice
        self._by = dice.choice(PEOPLE)
        going_on = [number for number, told in watched.told.items() if told.stage != "closed"]
        self._number = dice.choice((going_on if self._maybe(0.7) and going_on else watched.numbers()) or [0])

    def _do(self, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """In the incident that the dice chose."""
        return self._house.act(self._number, self._by, use_case, self._number, *args, by_id=self._by, **more)

    def _do_to(self, row: Any, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """To a row of any incident."""
        return self._house.act(row.incident_id, self._by, use_case, row.id, *args, by_id=self._by, **more)

    def _words(self, number: int | None = None) -> str:
        return SECRET if (number or self._number) in self._house.private else "Ordinary"

    def _any(self, mapped: type[Any]) -> Any:
        rows = self._house.rows(mapped)
        return self._dice.choice(rows) if rows else None

    def _entry(self, *kinds: EntryKind) -> LedgerEntry | None:
        found = [each for each in self._house.entries() if each.kind in kinds]
        return self._dice.choice(found) if found else None

    def _maybe(self, often: float = 0.5) -> bool:
        return self._dice.random() < often

    def declares(self) -> None:
        is_private = self._by in MEMBERS and self._maybe(0.4)
        title = SECRET if is_private else "Orders are late"
        severity = self._dice.choice(SEVERITIES)
        report = Report(title=title, by_id=self._by, severity=severity, is_private=is_private)
        incident = self._house.act(None, self._by, declare, report)
        self._house.happens(self._house.moved_in(incident.id))

    def acknowledges(self) -> None:
        self._do(acknowledge)

    def gives_a_role(self) -> None:
        to = self._by if self._number in self._house.private else self._dice.choice(PEOPLE)
        self._do(assign, self._dice.choice(ROLES), to)

    def gives_a_role_back(self) -> None:
        self._do(release, self._dice.choice(ROLES))

    def offers_a_role(self) -> None:
        self._do(offer, self._dice.choice(ROLES), to_id=self._dice.choice(PEOPLE))

    def answers_an_offer(self) -> None:
        if (chosen := self._any(HandOff)) is not None:
            self._by = chosen.to_id if self._maybe(0.8) else self._by
            self._do_to(chosen, answer, accepts=self._maybe())

    def advances(self) -> None:
        override = "We know better" if self._maybe(0.3) else ""
        self._do(advance, self._dice.choice((None, None, None, *Stage)), override=override)

    def changes_the_severity(self) -> None:
        self._do(change_severity, self._dice.choice(SEVERITIES))

    def pauses(self) -> None:
        self._do(pause, self._house.now + timedelta(hours=self._dice.randint(-1, 30)), self._words())

    def resumes(self) -> None:
        self._do(resume)

    def extends(self) -> None:
        self._do(extend_box, parse_span("30m"))

    def contains(self) -> None:
        self._do(contain, self._words(), nothing_can=self._maybe())

    def edits(self) -> None:
        self._do(edit, {"title": f"{self._words()} {self._dice.randint(1, 3)}"})

    def updates(self) -> None:
        self._do(post_update, self._words(), stage=self._dice.choice((None, None, *Stage)))

    def writes(self) -> None:
        self._do(add_entry, self._dice.choice([*WRITTEN_KINDS.values()]), self._words())

    def changes_a_system(self) -> None:
        typed = Change(state=self._dice.choice([*ChangeState]), temporary=self._maybe(0.3))
        self._do(add_entry, EntryKind.CHANGE_RECORDED, self._words(), typed=typed)

    def judges(self) -> None:
        if (meant := self._entry(EntryKind.HYPOTHESIS_ADDED)) is not None:
            words = self._words(meant.incident_id)
            self._do_to(meant, judge_hypothesis, self._dice.choice([*Verdict]), words)

    def steps_on(self) -> None:
        if (meant := self._entry(EntryKind.CHANGE_RECORDED)) is not None:
            words = self._words(meant.incident_id)
            self._do_to(meant, step_change, self._dice.choice([*ChangeStep]), words)

    def corrects(self) -> None:
        kinds = (*WRITTEN_KINDS.values(), *VERDICT_KINDS, EntryKind.CONTAINMENT_RECORDED)
        if (meant := self._entry(*kinds)) is None:
            return
        if self._maybe():
            self._do_to(meant, withdraw_entry)
        else:
            self._do_to(meant, amend_entry, f"{self._words(meant.incident_id)} after all")

    def looks_at_a_layer(self) -> None:
        check = self._dice.choice((Check.STORAGE, Check.STORAGE, Check.SERVING))
        self._do(record_check, check, self._words(), holds=self._maybe(0.7))

    def signs_off(self) -> None:
        more: dict[str, Any] = {"stewards": {}, "role": self._dice.choice((None, *ROLES[1:]))}
        if self._maybe(0.6):
            self._do(sign_off, **more)
        else:
            self._do(refuse_sign_off, self._words(), goes_back=self._maybe(), **more)

    def finds_a_cause(self) -> None:
        family = self._dice.choice([*CauseFamily]).value
        self._do(answer_cause, {Question.STATEMENT: self._words(), Question.FAMILY: family})

    def drops_a_cause(self) -> None:
        if (chosen := self._any(RootCause)) is not None:
            self._do_to(chosen, drop_cause, self._words(chosen.incident_id))

    def says_what_to_use(self) -> None:
        if self._maybe(0.6):
            self._do(use_meanwhile, f"{self._words()} {self._dice.randint(1, 2)}")
        else:
            self._do(end_meanwhile)

    def says_what_is_bad(self) -> None:
        if self._maybe(0.7):
            window = BadWindow(Edge(f"{self._dice.randint(1, 3)}"), None)
            self._do(record_window, "orders", window, note=self._words())
        else:
            self._do(withdraw_window, "orders")

    def closes(self) -> None:
        words = self._words()
        more = {"stays": words if self._maybe() else "", "override": words if self._maybe(0.3) else ""}
        self._do(close, self._dice.choice([*Outcome]), cause=words, remedy=words, **more)

    def _choose_closed(self) -> None:
        closed = [number for number, told in self._house.told.items() if told.stage == "closed"]
        self._number = self._dice.choice(closed or [self._number])

    def reopens(self) -> None:
        self._choose_closed()
        self._do(reopen, why=self._words())

    def fails_again(self) -> None:
        self._choose_closed()
        self._house.act(None, self._by, regress, self._number, what=self._words())

    def merges(self) -> None:
        self._do(merge, self._dice.choice(self._house.numbers()))

    def splits(self) -> None:
        fingerprint = f"v1:{self._dice.random()}"
        self._house.happens(heard(self._house.house, fingerprint, self._number))
        new = self._do(split, [fingerprint], title=self._words(), severity=Severity.SEV1)
        if new is not None:
            self._house.happens(self._house.moved_in(new.id))

    def undoes(self) -> None:
        meant = self._entry(EntryKind.MERGED, EntryKind.SPLIT)
        if meant is not None and all(self._house.sees(self._by, end) for end in ends_of(meant)):
            self._do_to(meant, undo_move)

    def waits(self) -> None:
        self._house.pass_time(minutes=self._dice.choice((1, 20, 90, 1500)))


#: Every act, and how often it is chosen: what needs something else to be there, more often.
ACTS: Final[Mapping[str, int]] = {
    name: 1 for name, member in vars(Anybody).items() if callable(member) and not name.startswith("_")
} | {
    "declares": 0,
    "advances": 4,
    "judges": 3,
    "steps_on": 3,
    "signs_off": 2,
    "undoes": 4,
    "closes": 2,
    "reopens": 2,
}
