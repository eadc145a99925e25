"""What lies in people's folders: pipes, locked rooms, half manifests, files that lean on later ones."""

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.filelock import FileLock
from tests.assets.conftest import manifest, node

SHOP = manifest(node("source.shop.raw.orders"), node("model.shop.orders", "source.shop.raw.orders"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def runs(*args: str) -> Result:
    return CliRunner().invoke(app, ["assets", *args])


def downstream(asset: str) -> list[str]:
    done = runs("impact", asset, "--json")
    assert done.exit_code == 0, done.output
    return [row["asset"] for row in json.loads(done.stdout)["downstream"]]


def keep(folder: Path, name: str, body: Any) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    return name


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    keep(folder, "target/manifest.json", SHOP)
    os.mkfifo(folder / "target" / "events.json")

    done = runs("import", "target", "--json")

    assert [each["file"] for each in json.loads(done.stdout)["refused"]] == ["target/events.json"]
    assert (done.exit_code, downstream("source.shop.raw.orders")) == (1, ["model.shop.orders"])


def test_a_folder_that_cannot_be_looked_into_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder, "target/manifest.json", SHOP)
    keep(folder, "target/locked/more.yaml", "assets: [{name: a}]")
    scan = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    done = runs("import", "target")

    assert (done.exit_code, "target/locked: it cannot be read" in done.stderr) == (1, True)
    assert "2 new assets" in done.stdout


@pytest.mark.parametrize("broken", ["there", "lock"])
def test_what_may_not_be_opened_is_said_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    keep(folder, "manifest.json", SHOP)

    def refuse(*_args: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(*((Path, "exists") if broken == "there" else (FileLock, "acquire")), refuse)
    done = runs("import", "manifest.json")

    assert (done.exit_code, "Permission denied" in done.stderr, done.stdout) == (1, True, "")


def test_half_a_manifest_retires_nothing(folder: Path) -> None:
    assert runs("import", keep(folder, "manifest.json", SHOP)).exit_code == 0
    for lost in ({"nodes": []}, {"sources": []}, {"nodes": None}):
        done = runs("import", keep(folder, "manifest.json", {**SHOP, **lost}), "--json")
        [imported] = json.loads(done.stdout)["imported"]
        assert (imported["vanished"], imported["vanished_edges"]) == ([], 0)
        assert "what was known stays" in imported["skipped"][0]
    assert downstream("source.shop.raw.orders") == ["model.shop.orders"]


def test_what_a_file_leans_on_may_come_later_in_the_folder(folder: Path) -> None:
    keep(folder, "ours/a.yaml", "assets: [{name: report, upstream: [cube]}]")
    keep(folder, "ours/b.yaml", "assets: [{name: cube, upstream: ['lake://x/raw']}]")
    event = {
        "eventType": "COMPLETE",
        "eventTime": "2026-11-02T09:00:00Z",
        "producer": "https://example.org",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": "01941372-3c15-7000-8000-000000000001"},
        "job": {"namespace": "lake", "name": "load"},
        "inputs": [],
        "outputs": [{"namespace": "lake://x", "name": "raw"}],
    }
    keep(folder, "ours/c.json", event)

    done = runs("import", "ours", "--json")

    assert done.exit_code == 0
    assert [each["skipped"] for each in json.loads(done.stdout)["imported"]] == [[], [], []]
    assert downstream("lake://x/raw") == ["cube", "report"]


def test_one_source_is_not_given_to_manifests_of_two_projects(folder: Path) -> None:
    keep(folder, "both/shop.json", SHOP)
    keep(
        folder, "both/till.json", {**manifest(node("model.till.sales")), "metadata": {"project_name": "till"}}
    )

    done = runs("import", "both", "--source", "mine")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "--source names one source" in done.stderr


def test_of_two_first_imports_at_once_one_waits_for_the_other(folder: Path) -> None:
    keep(folder, "manifest.json", SHOP)
    lock = FileLock(folder / "breakwater.db")
    lock.acquire()
    later = threading.Timer(0.5, lock.close)
    later.start()

    assert runs("import", "manifest.json").exit_code == 0
    assert not later.is_alive()


def test_where_nothing_was_imported_the_answer_says_how(folder: Path) -> None:
    done = runs("impact", "orders", "--json")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "`breakwater assets import FILE` makes it" in done.stderr
    assert not (folder / "breakwater.db").exists()
