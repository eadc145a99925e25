"""What a playbook says about announced work: windows that come every week, or once."""

from datetime import UTC, time, timedelta
from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.playbook.conditions import AlertCondition
from bot.playbook.fields import DayAndTime, Days, TimeOfDay, Zone
from bot.playbook.part import Part
from models.windows import OneWindow, WeeklyWindow, Window

#: Nothing is hidden for longer in one go.
LONGEST: Final = timedelta(days=90)

_MIDNIGHT: Final = time(0)


class Maintenance(Part):
    """One window: either `days` with `from` and `to`, every week, or `from_at` and `until_at`, once."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="shown as the reason")]
    when: Annotated[
        AlertCondition, Field(description="which alerts are hidden; without it all of them are")
    ] = AlertCondition()
    days: Annotated[Days | None, Field(description="on which days of the week it begins")] = None
    start: Annotated[TimeOfDay, Field(alias="from", description="when it begins, on those days")] = _MIDNIGHT
    end: Annotated[
        TimeOfDay,
        Field(alias="to", description="when it ends; the next day where that is not after `from`"),
    ] = _MIDNIGHT
    zone: Annotated[
        Zone | None, Field(description="whose clock that is; without it that of `working_hours`, else UTC")
    ] = None
    from_at: Annotated[DayAndTime | None, Field(description="when it begins, once: `2026-11-20 22:00`")] = (
        None
    )
    until_at: Annotated[DayAndTime | None, Field(description="when that ends, at most 90 days later")] = None

    @model_validator(mode="after")
    def _either_weekly_or_once(self) -> Self:
        once = (self.from_at, self.until_at)
        if self.days is None and None in once:
            raise ValueError("write either `days` with `from` and `to`, or both `from_at` and `until_at`")
        if self.days is not None and once != (None, None):
            raise ValueError("write `days` for every week or `from_at` for once, not both")
        if self.days is None and {"start", "end"} & self.model_fields_set:
            raise ValueError(
                "`from` and `to` go with `days`; `from_at` and `until_at` say the time themselves"
            )
        self._require_sound(self.window())
        return self

    def window(self, zone: ZoneInfo | None = None) -> Window:
        """When it is open; `zone` is the playbook's own."""
        zone = self.zone or zone or ZoneInfo("UTC")
        if self.days is not None:
            return WeeklyWindow(zone, self.days, self.start, self.end)
        since_at, until_at = (
            (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
            for at in (self.from_at, self.until_at)
            if at
        )
        return OneWindow(since_at, until_at)

    def _require_sound(self, window: Window) -> None:
        if isinstance(window, WeeklyWindow):
            return
        if window.since_at >= window.until_at:
            raise ValueError("`from_at` must be before `until_at`")
        if window.until_at - window.since_at > LONGEST:
            raise ValueError("nothing is hidden for more than 90 days; announce it again when they are over")
