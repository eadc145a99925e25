"""What a job leads from and to: plain rules about keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from bot.assets.told import ToldEdge
from models.job_state import JobState

#: More ways than these through one job lead through the job itself: what it reads, the job, what it writes.
MOST_PAIRS: Final = 2_500

_LONGEST_SOURCE: Final = 120
SOURCE: Final = "openlineage"


@dataclass(frozen=True, slots=True)
class JobPlace:
    """Where a job stands in the lineage."""

    key: str
    state: JobState
    #: The job of which it is a part.
    parent: str | None = None
    #: It tests what is there, or starts what has events of its own: it leads nowhere.
    is_besides: bool = False

    @property
    def stands_for(self) -> str | None:
        """The one dataset that it writes, of which it is a name then."""
        return None if self.is_besides else only_one(self.state.outputs)

    @property
    def is_asset(self) -> bool:
        """Whether it is one of its own: it writes several, or none that we know of."""
        return not self.is_besides and self.stands_for is None

    def edges(self) -> Iterator[ToldEdge]:
        """What feeds what, by this job."""
        if self.is_besides:
            return
        if self.parent is not None:
            yield ToldEdge(self.parent, self.stands_for or self.key)
        yield from edges_of_job(self.key, self.state.inputs, self.state.outputs)


def only_one(outputs: Sequence[str]) -> str | None:
    """The one thing that a job writes, if it is one."""
    return outputs[0] if len(outputs) == 1 else None


def edges_of_job(key: str, inputs: Sequence[str], outputs: Sequence[str]) -> Iterator[ToldEdge]:
    """What a job reads feeds what it writes; where it is an asset of its own, it lies between as well."""
    if only_one(outputs) is None:
        yield from (ToldEdge(each, key) for each in inputs)
        yield from (ToldEdge(key, each) for each in outputs)
    if only_one(outputs) is not None or len(inputs) * len(outputs) <= MOST_PAIRS:
        yield from (ToldEdge(one, other) for one in inputs for other in outputs if one != other)


def source_of(job_key: str) -> str:
    """Whose word the edges of one job are; two jobs may say the same, and one may stop saying it."""
    source = f"{SOURCE}:{job_key}"
    if len(source) <= _LONGEST_SOURCE:
        return source
    digest = blake2b(job_key.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{source[: _LONGEST_SOURCE - len(digest) - 1]}~{digest}"
