"""Who is on call by PagerDuty's schedules: `GET /oncalls`, page by page, with a token that may read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.schedules.port import OutsideSchedule, Wanted
from models.rotation import Stretch

#: What one page holds at most, and how many pages are read.
PAGE: Final = 100
MOST_PAGES: Final = 20

_BROKEN: Final = "PagerDuty answered what it never documented"


class PagerDutySchedule(OutsideSchedule):
    """One account of PagerDuty."""

    def __init__(self, http: GuardedHttp, url: str, token: SecretStr | None) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._token = token

    async def read(self, wanted: Wanted) -> Sequence[Stretch]:
        """All pages; a schedule of several escalation policies says the same several times."""
        if self._token is None:
            raise NotReached("there is no PAGERDUTY_TOKEN in the environment", permanent=True)
        found: dict[Stretch, None] = {}
        for number in range(MOST_PAGES):
            page = await self._page(wanted, number * PAGE)
            for entry in _list(page, "oncalls"):
                found.setdefault(_stretch(entry))
            if not page.get("more"):
                return list(found)
        raise NotReached(f"PagerDuty has more than {MOST_PAGES * PAGE:,} entries", permanent=True)

    async def _page(self, wanted: Wanted, offset: int) -> Mapping[str, Any]:
        asked = [
            *(("schedule_ids[]", each) for each in wanted.where),
            ("include[]", "users"),
            ("since", wanted.since_at.isoformat()),
            ("until", wanted.until_at.isoformat()),
            ("limit", str(PAGE)),
            ("offset", str(offset)),
        ]
        token = self._token.get_secret_value() if self._token else ""
        headers = {
            "Authorization": f"Token token={token}",
            "Accept": "application/vnd.pagerduty+json;version=2",
        }
        body = await self._http.get(f"{self._url}/oncalls?{urlencode(asked)}", headers)
        try:
            page = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise NotReached(_BROKEN) from error
        if not isinstance(page, dict):
            raise NotReached(_BROKEN)
        return page


def _stretch(entry: Any) -> Stretch:
    """One entry; without times someone is on always."""
    user = entry.get("user") if isinstance(entry, dict) else None
    named = (user.get("email") or user.get("summary") or user.get("name")) if isinstance(user, dict) else None
    if not isinstance(named, str) or not named.strip():
        raise NotReached(_BROKEN)
    return Stretch((named.strip()[:320],), _moment(entry.get("start")), _moment(entry.get("end")))


def _moment(written: Any) -> datetime | None:
    if written is None:
        return None
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError as error:
        raise NotReached(_BROKEN) from error
    if at.tzinfo is None:
        raise NotReached(_BROKEN)
    return at


def _list(page: Mapping[str, Any], key: str) -> list[Any]:
    found = page.get(key)
    if not isinstance(found, list):
        raise NotReached(_BROKEN)
    return found
