"""Who does what: roles, calls, time, and what was promised."""

from bot.channels.notice_members import left
from bot.incidents.assign_role import assign, release
from bot.incidents.hand_off_role import answer, offer
from bot.incidents.link_call import link_call
from bot.incidents.plan_session import call_off_session, plan_session
from bot.oncall.answer_call import answer_call
from bot.oncall.call import call
from bot.oncall.start_escalation import escalate
from bot.runbooks.do_step import apply_remedy, do_step
from bot.runbooks.open_runbook import open_by_name
from bot.stages.contain import contain
from bot.stages.extend_box import extend_box
from bot.stages.pause import pause
from bot.stages.resume import resume
from bot.updates.hand_over_check_in import hand_over_check_in
from bot.updates.post_update import post_update
from bot.updates.snooze_check_in import snooze_check_in
from models.call import Call
from models.durations import parse_span
from models.incident import HandOff
from models.promises import CheckIn
from models.runbook import RunbookRun
from models.vocabulary import Role, Stage
from tests.replay.acts.somebody import ROLES, Somebody
from tests.replay.told import Told


def _is_led(told: Told) -> bool:
    return told.stage != "closed" and bool(told.roles)


class People(Somebody):
    """Take and give roles, call each other, and say when."""

    def gives_a_role(self) -> None:
        self._do(assign, self._dice.choice(ROLES), self._somebody())

    def gives_a_role_back(self) -> None:
        self._seek(_is_led)
        self._do(release, self._held_role())

    def _held_role(self) -> Role:
        held = sorted(self._told.roles) if self._told else []
        return Role(self._dice.choice(held)) if held and self._mostly() else self._dice.choice(ROLES)

    def offers_a_role(self) -> None:
        self._seek(_is_led)
        self._do(offer, self._held_role(), to_id=self._somebody())

    def answers_an_offer(self) -> None:
        if (chosen := self._any(HandOff, lambda each: each.answered_at is None)) is not None:
            by_id = chosen.to_id if self._mostly() else self._by
            self._do_to(chosen, answer, by_id=by_id, accepts=self._maybe())

    def leaves_the_channel(self) -> None:
        place, told = self._house.place(self._number), self._house.told.get(self._number)
        if place is not None and place.channel_id is not None and told is not None and not told.is_private:
            self._house.act(None, self._by, left, self._number, place.channel_id, self._by)
            self._house.secrets.leaves(self._by, self._number)

    def is_called(self) -> None:
        async def place(uow, number, *, by_id):  # type: ignore[no-untyped-def]
            return await call(uow, await uow.incident(number), [self._somebody()], by_id=by_id)

        self._do(place)

    def asks_for_the_next_level(self) -> None:
        self._do(escalate, why=self._words())

    def answers_a_call(self) -> None:
        if (chosen := self._any(Call, lambda each: each.is_open)) is not None:
            self._do_to(chosen, answer_call, by_id=chosen.person_id if self._mostly() else self._by)

    def links_a_call(self) -> None:
        self._do(link_call, f"https://meet.example.com/{self._words()}/{self._dice.randint(1, 2)}")

    def plans_a_session(self) -> None:
        self._do(
            plan_session, self._in_hours(-1, 20), url="https://meet.example.com/x" if self._maybe() else ""
        )

    def calls_a_session_off(self) -> None:
        self._seek(lambda told: told.stage != "closed" and told.session)
        self._do(call_off_session)

    def pauses(self) -> None:
        self._do(pause, self._in_hours(-1, 30), self._words())

    def resumes(self) -> None:
        self._seek(lambda told: told.paused_until)
        self._do(resume)

    def extends(self) -> None:
        self._do(extend_box, parse_span("30m"))

    def contains(self) -> None:
        self._do(contain, self._words(), nothing_can=self._maybe())

    def updates(self) -> None:
        self._do(post_update, self._words(), stage=self._dice.choice((None, None, *Stage)))

    def snoozes(self) -> None:
        if (chosen := self._any(CheckIn, lambda each: each.settled_at is None)) is not None:
            self._do_to(chosen, snooze_check_in, parse_span(self._dice.choice(("30m", "1d"))))

    def hands_the_updates_over(self) -> None:
        if (chosen := self._any(CheckIn, lambda each: each.settled_at is None)) is not None:
            self._number = chosen.incident_id
            self._do_to(chosen, hand_over_check_in, self._somebody())

    def opens_a_runbook(self) -> None:
        self._do(open_by_name, self._dice.choice(("Late loads", "By hand")))

    def does_a_step(self) -> None:
        if (run := self._any(RunbookRun)) is not None:
            self._do_to(run, do_step, self._dice.randint(1, 2))

    def applies_a_remedy(self) -> None:
        if self._maybe(0.3) and (run := self._any(RunbookRun)) is not None:
            self._do_to(run, apply_remedy)

    def waits(self) -> None:
        self._house.pass_time(
            **self._dice.choice(({"minutes": 1}, {"minutes": 20}, {"hours": 2}, {"days": 1}))
        )
