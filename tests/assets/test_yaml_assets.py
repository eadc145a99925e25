"""A file of ours says what no tool knows; what is wrong in it is named with its line."""

import pytest

from bot.assets.reading import yaml_assets
from bot.assets.told import Told, ToldEdge
from models.vocabulary import AssetType

BOARD_PACK = """\
assets:
  - name: board pack
    type: export
    owner: cfo@example.org
    channel: '#finance'
    importance: 9
    deadlines: [board pack Mon-Fri 09:00]
    money: true
    used_by: board
    upstream: [finance.orders, model.shop.revenue]
    meta: {format: pdf}
"""


def read(text: str) -> Told:
    document = yaml_assets.parse(text)
    assert yaml_assets.recognises(document)
    return yaml_assets.read(document, "yaml:team")


def test_an_entry_says_what_it_is_what_feeds_it_and_when_it_is_due():
    told = read(BOARD_PACK)
    [pack] = told.assets

    assert (pack.key, pack.type, pack.owner, pack.importance) == (
        "board pack",
        AssetType.EXPORT,
        "cfo@example.org",
        9,
    )
    assert pack.meta == {
        "format": "pdf",
        "deadlines": ("board pack Mon-Fri 09:00",),
        "money": True,
        "used_by": "board",
    }
    assert list(told.edges) == [
        ToldEdge("finance.orders", "board pack"),
        ToldEdge("model.shop.revenue", "board pack"),
    ]
    assert told.complete


def test_entries_may_be_keyed_by_their_names():
    told = read("assets:\n  orders: {channel: finance}\n  'board pack':\n    type: export\n")

    assert [asset.key for asset in told.assets] == ["orders", "board pack"]


def test_a_wrong_entry_is_named_with_its_line_and_the_others_count():
    entries = ("- name: a", "- name: b\n  upstrem: [a]", "- type: export", "- name: c\n  importance: 12")
    told = read("\n".join(["assets:", *entries]))

    assert [asset.key for asset in told.assets] == ["a"]
    assert [line.partition(":")[0] for line in told.skipped] == [
        "b (line 3)",
        "entry 3 (line 5)",
        "c (line 6)",
    ]
    assert "upstrem is no word of an asset" in told.skipped[0]


def test_times_stay_as_they_are_written():
    [asset] = read("assets:\n  - name: a\n    deadlines: [{what: pack, at: 09:30}]\n").assets

    assert asset.meta["deadlines"] == ({"what": "pack", "at": "09:30"},)


@pytest.mark.parametrize(
    "text",
    [
        "assets: [",
        "a: &a [1]\nassets: [*a]",
        "assets: " + "[" * 5_000,
        "\x00",
    ],
)
def test_what_is_no_yaml_is_refused(text):
    with pytest.raises(yaml_assets.NoYaml):
        yaml_assets.parse(text)


@pytest.mark.parametrize(
    "text", ["", "version: 2\nmodels: []", "assets: 3", "- a", "assets:\n  - x\nmodels: []"]
)
def test_other_yaml_is_not_taken_for_ours(text):
    assert not yaml_assets.recognises(yaml_assets.parse(text))
