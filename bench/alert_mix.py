"""Bodies of webhooks as a busy hour has them: much repeats, some is new and shares a cause, some recovers."""

import json
import random
from collections.abc import Iterator
from typing import Any

#: What is wrong: each is one rule of Alertmanager's, and fires for many tables.
CAUSES = 50
TABLES = 40

#: Of ten alerts so many repeat what fires, and so many are new; the others recover.
REPEATED, NEW = 6, 2

_BEGAN = "2026-11-20T11:58:00Z"


def bodies(alerts: int, each: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Source and body, so many of so many alerts each."""
    chance = random.Random(seed)
    for number in range(alerts // each):
        lot = chance.randrange(10)
        if lot < REPEATED + NEW // 2:
            yield "alertmanager", firing(_known(chance, each))
        elif lot < REPEATED + NEW:
            yield "generic", _tests_of_a_run(number, each)
        else:
            yield "alertmanager", firing(_known(chance, each), status="resolved")


def firing(
    places: list[tuple[int, int]], *, status: str = "firing", severity: str = "", group: int = 0
) -> str:
    """A group of Alertmanager's: which cause fires for which table; another `group` is another body."""
    return json.dumps(
        {
            "version": "4",
            "groupKey": f"{{}}:{group}",
            "truncatedAlerts": 0,
            "status": status,
            "receiver": "breakwater",
            "groupLabels": {},
            "commonLabels": {},
            "commonAnnotations": {},
            "externalURL": "http://alertmanager.example.com",
            "alerts": [_alert(cause, table, status, severity) for cause, table in places],
        }
    )


def _known(chance: random.Random, count: int) -> list[tuple[int, int]]:
    return [divmod(place, TABLES) for place in chance.sample(range(CAUSES * TABLES), count)]


def _alert(cause: int, table: int, status: str, severity: str) -> dict[str, Any]:
    """Odd causes are warnings, unless it is said how bad they are."""
    name = f"mart_{cause:02}.orders_{table}"
    return {
        "status": status,
        "labels": {
            "alertname": f"TableIsLate{cause:02}",
            "severity": severity or ("warning" if cause % 2 else "critical"),
            "table": name,
            "env": "prod",
            "job": "warehouse",
        },
        "annotations": {
            "summary": f"{name} was not updated for 3 hours",
            "description": "The newest row is older than the freshness that its owners promised.",
        },
        "startsAt": _BEGAN,
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": f"http://prometheus.example.com/graph?g0.expr=age%28orders_{table}%29",
        "fingerprint": f"{cause * 1_000_000 + table:016x}",
    }


def _tests_of_a_run(run: int, count: int) -> str:
    """What one run of a pipeline broke: tests that never failed before."""
    return json.dumps(
        {
            "alerts": [
                {
                    "title": f"Test unique_id failed on staging.run_{run}_{place}",
                    "severity": "error" if run % 2 else "warn",
                    "symptom": "distribution",
                    "assets": [f"staging.run_{run}_{place}"],
                    "run": f"run-{run // 3}",
                    "excerpt": "Got 12 results, configured to fail if != 0",
                }
                for place in range(count)
            ]
        }
    )
