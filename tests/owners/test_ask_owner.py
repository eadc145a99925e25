"""`breakwater assets owner`: with a database, with one that nobody has filled, and with none at all."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.owners.conftest import PLAYBOOK, Owning

RUNNER = CliRunner()


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Run the command in a folder with a playbook."""
    (tmp_path / "breakwater.yaml").write_text(PLAYBOOK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda *words, **environ: RUNNER.invoke(app, ["assets", "owner", *words], env=environ)


def test_without_a_database_the_playbook_answers_alone_and_says_so(ask):
    result = ask("finance.orders")

    assert result.exit_code == 0
    assert "there is no database" in result.stderr
    assert "by the playbook and the name alone" in result.stderr
    *who, why = result.stdout.splitlines()
    assert who == [
        "finance.orders",
        "  team: finance",
        "  business steward: nobody is named",
        "  technical steward: @ana",
        "  channel: finance-data",
    ]
    assert why.startswith("  Rule owners[1] (asset finance.*) names the team and the technical steward;")


def test_json_is_alone_on_stdout(ask):
    document = json.loads(ask("stock", "--json").stdout)

    assert (document["asset"], document["technical_steward"], document["is_fallback"]) == (
        "stock",
        "@dia",
        True,
    )
    assert document["because"] == "No owner rule fits: the playbook's fallback gives the technical steward."


def test_a_known_asset_is_found_by_any_name_and_asked_about_by_all_it_is(
    owning: Owning, ask, database_url, monkeypatch
):
    for name in ("orders", "model.shop.orders", "DB.FINANCE.ORDERS"):
        result = ask(name, "--json", DATABASE_URL=database_url)

        assert result.stderr == ""
        document = json.loads(result.stdout)
        assert (document["asset"], document["team"], document["business_steward"]) == (
            "model.shop.orders",
            "finance",
            "@ben",
        )

    told = json.loads(ask("board pack", "--json", DATABASE_URL=database_url).stdout)
    assert (told["owner"], told["business_steward"]) == ("CFO", "cfo@example.com")


def test_what_no_import_has_told_of_is_said_with_what_is_near(owning: Owning, ask, database_url):
    result = ask("ordes", DATABASE_URL=database_url)

    assert result.exit_code == 0
    assert "no import has told of just “ordes”; near it are" in result.stderr


def test_a_database_that_cannot_be_asked_is_said(ask, tmp_path):
    (tmp_path / "odd.db").write_text("no database")

    result = ask("finance.orders", DATABASE_URL=f"sqlite:///{tmp_path / 'odd.db'}")

    assert result.exit_code == 0
    assert "the database cannot be asked (file is not a database)" in result.stderr


def test_a_wrong_playbook_is_refused_with_its_line(ask, tmp_path):
    (tmp_path / "breakwater.yaml").write_text("owners: [{when: {}, team: nobody}]\n")

    result = ask("stock")

    assert result.exit_code == 1
    assert "owners[1].team (line 1): “nobody” is no team; name it under `teams` first" in result.stderr


def test_what_is_downstream_is_whose_the_rules_say(owning: Owning, ask, database_url):
    words = ["assets", "impact", "orders", "--json"]

    document = json.loads(RUNNER.invoke(app, words, env={"DATABASE_URL": database_url}).stdout)
    assert [each["owner"] for each in document["downstream"]] == ["CFO"]

    rules = "teams: {board: {}}\nowners: [{when: {type: dashboard}, team: board}]\n"
    Path("breakwater.yaml").write_text(rules, encoding="utf-8")
    document = json.loads(RUNNER.invoke(app, words, env={"DATABASE_URL": database_url}).stdout)
    assert [each["owner"] for each in document["downstream"]] == ["board"]
