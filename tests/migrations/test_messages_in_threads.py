"""What stood in threads of cards is found again where all such messages are kept now, and back."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.migrate import connect, downgrade, upgrade

AT = "2026-11-20 14:00:00+00:00"

_INCIDENT = {
    "id": 1,
    "title": "Orders late",
    "stage": "verification",
    "severity": "sev2",
    "declared_at": AT,
    "stage_since_at": AT,
    "is_private": False,
    "is_drill": False,
    "is_storm": False,
    "reopened_count": 0,
    "regression_count": 0,
    "version": 1,
}


def test_where_messages_are_and_what_waits_to_be_said_survive_both_ways(database_url: str) -> None:
    downgrade(database_url, "0025")
    with connect(database_url) as connection, connection.begin():
        put(connection, "incidents", _INCIDENT)
        for number, kind, result in (
            (1, "post_hypotheses", {"channel_id": "C1", "ts": "1.1"}),
            (2, "post_checks", {"channel_id": "C1", "ts": "1.2"}),
            (3, "post_causes", None),
            (4, "edit_checks", None),
        ):
            put(connection, "outbox", _item(number, kind, result))
        where = {"hypotheses_ts": "1.1", "hypotheses_item_id": 1, "causes_ts": None, "causes_item_id": 3}
        put(connection, "places", {"incident_id": 1, **where})
        put(connection, "proofs", {"incident_id": 1, "checks_item_id": 2, **_NOTHING_ASKED})

    upgrade(database_url)

    assert rows(database_url, "SELECT topic, item_id, message_ts FROM thread_messages ORDER BY item_id") == [
        ("hypotheses", 1, "1.1"),
        ("checks", 2, "1.2"),
        ("alert_causes", 3, None),
    ]
    assert kinds(database_url) == [
        ("post_in_thread", {"topic": "hypotheses"}),
        ("post_in_thread", {"topic": "checks"}),
        ("post_in_thread", {"topic": "alert_causes"}),
        ("edit_in_thread", {"topic": "checks"}),
    ]

    downgrade(database_url, "0025")

    columns = ", ".join(where)
    assert rows(database_url, f"SELECT {columns} FROM places") == [tuple(where.values())]
    assert rows(database_url, "SELECT checks_item_id FROM proofs") == [(2,)]
    assert kinds(database_url)[2:] == [("post_causes", {}), ("edit_checks", {"post_item_id": 2})]


_NOTHING_ASKED = {"checks": "[]", "sign_offs": "[]", "green_runs": 1}


def _item(number: int, kind: str, result: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "id": number,
        "kind": kind,
        "incident_id": 1,
        "intent": json.dumps({"post_item_id": 2} if kind == "edit_checks" else {}),
        "priority": 30,
        "standing": "sent" if result else "waiting",
        "created_at": AT,
        "attempts": 0,
        "free_at": 0.0,
        "result": json.dumps(result) if result else None,
    }


def put(connection: sa.Connection, table: str, row: Mapping[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def rows(database_url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(database_url) as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def kinds(database_url: str) -> list[tuple[str, dict[str, Any]]]:
    """Each item's kind, and what it means."""
    found = rows(database_url, "SELECT kind, intent FROM outbox ORDER BY id")
    return [(kind, json.loads(intent) if isinstance(intent, str) else intent) for kind, intent in found]
