"""What a stage wants before it is left: small guards over one frozen record of the ledger. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from models.missing import Missing
from models.stages import ORDER
from models.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """What the record of one incident holds. What nobody keeps is not asked for: its default is well."""

    #: Something stops the bleeding, or it was said why nothing can.
    is_contained: bool = True
    has_supported_hypothesis: bool = True
    has_cause_family: bool = True
    #: Changes that were applied, and whose post-condition nobody has seen yet.
    unseen_changes: tuple[str, ...] = ()
    #: Somebody has looked, with something to show for it.
    has_verification: bool = True
    #: Layers of which a check failed, or is not done.
    open_checks: tuple[str, ...] = ()
    #: An alert of the incident still fires, where the playbook asks for that check.
    alerts_fire: bool = False
    #: Whose sign-off is asked for and not given, in words: `the business steward`.
    missing_sign_offs: tuple[str, ...] = ()


Guard = Callable[[StageFacts], Missing | None]


def nothing_stops_it(facts: StageFacts) -> Missing | None:
    """Bad data is still read, or nobody said that it cannot be kept from it."""
    if facts.is_contained:
        return None
    what = "what keeps bad data from being read, or why nothing can"
    return Missing(Stage.CONTAINMENT, what, "contain", "Say what contains it")


def no_hypothesis_stands(facts: StageFacts) -> Missing | None:
    """Nothing that was suspected has been found true."""
    if facts.has_supported_hypothesis:
        return None
    return Missing(Stage.ANALYSIS, "a hypothesis that evidence supports", "hypothesis", "Hypotheses")


def no_family(facts: StageFacts) -> Missing | None:
    """Nobody said what kind of cause it was."""
    if facts.has_cause_family:
        return None
    return Missing(Stage.ANALYSIS, "the kind of cause: data, logic or operations", "cause", "Cause")


def changes_unseen(facts: StageFacts) -> Missing | None:
    """Something was changed, and nobody looked whether it did what it was to do."""
    if not facts.unseen_changes:
        return None
    named = ", ".join(facts.unseen_changes[:3]) + (" and more" if len(facts.unseen_changes) > 3 else "")
    return Missing(Stage.REMEDIATION, f"whether it worked: {named}", "change", "Changes")


def nobody_looked(facts: StageFacts) -> Missing | None:
    """It is said to be fixed, and nothing shows it."""
    if facts.has_verification:
        return None
    return Missing(Stage.VERIFICATION, "evidence that the data is right again", "verify", "Verify")


def checks_open(facts: StageFacts) -> Missing | None:
    """Some layer was not looked at, or does not hold."""
    if not facts.open_checks:
        return None
    return Missing(Stage.VERIFICATION, f"checks of {_listed(facts.open_checks)}", "verify", "Verify")


def alerts_fire(facts: StageFacts) -> Missing | None:
    """The tools do not say that it is over."""
    if not facts.alerts_fire:
        return None
    return Missing(Stage.VERIFICATION, "the alerts fine again, which fills in by itself")


def sign_offs_missing(facts: StageFacts) -> Missing | None:
    """Whoever answers for the data has not said that it is right."""
    if not facts.missing_sign_offs:
        return None
    what = f"the sign-off of {_listed(facts.missing_sign_offs)}"
    return Missing(Stage.VERIFICATION, what, "signoff", "Sign off")


#: The guards of each stage; a stage without any is left freely.
GATES: Final[Mapping[Stage, tuple[Guard, ...]]] = {
    Stage.CONTAINMENT: (nothing_stops_it,),
    Stage.ANALYSIS: (no_hypothesis_stands, no_family),
    Stage.REMEDIATION: (changes_unseen,),
    Stage.VERIFICATION: (nobody_looked, checks_open, alerts_fire, sign_offs_missing),
}


def missing(stage: Stage, facts: StageFacts) -> tuple[Missing, ...]:
    """What the gate of one stage still wants."""
    return tuple(found for guard in GATES.get(stage, ()) if (found := guard(facts)))


def passed_on(current: Stage, target: Stage) -> tuple[Stage, ...]:
    """The stages whose gates lie on the way: the one that is left, and those that are skipped; none back."""
    begin = ORDER.index(current)
    end = len(ORDER) if target is Stage.CLOSED else ORDER.index(target)
    return ORDER[begin:end]


def held_back(
    current: Stage, target: Stage, facts: StageFacts, holding: Collection[Stage]
) -> tuple[Missing, ...]:
    """What the gates that hold want before this move; empty when it may be made."""
    on_the_way = [stage for stage in passed_on(current, target) if stage in holding]
    return tuple(each for stage in on_the_way for each in missing(stage, facts))


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
