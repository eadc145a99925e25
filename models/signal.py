"""What a tool said, once it has been read: the same whatever the tool and the road it came by."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.fingerprint import fingerprint, settled
from models.vocabulary import AlertStatus, Symptom


@dataclass(frozen=True, kw_only=True)  # no slots: the fingerprint is kept in it
class Signal:
    """One thing that one tool says is broken, or fine again."""

    #: The tool (`dbt_cloud`, `great_expectations` …), or the name under which an unknown one posts.
    source: str
    title: str
    status: AlertStatus = AlertStatus.FIRING
    symptom: Symptom | None = None
    #: The tool's own word (`critical`, `P1`, `warn`); none where it says none.
    severity_hint: str | None = None
    #: Tables, jobs, models; the first is the one that the alert is about.
    assets: tuple[str, ...] = ()
    #: Who answers for it, says the tool: a team, a name, an address.
    owner: str | None = None
    #: The part of the business, where the tool's own labels name one.
    domain: str | None = None
    #: The run in which it happened; alerts of one run of one source often have one cause.
    run: str | None = None
    #: The tool's rule or monitor, where one of them watches many things.
    rule: str | None = None
    #: To the tool's own page.
    link: str | None = None
    #: To the run, and to the test or check, where they have pages of their own.
    run_link: str | None = None
    test_link: str | None = None
    excerpt: str | None = None
    #: When the tool says that it started.
    started_at: datetime | None = None
    #: What makes two signals of this source the same (a DAG and its task); empty: the title does.
    identity: tuple[str, ...] = ()
    #: Its fingerprint, where it is read back from a row that does not keep its identity.
    known_as: str | None = None

    @property
    def is_firing(self) -> bool:
        """Whether something is wrong, says the tool."""
        return self.status is AlertStatus.FIRING

    @cached_property
    def fingerprint(self) -> str:
        """What makes two alerts the same, with its version; broken and fine again share it."""
        return self.known_as or fingerprint(self.source, self.identity or (settled(self.title),))
