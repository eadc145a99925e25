"""From a scene to boxes that can be read."""

from hypothesis import given

from bot.pictures.condense import MOST, MOST_COLUMNS, MOST_GATHERED, condense
from bot.pictures.layers import circles, fed_by, layers, next_of, without_shortcuts
from bot.pictures.scene import Condition, Scene
from tests.pictures.scenes import SMALL, any_scene, long, scene, wide


def test_what_is_few_is_shown_as_it_is() -> None:
    plan = condense(SMALL)
    assert [box.key for box in plan.boxes] == [thing.key for thing in SMALL.things]
    assert set(plan.arrows) == set(SMALL.feeds)
    assert not plan.is_condensed


def test_what_is_much_keeps_where_it_fails_and_where_people_look() -> None:
    plan = condense(wide(500))
    named = {box.thing.name for box in plan.boxes if box.thing}
    assert {"raw", "stg", *(f"dash_{number}" for number in range(0, 500, 50))} <= named
    assert len(plan.boxes) <= MOST_GATHERED
    assert sum(len(box.members) for box in plan.boxes) == len(wide(500).things)


def test_a_long_chain_stays_narrow() -> None:
    plan = condense(long(400))
    depth = layers([box.key for box in plan.boxes], plan.arrows)
    assert max(depth.values()) < MOST_COLUMNS


@given(any_scene())
def test_everything_is_in_one_box_and_boxes_mix_no_conditions(found: Scene) -> None:
    plan = condense(found, most=8)
    members = [thing for box in plan.boxes for thing in box.members]
    assert sorted(thing.key for thing in members) == sorted(thing.key for thing in found.things)
    assert all({thing.condition for thing in box.members} == {box.condition} for box in plan.boxes)


@given(any_scene())
def test_whoever_reads_from_what_fails_is_still_reached_from_it(found: Scene) -> None:
    plan = condense(found, most=8)
    after = next_of(plan.arrows)
    failing = {box.key for box in plan.boxes if box.condition is Condition.FAILING}
    reached = failing.union(*(fed_by(key, after) for key in failing))
    assert {box.key for box in plan.boxes if box.condition is Condition.AFFECTED} <= reached


@given(any_scene())
def test_no_arrow_appears_that_nothing_stands_for(found: Scene) -> None:
    plan = condense(found, most=8)
    where = {thing.key: box.key for box in plan.boxes for thing in box.members}
    assert set(plan.arrows) <= {(where[start], where[end]) for start, end in found.feeds}


@given(any_scene())
def test_layers_rise_along_every_arrow_that_is_in_no_circle(found: Scene) -> None:
    keys = [thing.key for thing in found.things]
    depth, first = layers(keys, found.feeds), circles(keys, found.feeds)
    for start, end in found.feeds:
        assert depth[start] < depth[end] or first[start] == first[end]


@given(any_scene())
def test_without_shortcuts_everything_is_still_reached(found: Scene) -> None:
    before, after = next_of(found.feeds), next_of(without_shortcuts(found.feeds))
    for thing in found.things:
        assert fed_by(thing.key, before) == fed_by(thing.key, after)


def test_many_that_fail_are_named_up_to_a_limit_and_the_rest_is_counted() -> None:
    many = scene([(f"raw{number}", "stg") for number in range(90)], [f"raw{number}" for number in range(90)])
    plan = condense(many)
    assert len(many.things) > MOST
    gathered = [box for box in plan.boxes if len(box.members) > 1]
    assert [len(box.members) for box in gathered] == [78]
    assert gathered[0].is_root
