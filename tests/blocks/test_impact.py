"""The message that shows what an incident affects: what is alike shares a line, and ways say their ends."""

from bot.blocks.impact.affected import asset_lines, impact_card, impact_list
from bot.blocks.impact.views import AssetLine, FailingLine, ImpactView, ReceiptsView
from bot.blocks.parts import Line
from tests.blocks.samples import ANA, AT, BEN, ROOM


def _table(name: str, **more: object) -> AssetLine:
    return AssetLine(**{"name": name, "type": "table", "depth": 2, "channel_id": ROOM, **more})  # type: ignore[arg-type]


def _words(each: Line) -> str:
    return "".join(part if isinstance(part, str) else getattr(part, "words", "…") for part in each)


def test_three_and_more_that_differ_by_name_alone_share_a_line() -> None:
    lines = asset_lines([_table("a"), _table("b"), _table("c"), _table("d", owner="finance")])
    assert [_words(each) for each in lines] == [
        "a, b, c  ·  table, 2 steps down  ·  …",
        "d  ·  table, 2 steps down  ·  finance, …",
    ]


def test_two_do_not_and_neither_does_what_is_due_or_noted() -> None:
    assert len(asset_lines([_table("a"), _table("b")])) == 2
    assert len(asset_lines([_table("a"), _table("b", due_at=AT), _table("c", note="x"), _table("d")])) == 4


def test_a_line_has_ten_names() -> None:
    lines = asset_lines(_table(f"t{number}") for number in range(25))
    assert [_words(each).count(", t") + 1 for each in lines] == [10, 10, 5]


def test_a_long_way_says_its_ends() -> None:
    path = tuple(f"step_{number}" for number in range(9))
    view = ImpactView(ref="INC-1", incident_id=1, failing=(FailingLine(name="step_0", paths=(path,)),))
    first = impact_card(view).text.partition("\n")[0]
    assert first == "Most upstream failing: step_0 → step_1 → step_2 → 4 more → step_7 → step_8"


def test_the_buttons_are_those_that_do_something_now() -> None:
    view = ImpactView(ref="INC-1", incident_id=1, untold_count=2)
    assert "notify_owners" in str(impact_card(view).as_payload())
    told = ImpactView(ref="INC-1", incident_id=1, receipts=ReceiptsView(told_count=1, read_count=1))
    assert "action_id" not in str(impact_card(told).as_payload())
    waits = ReceiptsView(told_count=2, read_count=1, unread_ids=(BEN,))
    both = str(
        impact_card(ImpactView(ref="INC-1", incident_id=1, untold_count=1, receipts=waits)).as_payload()
    )
    assert "Notify the others" in both
    assert "chase_owners" in both
    closed = ImpactView(ref="INC-1", incident_id=1, untold_count=1, receipts=waits, is_open=False)
    assert "action_id" not in str(impact_card(closed).as_payload())


def test_of_an_asset_there_is_nothing_to_press() -> None:
    view = ImpactView(ref="orders", lines=(_table("a", person_id=ANA),), total=90, counts=("90 tables",))
    payload = impact_list(view).as_payload()
    assert "action_id" not in str(payload)
    assert "and 89 more, which matter less" in payload["text"]
