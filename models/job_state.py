"""What a job reads and writes, as its runs tell it bit by bit.

The events of one run are one telling: what each says is added up. A run that came to its end says all there
is to say, so what the job read and wrote before counts no more. A run that failed says less than the job does
when it works (a failed run often names no outputs), so it only adds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobHeard:
    """One event of a job."""

    #: None: it is about the job itself, and says all there is to say.
    run_id: str | None
    at: datetime
    #: The run came to its end, and did what it should.
    is_complete: bool = False
    inputs: Keys = ()
    outputs: Keys = ()


@dataclass(frozen=True, slots=True)
class JobState:
    """What is known of a job: all that it reads and writes, and how far its latest run has told."""

    run_id: str | None
    at: datetime
    is_complete: bool
    run_inputs: Keys
    run_outputs: Keys
    inputs: Keys
    outputs: Keys


def after(state: JobState | None, heard: JobHeard) -> JobState:
    """What is known once an event was heard; the same event twice changes nothing."""
    if state is None:
        state = JobState(heard.run_id, heard.at, False, (), (), (), ())
    if heard.run_id != state.run_id:
        if heard.at < state.at:  # it came late: a newer run has spoken
            return replace(
                state, inputs=_added(state.inputs, heard.inputs), outputs=_added(state.outputs, heard.outputs)
            )
        state = replace(state, run_id=heard.run_id, is_complete=False, run_inputs=(), run_outputs=())
    return _told(
        replace(
            state,
            at=max(state.at, heard.at),
            is_complete=state.is_complete or heard.is_complete or heard.run_id is None,
            run_inputs=_added(state.run_inputs, heard.inputs),
            run_outputs=_added(state.run_outputs, heard.outputs),
        )
    )


def _told(state: JobState) -> JobState:
    """What the job reads and writes, by what its run has told; one that tells nothing changes nothing."""
    if state.is_complete and (state.run_inputs or state.run_outputs):
        return replace(state, inputs=state.run_inputs, outputs=state.run_outputs)
    return replace(
        state,
        inputs=_added(state.inputs, state.run_inputs),
        outputs=_added(state.outputs, state.run_outputs),
    )


def _added(known: Keys, more: Iterable[str]) -> Keys:
    return tuple(sorted({*known, *more}))
