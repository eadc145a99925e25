"""The layout, the SVG, and the process that draws."""

import json
import struct
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings

from bot.pictures import studio
from bot.pictures.condense import condense
from bot.pictures.draw import draw
from bot.pictures.fit import cut, in_two_lines, width_of
from bot.pictures.lay_out import Layout, Placed, lay_out
from bot.pictures.scene import Condition, Scene, Thing
from bot.pictures.studio import PictureFailed, png_of, svg_of
from bot.pictures.words import LONGEST, in_words
from tests.pictures.scenes import SMALL, any_scene, scene, wide

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>\"'&<b> ]]> {{ 7*7 }} \x07\ud800 注文 عربي 🔥 " + "long_" * 400


def laid(found: Scene) -> Layout:
    return lay_out(condense(found))


def overlap(one: Placed, other: Placed) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not beside and not (one.y + one.height <= other.y or other.y + other.height <= one.y)


@given(any_scene())
@settings(deadline=None)
def test_no_two_boxes_overlap_and_all_are_inside(found: Scene) -> None:
    layout = laid(found)
    assert not any(overlap(one, other) for one, other in combinations(layout.boxes, 2))
    for placed in layout.boxes:
        assert placed.x >= 0
        assert placed.y >= 0
        assert placed.x + placed.width <= layout.width
        assert placed.y + placed.height <= layout.height


@given(any_scene())
@settings(deadline=None)
def test_every_arrow_is_drawn_once_and_from_left_to_right_unless_it_leads_back(found: Scene) -> None:
    layout = laid(found)
    ahead = [arrow for arrow, _ in layout.arrows]
    assert sorted([*ahead, *layout.returns]) == sorted(layout.plan.arrows)
    at = {placed.box.key: placed for placed in layout.boxes}
    for (start, end), points in layout.arrows:
        assert points[0][0] == at[start].x + at[start].width
        assert points[-1][0] == at[end].x
        assert [x for x, _ in points] == sorted(x for x, _ in points)


def test_the_same_scene_is_drawn_the_same_each_time() -> None:
    assert draw(laid(wide(300))) == draw(laid(wide(300)))


def test_hostile_names_are_only_words_of_a_picture() -> None:
    hostile = Scene(
        title=HOSTILE,
        things=(
            Thing(key="a", name=HOSTILE, kind=HOSTILE, place=HOSTILE, condition=Condition.FAILING),
            Thing(key="b", name="", condition=Condition.AFFECTED),
            Thing(key="c", name="   "),
        ),
        feeds=(("a", "b"),),
    )
    picture = ET.fromstring(draw(laid(hostile)))
    assert {each.tag for each in picture.iter()} <= {
        SVG + tag
        for tag in ("svg", "style", "defs", "marker", "path", "rect", "text", "g", "title", "circle")
    }


async def test_a_hostile_picture_is_painted_all_the_same() -> None:
    hostile = Scene(title="INC-1", things=(Thing(key="a", name=HOSTILE, condition=Condition.FAILING),))
    assert size_of(await png_of(hostile))[0] > 100


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("found", [SMALL, wide(500)], ids=["5", "500"])
async def test_pictures_are_of_a_size_that_slack_shows(found: Scene) -> None:
    png = await png_of(found)
    width, height = size_of(png)
    assert max(width, height) <= 5_000
    assert len(png) < 1_000_000


async def test_on_a_page_each_box_leads_to_its_entry_and_has_no_colours_of_its_own() -> None:
    picture = ET.fromstring(await svg_of(SMALL, link_prefix="#asset-"))
    links = [each.get("href") for each in picture.iter(f"{SVG}a")]
    assert links == [f"#asset-{thing.key}" for thing in SMALL.things]
    assert not list(picture.iter(f"{SVG}style"))


async def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studio, "SECONDS", 0.0)
    with pytest.raises(PictureFailed, match="not drawn within"):
        await png_of(SMALL)


async def test_one_that_cannot_be_drawn_says_why() -> None:
    broken = Scene(title="INC-1", things=(), feeds=(("nothing", "else"),))
    with pytest.raises(PictureFailed, match="KeyError"):
        await png_of(broken)


def test_what_it_shows_is_said_in_words() -> None:
    assert in_words(SMALL) == (
        "INC-12: raw fails. 4 read from it, among them the dashboard dash_board. 1 upstream is as usual."
    )
    two = scene([("a", "b"), ("b", "c")], ["a", "b"])
    assert in_words(two) == "INC-12: a fails. Below it 1 more fails. 1 reads from them: c."
    assert in_words(scene([], ["a"])) == "INC-12: a fails. Nothing else reads from it."
    assert len(in_words(scene([(name := "x" * 900, f"dash{name}")], [name]))) <= LONGEST


def test_names_are_cut_in_the_middle_where_they_have_no_room() -> None:
    assert cut("orders", 13, 200) == "orders"
    short = cut("int_gtfs_quality__naive_organization_service_dataset_full_join", 13, 150)
    assert short.startswith("int_gtfs")
    assert short.endswith("join")
    assert width_of(short, 13) <= 150
    lines = in_two_lines("int_gtfs_quality__naive_organization_service", 13, 180)
    assert lines == ("int_gtfs_quality__naive_", "organization_service")
    assert json.dumps(in_two_lines("x" * 500, 13, 180))
