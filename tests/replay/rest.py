"""What has ended, or waits, leaves nothing that falls due: told by the rows that say when to look."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.call import Call, Escalation
from models.promises import CheckIn
from models.stage_clock import Pause, StageClock
from models.vocabulary import CallState
from models.working_session import WorkingSession
from tests.replay.told import Told

#: Rows that ask for somebody's attention.
_PROMISED: Final = CheckIn.settled_at.is_(None)
_IN_TIME: Final[Mapping[str, tuple[type[Any], ColumnElement[bool]]]] = {
    "an update is promised": (CheckIn, _PROMISED),
    "its time box runs": (StageClock, StageClock.look_at.is_not(None)),
}
_AT_ALL: Final[Mapping[str, tuple[type[Any], ColumnElement[bool]]]] = {
    **_IN_TIME,
    "it is paused": (Pause, Pause.ended_at.is_(None)),
    "a session is reminded of": (WorkingSession, WorkingSession.look_at.is_not(None)),
    "somebody is sought": (Escalation, Escalation.look_at.is_not(None)),
    "a call rings": (Call, Call.state.in_([CallState.PLACED, CallState.DELIVERED])),
}


async def require_rest(session: AsyncSession, told: Mapping[int, Told], numbers: Collection[int]) -> None:
    """Of what is closed nothing is asked, of what is paused no clock runs; one update at a time is owed."""
    closed = [number for number in numbers if told[number].stage == "closed"]
    paused = [number for number in numbers if told[number].paused_until]
    for those, what in ((closed, _AT_ALL), (paused, _IN_TIME)):
        for words, (mapped, asks) in what.items():
            asked = select(mapped.incident_id).where(mapped.incident_id.in_(those), asks)
            found = (await session.scalars(asked)).all()
            assert not found, f"INC-{found} rests, and {words}"
    owed = select(CheckIn.incident_id).where(CheckIn.incident_id.in_(numbers), _PROMISED)
    twice = (await session.scalars(owed.group_by(CheckIn.incident_id).having(func.count() > 1))).all()
    assert not twice, f"INC-{twice} promises two updates at once"
