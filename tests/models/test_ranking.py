"""Which of the affected assets come first."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.ranking import Weighed, ranked

weighed = st.builds(
    Weighed,
    key=st.text(max_size=5),
    type=st.sampled_from(["table", "dashboard", "ml", "export", "unheard of"]),
    depth=st.integers(0, 40),
    importance=st.integers(-3, 1_000),
    tags=st.lists(st.sampled_from(["critical", "Tier 1", "nightly", ""]), max_size=2).map(tuple),
    maturity=st.sampled_from([None, "high", "LOW", "medium"]),
    due_in=st.none() | st.timedeltas(timedelta(0), timedelta(days=9)),
    consumer_count=st.integers(0, 10_000),
)


def _order(*things: Weighed) -> list[str]:
    return ranked((each, each.key) for each in things)


def test_what_people_read_comes_before_the_table_that_is_nearer() -> None:
    table = Weighed(key="table", type="table", depth=1)
    assert _order(table, Weighed(key="board", type="dashboard", depth=4)) == ["board", "table"]


def test_of_two_alike_the_nearer_one_comes_first_and_then_the_name_decides() -> None:
    far, near = Weighed(key="far", type="table", depth=2), Weighed(key="near", type="table", depth=1)
    also = Weighed(key="also near", type="table", depth=1)
    assert _order(far, near, also) == ["also near", "near", "far"]


def test_a_deadline_that_is_close_lifts_a_dashboard_over_its_like() -> None:
    later = Weighed(key="a", type="dashboard", depth=1)
    soon = Weighed(key="b", type="dashboard", depth=2, due_in=timedelta(hours=1))
    assert _order(later, soon) == ["b", "a"]


def test_tags_are_known_however_they_are_written() -> None:
    plain, marked = Weighed(key="a", type="table", depth=1), {"key": "b", "type": "table", "depth": 1}
    for tag in ("critical", "Tier 1", "tier-1", "P1"):
        assert _order(plain, Weighed(**marked, tags=(tag,)))[0] == "b"


@given(st.lists(weighed, max_size=12, unique_by=lambda each: each.key), st.randoms())
def test_the_order_does_not_hang_on_the_order_before(things: list[Weighed], dice: object) -> None:
    shuffled = list(things)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert _order(*things) == _order(*shuffled)


@given(weighed, weighed)
def test_more_of_what_matters_never_lowers_it(each: Weighed, other: Weighed) -> None:
    same = {"key": each.key, "type": each.type, "depth": each.depth, "importance": each.importance}
    bare = Weighed(**same)
    assert (
        Weighed(**same, tags=other.tags, maturity=other.maturity, due_in=other.due_in).weight >= bare.weight
    )
    assert Weighed(**same, consumer_count=other.consumer_count).weight >= bare.weight
