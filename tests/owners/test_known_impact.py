"""What is known of an asset's meaning: from its notes and tags, and from all that reads from it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assets.known_impact import known_impact
from bot.assets.views import AssetView, Reached
from bot.playbook import Playbook, parse_playbook
from models.impact_severity import Needed, UsedBy, YesNo, suggest
from models.vocabulary import AssetType

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
ORDERS = AssetView(id=1, key="model.shop.orders", name="orders", type=AssetType.MODEL)


def asset(name="x", **more):
    return AssetView(id=2, key=f"k.{name}", name=name, **more)


def known(*readers, of=ORDERS, playbook=None, now=MONDAY):
    reached = [Reached(reader, 1, of) for reader in readers]
    return known_impact(of, reached, playbook or Playbook(), now)


def board(name="Sales", **more):
    return asset(name, type=AssetType.DASHBOARD, **more)


@pytest.mark.parametrize(
    ("readers", "used_by", "because"),
    [
        ([], None, None),
        ([asset(type=AssetType.TABLE)], None, None),
        ([board()], UsedBy.TEAM, "the dashboard Sales reads it"),
        ([board(owner="a"), board(owner="a")], UsedBy.TEAM, "the dashboard Sales reads it"),
        (
            [board(owner="a"), board(owner="b"), board(owner="b")],
            UsedBy.COMPANY,
            "3 dashboards and the like, of 2 owners, read it",
        ),
        ([board(), asset("feed", type=AssetType.EXPORT)], UsedBy.COMPANY, "the export feed reads it"),
        ([asset("t", tags=("Tier-1",))], UsedBy.COMPANY, "t is tagged Tier-1"),
        ([asset("t", tags=("regulatory",))], UsedBy.BOARD, "t is tagged regulatory"),
        ([asset("t", meta={"used_by": "sales"})], UsedBy.TEAM, "t is used by sales"),
        ([asset("t", meta={"used_by": ["sales", "ops"]})], UsedBy.COMPANY, "t is used by sales, ops"),
        ([asset("t", meta={"used_by": ["the Board"]})], UsedBy.BOARD, "t is used by the Board"),
    ],
)
def test_whoever_reads_it_uses_it(readers, used_by, because):
    found = known(*readers)

    assert (found.used_by, found.known_by.get("used_by")) == (used_by, because)


def test_what_fails_may_be_what_people_look_at():
    found = known(of=board("Sales"))

    assert found.known_by["used_by"] == "it is the dashboard Sales"


@pytest.mark.parametrize(
    ("deadline", "needed"),
    [
        ("close 09:00", Needed.HOURS),
        ("close 16:00", Needed.TODAY),
        ("close Fri 09:00", Needed.WEEK),
        ("close 07:30", Needed.WEEK),  # today's is over
        ("whenever", None),
    ],
)
def test_a_deadline_tells_how_soon_somebody_decides(deadline, needed):
    assert known(board(meta={"deadlines": [deadline]})).needed is needed


def test_a_deadline_is_read_in_the_zone_of_the_team():
    playbook = parse_playbook("working_hours: {zone: Asia/Tokyo}", "test")

    # 08:00 UTC is 17:00 in Tokyo.
    found = known(board(meta={"deadlines": ["board pack 18:00"]}), playbook=playbook)

    assert (found.needed, found.used_by) == (Needed.HOURS, UsedBy.BOARD)
    assert found.known_by["needed"] == "board pack at 18:00 (Asia/Tokyo) needs it"


def test_notes_tell_of_money_and_of_what_cannot_be_taken_back():
    found = known(asset("t", meta={"money": True, "reversible": False}))

    assert (found.money, found.lasting) == (YesNo.YES, YesNo.YES)
    assert found.known_by == {
        "money": "t is noted to concern money",
        "lasting": "what t leads to is noted as not reversible",
    }
    assert known(asset("t", meta={"money": False, "regulator": "no", "reversible": True})).money is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(["deadlines", "deadline", "used_by", "money", "regulator", "reversible", "other"])
ASSETS = st.builds(
    AssetView,
    id=st.integers(2, 99),
    key=st.text(min_size=1, max_size=20),
    name=st.text(max_size=20),
    type=st.sampled_from(AssetType),
    tags=st.lists(st.sampled_from(["tier-1", "regulatory", "", "pii"]), max_size=2).map(tuple),
    owner=st.none() | st.sampled_from(["a", "b"]),
    meta=st.dictionaries(WORDS, JSON | st.just("board 09:00") | st.just(True), max_size=3),
)


@given(st.lists(ASSETS, max_size=4), ASSETS)
def test_one_more_reader_never_makes_it_milder(readers, more):
    before, after = suggest(known(*readers)), suggest(known(*readers, more))

    assert before is None or (after is not None and after.severity <= before.severity)
