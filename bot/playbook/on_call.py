"""What a playbook says about who is on call: a rotation of the team's own, or where the schedule is kept."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from bot.playbook.fields import Date, Days, Responder, TimeOfDay, WebAddress, Word, Zone
from bot.playbook.part import Part
from bot.playbook.turns import Every, HandOff
from models.rotation import Turns
from models.windows import WeeklyWindow

Holidays = Mapping[str, tuple[date, ...]]

#: A Monday: turns of a rotation without `starts` are counted from here.
_LONG_AGO: Final = date(2024, 1, 1)

_NINE: Final = time(9)
_MIDNIGHT: Final = time(0)
_WEEK: Final = timedelta(weeks=1)
_ONE_DAY: Final = timedelta(days=1)

#: What a team's entry says, one of these: who takes turns, or where it is kept.
_KINDS: Final = ("people", "layers", "pagerduty", "ical", "group")


def _several(value: Any) -> Any:
    """One alone may be written without the list."""
    return [value] if isinstance(value, str | dict) else value


class Only(Part):
    """Hours of the week to which a layer is restricted, on the clock of its zone."""

    days: Annotated[Days, Field(description="on which days they begin")] = frozenset(range(7))
    start: Annotated[TimeOfDay, Field(alias="from", description="when they begin")] = _MIDNIGHT
    end: Annotated[
        TimeOfDay, Field(alias="to", description="when they end; the next day where that is not after `from`")
    ] = _MIDNIGHT


class Rotation(Part):
    """People who take turns."""

    people: Annotated[
        tuple[Responder, ...],
        Field(max_length=200, description="who takes turns, in their order; a user group has its turn whole"),
    ] = ()
    every: Annotated[Every, Field(description="how long a turn lasts: `1w`, `2w`, `3d`, `12h`")] = _WEEK
    starts: Annotated[
        Date | None,
        Field(description="the first day of the first person; before it the rotation has nobody"),
    ] = None
    hand_off: Annotated[
        HandOff | None,
        Field(
            description="when turns change: `mon 09:00`, `09:00`; without it 09:00 of `starts`, or of Mondays"
        ),
    ] = None
    zone: Annotated[
        Zone | None, Field(description="whose clock that is; without it that of `working_hours`, else UTC")
    ] = None
    only: Annotated[
        tuple[Only, ...],
        BeforeValidator(_several),
        Field(max_length=20, description="only at these hours: `{days: mon-fri, from: 09:00, to: 17:00}`"),
    ] = ()
    rests_on: Annotated[
        tuple[Word, ...],
        BeforeValidator(_several),
        Field(description="lists of `holidays`, on which it has nobody"),
    ] = ()

    @model_validator(mode="after")
    def _weekdays_go_with_weeks(self) -> Self:
        names_a_day = self.hand_off is not None and self.hand_off.weekday is not None
        if names_a_day and self.every % _WEEK:
            raise ValueError("`hand_off` names a weekday, but turns are no whole weeks; write the time alone")
        return self

    def turns(self, zone: ZoneInfo, holidays: Holidays) -> Turns:
        """The rule of it; `zone` is the one around it."""
        zone = self.zone or zone
        at = self.hand_off.at if self.hand_off else _NINE
        begins = datetime.combine(self.starts, at, tzinfo=zone).astimezone(UTC) if self.starts else None
        return Turns(
            people=self.people,
            zone=zone,
            first=datetime.combine(self._first_day(), at),
            length=self.every,
            begins_at=begins,
            windows=tuple(WeeklyWindow(zone, each.days, each.start, each.end) for each in self.only),
            rests_on=tuple(sorted({day for name in self.rests_on for day in holidays.get(name, ())})),
        )

    def _first_day(self) -> date:
        """The first person's first day; where turns change on another weekday, theirs has begun before."""
        day = self.starts or _LONG_AGO
        weekday = self.hand_off.weekday if self.hand_off else None
        return day if weekday is None else day - (day.weekday() - weekday) % 7 * _ONE_DAY


class Layer(Rotation):
    """One rotation of several; of those that have somebody the last counts."""

    name: Annotated[str | None, Field(max_length=75, description="shown as the reason")] = None

    @model_validator(mode="after")
    def _has_people(self) -> Self:
        if not self.people:
            raise ValueError('write who takes turns: people: ["@ana", "@ben"]')
        return self


class OnCall(Rotation):
    """Who is on call for one team: `people` who take turns, several `layers`, or an outside schedule."""

    layers: Annotated[
        tuple[Layer, ...],
        Field(max_length=10, description="several rotations; of those that have somebody the last counts"),
    ] = ()
    pagerduty: Annotated[
        tuple[str, ...],
        BeforeValidator(_several),
        Field(description="ids of schedules in PagerDuty, `PABC123`; the token is in `PAGERDUTY_TOKEN`"),
    ] = ()
    ical: Annotated[WebAddress | None, Field(description="the address of a calendar of shifts")] = None
    group: Annotated[
        Responder | None, Field(description="a Slack user group: whoever is in it now is on call")
    ] = None
    names: Annotated[
        Mapping[str, Responder],
        Field(description="who is meant by an address or name of the outside schedule: `ana@x.com: '@ana'`"),
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [kind for kind in _KINDS if getattr(self, kind)]
        if len(said) != 1:
            raise ValueError(
                f"write one of {', '.join(_KINDS)}" + (f", not {' and '.join(said)}" * bool(said))
            )
        allowed = {"people": set(Rotation.model_fields), "layers": {"layers", "zone"}}
        lost = self.model_fields_set - allowed.get(said[0], {said[0], "names", "zone"})
        if lost:
            raise ValueError(f"`{min(lost)}` says nothing beside `{said[0]}`")
        return self

    @property
    def is_outside(self) -> bool:
        """Whether the schedule is kept elsewhere."""
        return not self.people and not self.layers

    def rotations(self, zone: ZoneInfo, holidays: Holidays) -> tuple[Turns, ...]:
        """Its layers, the last over the others; none of an outside schedule."""
        zone = self.zone or zone
        if self.people:
            return (self.turns(zone, holidays),)
        return tuple(layer.turns(zone, holidays) for layer in self.layers)
