"""What is told of one incident: by its ledger alone, and by the rows, to compare the two.

When something falls due (the next update, a time box, a level of an escalation) is none of it: that follows
from the playbook, and the ledger tells what came of it. `rest.py` asks that nothing falls due where nothing
should.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any


@dataclass(kw_only=True)
class Told:
    """One incident. What is not compared is for the ledger's own telling."""

    title: str
    severity: str
    stage_since: datetime
    stage: str = "triage"
    #: Domain, symptom and asset, as far as they are said.
    about: dict[str, str] = field(default_factory=dict)
    is_drill: bool = False
    is_private: bool = False
    is_breach: bool = False
    outcome: str | None = None
    cause: str | None = None
    remedy: str | None = None
    fixed_at: datetime | None = None
    merged_into: int | None = None
    acknowledged_by: str | None = None
    reopened: int = 0
    regressed: int = 0
    call_url: str | None = None
    #: When people meet, or met, to work on it together.
    session: datetime | None = None
    paused_until: datetime | None = None
    #: Its stage takes longer than its time box.
    is_late: bool = False
    roles: dict[str, str] = field(default_factory=dict)
    #: Hand-offs that were offered and not answered.
    offers: set[int] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    #: Notices to owners, and whether each was read.
    notices: dict[int, bool] = field(default_factory=dict)
    #: By the entry that records each.
    hypotheses: dict[int, str] = field(default_factory=dict)
    changes: dict[int, str] = field(default_factory=dict)
    #: Runbooks at work, and the steps that are done.
    runbooks: dict[str, set[int]] = field(default_factory=dict)
    #: The last word of each role in this round, and of each layer.
    signed: dict[str, bool] = field(default_factory=dict)
    looks: dict[str, bool] = field(default_factory=dict)
    #: The kind of each cause that counts.
    causes: dict[int, str | None] = field(default_factory=dict)
    interim: str | None = None
    windows: set[str] = field(default_factory=set)
    #: By asset: how far, and whose.
    backfill: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    holds: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: What people say of its reach, by asset.
    impact: dict[str, str] = field(default_factory=dict)
    #: The fingerprints of its alerts.
    alerts: set[str] = field(default_factory=set)
    #: Post-mortems, each drafted or published.
    reviews: list[str] = field(default_factory=list)
    #: Where it goes on by itself again: the stage in which it was when it ended.
    ended_in: str = field(default="triage", compare=False)
    is_contained: bool = field(default=False, compare=False)
    #: When each role and each layer was heard of last.
    proven_at: dict[str, datetime] = field(default_factory=dict, compare=False)
    #: Who came along when it moved into private.
    let_in: frozenset[str] = field(default=frozenset(), compare=False)

    def enters(self, stage: str, at: datetime) -> None:
        """It stands there from now on."""
        self.stage, self.stage_since, self.is_late = stage, at, False

    def ends(self, at: datetime) -> None:
        """Nothing falls due any more."""
        self.ended_in = self.stage
        self.enters("closed", at)
        self.paused_until = None
        self.offers.clear()

    def goes_on(self, at: datetime) -> None:
        """It is worked on again."""
        self.enters(self.ended_in, at)
        self.outcome = self.merged_into = None

    def proves_anew(self, changed_at: datetime | None = None) -> None:
        """What was proven does not count any more, unless it was after the change that ends it."""
        lapsed = [name for name, at in self.proven_at.items() if changed_at is None or at <= changed_at]
        for name in lapsed:
            self.signed.pop(name, None)
            self.looks.pop(name, None)


def differences(rows: Told | None, told: Told | None) -> dict[str, tuple[Any, Any]]:
    """By what they differ: what the rows say, and what the ledger tells."""
    if rows is None or told is None:
        return {"it": (rows, told)}
    each = (
        (part.name, getattr(rows, part.name), getattr(told, part.name))
        for part in fields(Told)
        if part.compare
    )
    return {name: (one, other) for name, one, other in each if one != other}
