"""Carry: alerts go from one incident to another with their concerns and causes, and can come back exactly.

What moved is remembered by its names, in the ledger entry that tells of it: also of a storm it is little.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, or_, select, update

from bot.alerts.said_again import causes_of
from bot.database import in_parts
from bot.uow import UnitOfWork
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.vocabulary import Stage

_KEYS: Final[Mapping[type[Any], Any]] = {Concern: Concern.fingerprint, Cause: Cause.key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What went where, so that it can be brought back."""

    #: None: its alerts belonged, or belong now, to no incident.
    from_id: int | None
    to_id: int | None
    #: Concerns and causes that moved, by their keys, each with the incident that it pointed to before.
    concerns: Mapping[str, int | None]
    causes: Mapping[str, int | None]
    #: Fingerprints of which earlier alerts moved, while the concern is somewhere else by now.
    others: Sequence[str] = ()
    #: Alerts of these fingerprints that were at the other place before.
    stayed: Sequence[int] = ()

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """All of which alerts moved."""
        return (*self.concerns, *self.others)

    def as_detail(self) -> dict[str, Any]:
        """As a ledger entry keeps it."""
        return asdict(self)

    @classmethod
    def from_detail(cls, detail: Mapping[str, Any]) -> Self:
        """As it was kept."""
        return cls(**detail)


async def carry(
    uow: UnitOfWork,
    from_id: int | None,
    to_id: int | None,
    fingerprints: Collection[str] | None = None,
    *,
    since_at: datetime | None = None,
) -> Carried:
    """Move all that an incident has, or only these fingerprints; of loose ones, those since then."""
    await uow.session.flush()
    names = sorted(fingerprints) if fingerprints is not None else await _all_of(uow, from_id)
    concerns = await _concerns(uow, names, from_id, every=from_id is None)
    carried = Carried(
        from_id=from_id,
        to_id=to_id,
        concerns={concern.fingerprint: concern.incident_id for concern in concerns},
        causes=await _causes(uow, from_id, concerns, whole=fingerprints is None),
        others=[name for name in names if name not in {concern.fingerprint for concern in concerns}],
        stayed=await _alerts_at(uow, to_id, names),
    )
    where = [_at(from_id)] if since_at is None else [_at(from_id), Alert.received_at >= since_at]
    await _move_alerts(uow, names, where, to_id)
    await _point(uow, Concern, carried.concerns, to_id)
    await _point(uow, Cause, carried.causes, to_id)
    await _keep_out(uow, carried, None if to_id else from_id)
    return carried


async def carry_back(uow: UnitOfWork, carried: Carried) -> None:
    """Bring back what moved, and what came of it since; what has gone elsewhere meanwhile stays there."""
    await uow.session.flush()
    stayed = set(carried.stayed)
    came = [each for each in await _alerts_at(uow, carried.to_id, carried.fingerprints) if each not in stayed]
    for some in in_parts(came):
        await uow.session.execute(update(Alert).where(Alert.id.in_(some)).values(incident_id=carried.from_id))
    await _point(uow, Concern, carried.concerns, carried.to_id, back=True)
    await _point(uow, Cause, carried.causes, carried.to_id, back=True)
    await _keep_out(uow, carried, None if carried.from_id else carried.to_id)


async def _keep_out(uow: UnitOfWork, carried: Carried, left_id: int | None) -> None:
    """What was taken out of an incident does not come back by itself; what was put into one may stay."""
    for some in in_parts(list(carried.concerns)):
        moved = update(Concern).where(Concern.fingerprint.in_(some))
        await uow.session.execute(moved.values(apart_from_id=left_id))


async def gone_elsewhere(uow: UnitOfWork, carried: Carried) -> list[str]:
    """The concerns that somebody, or an alert, has moved on since."""
    found: list[str] = []
    for some in in_parts(list(carried.concerns)):
        moved_on = select(Concern.fingerprint).where(
            Concern.fingerprint.in_(some), ~_points(Concern, carried.to_id)
        )
        found += await uow.session.scalars(moved_on)
    return found


async def _all_of(uow: UnitOfWork, incident_id: int | None) -> list[str]:
    of_alerts = select(Alert.fingerprint).where(_at(incident_id)).distinct()
    of_concerns = select(Concern.fingerprint).where(Concern.incident_id == incident_id)
    return sorted({*await uow.session.scalars(of_alerts), *await uow.session.scalars(of_concerns)})


async def _concerns(
    uow: UnitOfWork, names: Sequence[str], incident_id: int | None, *, every: bool
) -> list[Concern]:
    """Those of the incident; of loose alerts all: their concerns may still point to where they were once."""
    found: list[Concern] = []
    for some in in_parts(names):
        those = select(Concern).where(Concern.fingerprint.in_(some))
        if not every:
            those = those.where(Concern.incident_id == incident_id)
        found += await uow.session.scalars(those.order_by(Concern.fingerprint))
    return found


async def _causes(
    uow: UnitOfWork, from_id: int | None, concerns: Sequence[Concern], *, whole: bool
) -> dict[str, int | None]:
    """What led there alone through these concerns; what others there share goes on leading there."""
    if whole:
        keys = await uow.session.scalars(select(Cause.key).where(Cause.incident_id == from_id))
        return dict.fromkeys(sorted(keys), from_id)
    keys_left: set[str] = set()
    if from_id is not None:
        moving = {concern.fingerprint for concern in concerns}
        for concern in await uow.session.scalars(select(Concern).where(Concern.incident_id == from_id)):
            keys_left.update(causes_of(concern) if concern.fingerprint not in moving else ())
    wanted = sorted({key for concern in concerns for key in causes_of(concern)} - keys_left)
    cards = {concern.card_alert_id for concern in concerns}
    found: dict[str, int | None] = {}
    for some in in_parts(wanted):
        for cause in await uow.session.scalars(
            select(Cause).where(Cause.key.in_(some), _leads_there(from_id))
        ):
            if from_id is not None or cause.card_alert_id in cards:
                found[cause.key] = cause.incident_id
    return found


async def _alerts_at(uow: UnitOfWork, incident_id: int | None, names: Sequence[str]) -> list[int]:
    found: list[int] = []
    for some in in_parts(names):
        found += await uow.session.scalars(
            select(Alert.id).where(_at(incident_id), Alert.fingerprint.in_(some)).order_by(Alert.id)
        )
    return found


async def _move_alerts(
    uow: UnitOfWork, names: Sequence[str], where: Sequence[ColumnElement[bool]], to_id: int | None
) -> None:
    for some in in_parts(names):
        moved = update(Alert).where(*where, Alert.fingerprint.in_(some)).values(incident_id=to_id)
        await uow.session.execute(moved)


async def _point(
    uow: UnitOfWork,
    kind: type[Concern] | type[Cause],
    was: Mapping[str, int | None],
    to_id: int | None,
    *,
    back: bool = False,
) -> None:
    """Let those that point to where they were point there, or back; what points elsewhere is left alone."""
    for before in {*was.values()}:
        here, there = (to_id, before) if back else (before, to_id)
        for some in in_parts([name for name, each in was.items() if each == before]):
            pointing = update(kind).where(_KEYS[kind].in_(some), _points(kind, here))
            await uow.session.execute(pointing.values(incident_id=there))


def _leads_there(incident_id: int | None) -> ColumnElement[bool]:
    """What led to an incident that is closed by now leads nowhere."""
    if incident_id is not None:
        return _points(Cause, incident_id)
    over = select(Incident.id).where(Incident.stage == Stage.CLOSED)
    return or_(Cause.incident_id.is_(None), Cause.incident_id.in_(over))


def _at(incident_id: int | None) -> ColumnElement[bool]:
    return Alert.incident_id.is_(None) if incident_id is None else Alert.incident_id == incident_id


def _points(kind: Any, incident_id: object) -> ColumnElement[bool]:
    held: ColumnElement[bool] = (
        kind.incident_id.is_(None) if incident_id is None else kind.incident_id == incident_id
    )
    return held
