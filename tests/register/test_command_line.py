"""`breakwater known` says what anyone may know, alone on standard output where a program asks."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.incidents.close_incident import close
from models.vocabulary import Outcome, Severity
from tests.builders import ANA, open_house


async def _wrong(database_url: str) -> None:
    async with open_house(database_url) as house:
        number = await house.declare("Twice the rows", asset="marts.orders")
        await house.act(close, number, Outcome.NO_ACTION, cause="A full disk", remedy="", by_id=ANA)
        await house.declare("Late", asset="marts.orders", severity=Severity.SEV2)
        await house.declare("Salaries", asset="marts.orders", is_private=True)


def test_it_prints_what_is_public(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_wrong(database_url))
    monkeypatch.setenv("DATABASE_URL", database_url)
    asked = CliRunner().invoke(app, ["known", "marts.orders", "--json"])
    answer = json.loads(asked.stdout)

    assert asked.exit_code == 0
    assert [each["incident"] for each in answer["degraded"]] == ["INC-2"]
    [issue] = answer["issues"]
    assert (issue["what"], issue["status"]) == ("A full disk", "stays as it is")
    assert "no import has told" in asked.stderr
    told = CliRunner().invoke(app, ["known", "marts.orders"]).stdout
    assert "degraded since 2026-11-18 10:00 UTC: INC-2 SEV2 Late" in told
    assert "Salaries" not in told


def test_a_database_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    asked = CliRunner().invoke(app, ["known", "marts.orders"])

    assert asked.exit_code == 1
    assert "✗" in asked.stderr
