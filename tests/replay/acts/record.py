"""What is written down: the ledger, the cause, the proof, the end."""

from typing import Any, Final

from bot.causes.answer_cause import answer_cause, drop_cause
from bot.closing.send_closing import send_closing
from bot.incidents.advance_stage import advance
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.step_change import step_change
from bot.ledger.withdraw_entry import withdraw_entry
from bot.review.publish_review import publish
from bot.verification.record_check import record_check
from bot.verification.sign_off import refuse_sign_off, sign_off
from models.cause_walk import CauseFamily, Question
from models.change import ChangeState, ChangeStep
from models.hypothesis import Verdict
from models.ledger import STEP_KINDS, VERDICT_KINDS, WRITTEN_KINDS, EntryKind
from models.promises import Review
from models.root_cause import RootCause
from models.typed_entry import Change
from models.verification import Check
from models.vocabulary import Stage
from tests.replay.acts.somebody import ROLES, Somebody

#: What mostly comes next.
_NEXT: Final = {
    "planned": (ChangeStep.APPROVED, ChangeStep.APPLIED, ChangeStep.REMOVED),
    "applied": (ChangeStep.HELD, ChangeStep.ROLLED_BACK, ChangeStep.MADE_PERMANENT, ChangeStep.REMOVED),
    "held": (ChangeStep.MADE_PERMANENT, ChangeStep.REMOVED, ChangeStep.ROLLED_BACK),
}


class Record(Somebody):
    """Write, judge, correct, look, sign."""

    def writes(self) -> None:
        at = self._in_hours(-3, 0) if self._maybe(0.3) else None
        self._do(add_entry, self._dice.choice([*WRITTEN_KINDS.values()]), self._words(), at=at)

    def changes_a_system(self) -> None:
        typed = Change(state=self._dice.choice([*ChangeState]), temporary=self._maybe(0.3))
        self._do(add_entry, EntryKind.CHANGE_RECORDED, self._words(), typed=typed)

    def judges(self) -> None:
        standing = {each for told in self._house.told.values() for each in told.hypotheses}
        if (
            meant := self._entry(EntryKind.HYPOTHESIS_ADDED, is_so=lambda each: each.id in standing)
        ) is not None:
            words = self._words(meant.incident_id)
            self._do_to(meant, judge_hypothesis, self._dice.choice([*Verdict]), words)

    def steps_on(self) -> None:
        states = {each: state for told in self._house.told.values() for each, state in told.changes.items()}
        meant = self._entry(EntryKind.CHANGE_RECORDED, is_so=lambda each: states.get(each.id) in _NEXT)
        if meant is not None:
            steps = _NEXT.get(states.get(meant.id, ""), ()) if self._mostly() else ()
            words = self._words(meant.incident_id)
            self._do_to(meant, step_change, self._dice.choice(steps or [*ChangeStep]), words)

    def corrects(self) -> None:
        kinds = (*WRITTEN_KINDS.values(), *VERDICT_KINDS, *STEP_KINDS, EntryKind.STAGE_ADVANCED)
        if (meant := self._entry(*kinds)) is None:
            return
        if self._maybe():
            self._do_to(meant, withdraw_entry)
        else:
            self._do_to(meant, amend_entry, f"{self._words(meant.incident_id)} after all")

    def looks_at_a_layer(self) -> None:
        check = self._dice.choice((Check.STORAGE, Check.STORAGE, Check.SERVING))
        self._do(record_check, check, self._words(), holds=self._maybe(0.7))

    def asks_for_proof(self) -> None:
        self._seek(lambda told: told.stage not in {"verification", "closed"} and told.severity == "sev1")
        self._do(advance, Stage.VERIFICATION, override="We know better")

    def signs_off(self) -> None:
        self._seek(lambda told: told.stage == "verification" and told.severity == "sev1")
        role = self._dice.choice(ROLES[1:3])
        if self._told and self._mostly():
            self._by = self._told.roles.get(role.value, self._by)
        more: dict[str, Any] = {"stewards": {}, "role": self._dice.choice((None, role))}
        if self._maybe(0.7):
            self._do(sign_off, **more)
        else:
            self._do(refuse_sign_off, self._words(), goes_back=self._maybe(), **more)

    def finds_a_cause(self) -> None:
        family = self._dice.choice([*CauseFamily]).value
        self._do(answer_cause, {Question.STATEMENT: self._words(), Question.FAMILY: family})

    def drops_a_cause(self) -> None:
        if (chosen := self._any(RootCause)) is not None:
            self._do_to(chosen, drop_cause, self._words(chosen.incident_id))

    def tells_of_the_end(self) -> None:
        self._seek(lambda told: told.stage == "closed")
        self._do(send_closing, self._words(), rerun=self._words())

    def publishes(self) -> None:
        if (chosen := self._any(Review, lambda each: each.drafted_at and not each.published_at)) is not None:
            self._do_to(chosen, publish)
