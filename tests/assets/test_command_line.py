"""`breakwater assets …` as people and checks call it."""

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.assets import at_terminal
from bot.cli import app
from bot.filelock import FileLock
from bot.migrate import SchemaState, schema_state
from tests.assets.conftest import manifest, node

CHAIN = (
    node("source.shop.raw.orders", owner=None),
    node("model.shop.stg", "source.shop.raw.orders"),
    node("model.shop.orders", "model.shop.stg", "source.shop.raw.orders"),
    node("test.shop.not_null.1", "model.shop.orders"),
    node("exposure.shop.board", "model.shop.orders", type="dashboard", owner={"name": "Ana"}),
)


class Terminal:
    """A folder of its own, and the command in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, body: Any) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = body if isinstance(body, str) else json.dumps(body)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return name

    def runs(self, *args: str) -> Result:
        return CliRunner().invoke(app, ["assets", *args])

    def told(self, *args: str) -> Any:
        """What `--json` gives, which is alone on stdout."""
        done = self.runs(*args, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)


@pytest.fixture
def terminal(tmp_path, monkeypatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path)


@pytest.fixture
def on_both(terminal, database_url, monkeypatch) -> Terminal:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return terminal


def test_impact_is_what_lies_downstream_nearest_first(on_both):
    on_both.runs("import", on_both.file("manifest.json.gz", manifest(*CHAIN)))

    assert on_both.told("impact", "source.shop.raw.orders") == {
        "asset": "source.shop.raw.orders",
        "downstream": [
            {
                "asset": "model.shop.orders",
                "type": "model",
                "depth": 1,
                "owner": None,
                "via": "source.shop.raw.orders",
            },
            {
                "asset": "model.shop.stg",
                "type": "model",
                "depth": 1,
                "owner": None,
                "via": "source.shop.raw.orders",
            },
            {
                "asset": "exposure.shop.board",
                "type": "dashboard",
                "depth": 2,
                "owner": "Ana",
                "via": "model.shop.orders",
            },
        ],
    }
    assert on_both.told("impact", "exposure.shop.board")["downstream"] == []


def test_an_asset_goes_by_any_of_its_names(terminal):
    terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))

    for name in ("model.shop.stg", "stg", "DB.Main.stg", '"db"."main"."stg"', "main.stg"):
        assert terminal.told("impact", name)["asset"] == "model.shop.stg"


def test_an_import_says_what_is_new_and_what_changed_and_what_vanished(terminal):
    file = terminal.file("manifest.json", manifest(*CHAIN))
    first = terminal.runs("import", file)
    again = terminal.runs("import", file)
    changed = [*CHAIN[:2], {**CHAIN[2], "description": "Orders", "depends_on": {"nodes": ["model.shop.stg"]}}]
    terminal.file(file, manifest(*changed))
    third = terminal.told("import", file)

    assert "dbt:shop (manifest.json): 4 new assets, 4 new edges" in first.stdout
    assert "nothing changed, 4 assets" in again.stdout
    [told] = third["imported"]
    assert (told["new"], told["changed"], told["vanished"]) == (0, 1, ["exposure.shop.board"])
    assert (told["new_edges"], told["vanished_edges"]) == (0, 2)


def test_two_projects_live_side_by_side(terminal):
    terminal.runs("import", terminal.file("a.json", manifest(*CHAIN)))
    other = manifest(node("model.growth.a"), node("model.growth.b", "model.growth.a"), project="growth")
    terminal.runs("import", terminal.file("b.json", other))

    assert len(terminal.told("impact", "source.shop.raw.orders")["downstream"]) == 3
    assert [each["asset"] for each in terminal.told("impact", "model.growth.a")["downstream"]] == [
        "model.growth.b"
    ]


def test_a_folder_is_taken_in_whole_and_what_says_nothing_is_passed_over(terminal):
    terminal.file("target/manifest.json", manifest(*CHAIN))
    old = manifest(node("model.shop.stg"))
    old["metadata"]["generated_at"] = "2026-11-01T09:00:00Z"
    terminal.file("target/old/manifest.json", old)
    results = [{"unique_id": "test.shop.not_null.1", "status": "fail", "thread_id": "1", "message": "Got 3"}]
    results += [{"unique_id": "model.shop.stg", "status": "success", "thread_id": "1"}]
    terminal.file("target/run_results.json", {"results": results})
    terminal.file("target/catalog.json", {"nodes": {}})
    terminal.file("a.yaml", "assets:\n  - name: board pack\n    upstream: [main.orders]\n")

    done = terminal.runs("import", ".")
    shown = terminal.told("show", "model.shop.orders")

    assert done.exit_code == 0, done.output
    assert "1 file beside say nothing of assets" in done.stdout
    assert "older state of dbt:shop" in done.stderr
    assert shown["last_run"] == {"tests": {"status": "fail", "at": None, "words": "Got 3"}}
    assert shown["downstream"] == ["board pack", "exposure.shop.board"]


def test_a_bad_file_is_refused_by_name_and_the_others_are_taken(terminal):
    terminal.file("in/manifest.json", manifest(*CHAIN))
    terminal.file("in/broken.json", '{"nodes": ')
    (terminal.folder / "in/torn.json.gz").write_bytes(gzip.compress(b"{}" * 500)[:20])

    done = terminal.runs("import", "in")

    assert done.exit_code == 1
    assert "4 new assets" in done.stdout
    assert "✗ in/broken.json: it is no JSON" in done.stderr
    assert "✗ in/torn.json.gz: it is no whole gzip file" in done.stderr


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.json", {"hello": 1}, "nothing here tells of assets or lineage; known are"),
        ("a.yaml", "models: []", "nothing here tells of assets or lineage; known are"),
        ("a.yaml", "assets: [", "it is no YAML: line"),
        ("a.json", "", "it is no JSON (it is empty)"),
    ],
)
def test_a_file_alone_that_says_nothing_is_refused_with_what_is_known(terminal, name, body, why):
    done = terminal.runs("import", terminal.file(name, body))

    assert done.exit_code == 1
    assert f"✗ {name}: {why}" in done.stderr
    assert not (terminal.folder / "breakwater.db").exists()


def test_a_name_that_means_several_things_is_refused_with_all_of_them(terminal):
    both = manifest(*CHAIN, node("exposure.shop.orders", type="ml", owner={}))
    terminal.runs("import", terminal.file("manifest.json", both))

    done = terminal.runs("impact", "orders")

    assert done.exit_code == 1
    assert "“orders” may mean 3 assets." in done.stderr
    for key in ("exposure.shop.orders", "model.shop.orders", "source.shop.raw.orders"):
        assert key in done.stderr


def test_an_unknown_name_is_refused_with_the_nearest(terminal):
    terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))

    done = terminal.runs("impact", "ordrs")

    assert done.exit_code == 1
    assert "No asset is called “ordrs”. Near it: model.shop.orders" in done.stderr


def test_without_a_database_looking_names_the_command_that_makes_one(terminal):
    for command in ("impact", "show"):
        done = terminal.runs(command, "a")

        assert done.exit_code == 1
        assert "`breakwater assets import FILE` makes it" in done.stderr
    assert not (terminal.folder / "breakwater.db").exists()


def test_an_import_makes_the_sqlite_file_that_is_not_there(terminal):
    done = terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))

    assert done.exit_code == 0
    assert schema_state("sqlite:///breakwater.db") is SchemaState.CURRENT


def test_an_import_works_beside_a_program_that_owns_the_file(terminal, sqlite_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    lock = FileLock(Path(sqlite_url.removeprefix("sqlite:///")))
    lock.acquire()

    done = terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))
    lock.close()

    assert done.exit_code == 0, done.output
    assert len(terminal.told("impact", "stg")["downstream"]) == 2


def test_a_database_that_another_program_still_migrates_is_left_alone(terminal, monkeypatch):
    monkeypatch.setattr(at_terminal, "_PATIENCE", 0)
    sqlite3.connect("breakwater.db").close()
    lock = FileLock(terminal.folder / "breakwater.db")
    lock.acquire()

    done = terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))
    lock.close()

    assert done.exit_code == 1
    assert "run `breakwater migrate`" in done.stderr


def test_people_get_a_table(terminal):
    terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))

    done = terminal.runs("impact", "stg")
    end = terminal.runs("impact", "board")

    assert "2 assets are downstream of model.shop.stg" in done.stdout
    assert "exposure.shop.board" in done.stdout
    assert "nothing is downstream of exposure.shop.board" in end.stdout


def test_what_is_retired_says_so(terminal):
    terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN)))
    terminal.runs("import", terminal.file("manifest.json", manifest(*CHAIN[:2])))

    done = terminal.runs("impact", "exposure.shop.board", "--json")

    assert json.loads(done.stdout) == {"asset": "exposure.shop.board", "downstream": []}
    assert "exposure.shop.board is retired" in done.stderr
