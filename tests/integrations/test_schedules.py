"""Whatever keeps an outside schedule says the same of it: the real ones over HTTP, and the fake."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.schedules.calendar import CalendarSchedule
from bot.integrations.schedules.fake import FakeSchedule
from bot.integrations.schedules.pagerduty import PagerDutySchedule
from bot.integrations.schedules.port import OutsideSchedule, Wanted
from bot.slack.chat import Chat, open_session
from bot.slack.directory import Directory
from bot.slack.group_schedule import GroupSchedule
from models.rotation import Stretch
from tests.builders import open_office
from tests.integrations.calendars import calendar

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANA_THEN_BEN = [
    Stretch(("ana@example.com",), NOON - HOUR, NOON + HOUR),
    Stretch(("ben@example.com",), NOON + HOUR, NOON + 2 * HOUR),
]


@dataclass
class Kept:
    """A schedule, where it is known, where it is not, and how to make it silent."""

    schedule: OutsideSchedule
    here: str
    elsewhere: str
    hush: Callable[[], None]


@dataclass
class Site:
    """A web server of somebody else's that is asked."""

    answer: Callable[[web.Request], web.Response]
    url: str = ""
    is_silent: bool = False
    asked: list[web.Request] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        return web.Response(status=503) if self.is_silent else self.answer(request)

    def hush(self) -> None:
        self.is_silent = True


@asynccontextmanager
async def serving(answer: Callable[[web.Request], web.Response]) -> AsyncIterator[tuple[Site, GuardedHttp]]:
    site, app, http = Site(answer), web.Application(), GuardedHttp(allowed=["127.0.0.1"], seconds=20.0)
    app.router.add_get("/{path:.*}", site.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site, http
    await http.close()
    await runner.cleanup()


def oncalls(stretches: list[Stretch], **more: Any) -> dict[str, Any]:
    """As developer.pagerduty.com has it: the same for each level of each policy."""
    entries = [
        {
            "user": {"id": "PUSER1", "summary": "Somebody", "email": each.people[0]},
            "schedule": {"id": "PABC123"},
            "escalation_level": level,
            "start": each.since_at.isoformat().replace("+00:00", "Z") if each.since_at else None,
            "end": each.until_at.isoformat().replace("+00:00", "Z") if each.until_at else None,
        }
        for each in stretches
        for level in (1, 2)
    ]
    return {"oncalls": entries, "limit": 100, "offset": 0, "more": False, **more}


@asynccontextmanager
async def pagerduty() -> AsyncIterator[Kept]:
    def answer(request: web.Request) -> web.Response:
        if request.query.getall("schedule_ids[]") != ["PABC123"]:
            return web.Response(status=404)
        return web.json_response(oncalls(ANA_THEN_BEN))

    async with serving(answer) as (site, http):
        yield Kept(PagerDutySchedule(http, site.url, SecretStr("t0ken")), "PABC123", "PNONE99", site.hush)


@asynccontextmanager
async def ical() -> AsyncIterator[Kept]:
    def answer(request: web.Request) -> web.Response:
        if request.path != "/x.ics":
            return web.Response(status=404)
        shifts = [
            (f"DTSTART:{each.since_at:%Y%m%dT%H%M%SZ}", f"DTEND:{each.until_at:%Y%m%dT%H%M%SZ}")
            for each in ANA_THEN_BEN
        ]
        events = [
            (*when, f"SUMMARY:{each.people[0]}") for when, each in zip(shifts, ANA_THEN_BEN, strict=True)
        ]
        return web.Response(body=calendar(*events))

    async with serving(answer) as (site, http):
        yield Kept(CalendarSchedule(http), f"{site.url}/x.ics", f"{site.url}/y.ics", site.hush)


@asynccontextmanager
async def fake() -> AsyncIterator[Kept]:
    schedule = FakeSchedule({"here": ANA_THEN_BEN})
    yield Kept(schedule, "here", "elsewhere", lambda: schedule.faults.append(NotReached("it is silent")))


timed = pytest.mark.parametrize("kind", [pagerduty, ical, fake])


def wanted(*where: str) -> Wanted:
    return Wanted(where, NOON, NOON + 24 * HOUR, ZoneInfo("UTC"))


@timed
async def test_everyone_who_is_on_in_between_is_told_once(
    kind: Callable[[], AbstractAsyncContextManager[Kept]],
) -> None:
    async with kind() as kept:
        assert list(await kept.schedule.read(wanted(kept.here))) == ANA_THEN_BEN


@timed
async def test_what_is_not_there_is_a_fault_that_lasts(
    kind: Callable[[], AbstractAsyncContextManager[Kept]],
) -> None:
    async with kind() as kept:
        with pytest.raises(NotReached) as missing:
            await kept.schedule.read(wanted(kept.elsewhere))
        assert missing.value.permanent


@timed
async def test_silence_is_a_fault_that_passes(kind: Callable[[], AbstractAsyncContextManager[Kept]]) -> None:
    async with kind() as kept:
        kept.hush()
        with pytest.raises(NotReached) as silent:
            await kept.schedule.read(wanted(kept.here))
        assert not silent.value.permanent
        assert "t0ken" not in str(silent.value)


async def test_a_user_group_is_whoever_is_in_it(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        schedule = GroupSchedule(office.desk.directory)
        answer = await office.desk.chat.read("usergroups.list")
        group, *_ = answer["usergroups"]
        for named in (group["id"], f"@{group['handle']}"):
            assert list(await schedule.read(wanted(named))) == [Stretch((named,))]
        with pytest.raises(NotReached, match="no user group @nobody") as missing:
            await schedule.read(wanted("@nobody"))
        assert missing.value.permanent

        async with open_session() as session:
            unheard = Directory(Chat("xoxb-wrong", office.sandbox.api_url, session), office.house.store)
            with pytest.raises(NotReached, match="Slack does not tell"):
                await GroupSchedule(unheard).read(wanted(group["id"]))


async def test_pagerduty_is_asked_page_by_page_with_the_token() -> None:
    def answer(request: web.Request) -> web.Response:
        later = request.query["offset"] != "0"
        return web.json_response(oncalls(ANA_THEN_BEN[1:] if later else ANA_THEN_BEN[:1], more=not later))

    async with serving(answer) as (site, http):
        found = await PagerDutySchedule(http, f"{site.url}/", SecretStr("t0ken")).read(wanted("PA", "PB"))
        assert list(found) == ANA_THEN_BEN
        first = site.asked[0]
        assert first.headers["Authorization"] == "Token token=t0ken"
        assert first.path == "/oncalls"
        assert first.query.getall("schedule_ids[]") == ["PA", "PB"]


async def test_someone_whom_pagerduty_has_on_always_has_no_times() -> None:
    async with serving(lambda _: web.json_response(oncalls([Stretch(("ana@example.com",))]))) as (site, http):
        found = await PagerDutySchedule(http, site.url, SecretStr("t")).read(wanted("PA"))
        assert list(found) == [Stretch(("ana@example.com",))]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "[" * 9_000,
        json.dumps({"oncalls": [{}]}),
        json.dumps({"oncalls": [{"user": 7}]}),
        json.dumps(oncalls(ANA_THEN_BEN)).replace("2026-11-18T", "T"),
    ],
)
async def test_what_pagerduty_never_documented_is_refused(body: str) -> None:
    async with serving(lambda _: web.Response(text=body)) as (site, http):
        with pytest.raises(NotReached, match="never documented"):
            await PagerDutySchedule(http, site.url, SecretStr("t")).read(wanted("PA"))


async def test_without_a_token_pagerduty_is_not_asked() -> None:
    with pytest.raises(NotReached, match="no PAGERDUTY_TOKEN"):
        await PagerDutySchedule(GuardedHttp(), "https://x.example.com", None).read(wanted("PA"))


async def test_a_calendar_in_a_private_network_is_not_fetched() -> None:
    http = GuardedHttp()
    with pytest.raises(NotReached, match="not on the public internet"):
        await CalendarSchedule(http).read(wanted("http://127.0.0.1:1/x.ics"))
    await http.close()
