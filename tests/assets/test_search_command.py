"""`breakwater assets search`, and lineage of other tools from files, as people and checks call it."""

import json

import pytest

from tests.assets.conftest import manifest
from tests.assets.events import event
from tests.assets.test_command_line import CHAIN, Terminal


@pytest.fixture
def on_both(tmp_path, database_url, monkeypatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Terminal(tmp_path)


def test_assets_are_found_at_a_terminal_by_a_name_with_a_slip(on_both):
    on_both.told("import", on_both.file("manifest.json", manifest(*CHAIN)))

    assert [each["asset"] for each in on_both.told("search", "ordres")] == [
        "source.shop.raw.orders",  # it feeds two
        "model.shop.orders",
    ]
    assert on_both.told("search", "xyzzy") == []
    assert "nothing is called like that" in on_both.runs("search", "xyzzy").stdout


def test_a_folder_of_several_tools_is_imported_and_what_is_broken_in_one_file_spoils_no_other(on_both):
    lines = [event("a", inputs=["db.raw.x"], outputs=["db.marts.y"]), {"eventTime": "soon", "job": {}}]
    on_both.file("all/events.jsonl", "\n".join([*map(json.dumps, lines), "{broken"]))
    on_both.file("all/export.csv", "fromEntityFQN,toEntityFQN\ns.db.marts.y,looker.board\n")
    on_both.file("all/other.csv", "a,b\n1,2\n")

    told = on_both.told("import", "all")
    taken = {each["source"]: each for each in told["imported"]}

    assert taken["openlineage"]["skipped"] == [
        "event 2: eventTime is no time in ISO 8601",
        "event 3: the event is no object",
    ]
    assert taken["openmetadata"]["new_edges"] == 1
    assert [row["asset"] for row in on_both.told("impact", "db.raw.x")["downstream"]] == [
        "s.db.marts.y",
        "looker.board",
    ]
