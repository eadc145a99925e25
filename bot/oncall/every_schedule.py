"""All that may keep an on-call schedule for us, by its name in the playbook."""

from bot.call_settings import CallSettings
from bot.desk import Desk
from bot.integrations.schedules.calendar import CalendarSchedule
from bot.integrations.schedules.pagerduty import PagerDutySchedule
from bot.integrations.schedules.port import OutsideKind, OutsideSchedule
from bot.slack.group_schedule import GroupSchedule


def every_schedule(desk: Desk, settings: CallSettings) -> dict[OutsideKind, OutsideSchedule]:
    """One of each; what it lacks it says when it is read, and `breakwater check` before."""
    return {
        OutsideKind.PAGERDUTY: PagerDutySchedule(
            desk.outside, settings.pagerduty_api_url, settings.pagerduty_token
        ),
        OutsideKind.ICAL: CalendarSchedule(desk.outside),
        OutsideKind.GROUP: GroupSchedule(desk.directory),
    }
