"""Blocks in messages: each limit at its edge, and each rule broken once."""

from typing import Any

import pytest
from kit import (
    CONFIRM,
    TEXT_INPUT,
    Json,
    actions,
    button,
    fewest,
    field_of,
    longest,
    missing,
    most,
    mrkdwn,
    option,
    options,
    plain,
    rich_text,
    says,
    section,
    select,
    surplus,
    unsupported,
)

from sandbox.blockkit import check_message, problems_of_message
from sandbox.errors import SlackError

#: Blocks that messages take, each at the edge of its limits.
GOOD = [
    section(text=mrkdwn("x" * 3000)),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section(accessory=button(text=plain("x" * 75), value="x" * 2000, url="x" * 3000, style="danger")),
    section(accessory=select(options=options(100), initial_option=option("v7"))),
    section(accessory={"type": "overflow", "options": [option(url="https://a.example")] * 5}),
    section(accessory={"type": "image", "image_url": "https://a.example/a.png", "alt_text": "a"}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("x" * 2000)] * 10},
    {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "x" * 2000, "title": plain()},
    actions(*[button(action_id=f"a{number}") for number in range(25)]),
    actions(button(confirm=CONFIRM | {"title": plain("x" * 100), "text": plain("x" * 300)})),
    actions({"type": "datetimepicker", "initial_date_time": 1_700_000_000}),
    actions(
        {"type": "datepicker", "initial_date": "2026-11-20"}, {"type": "timepicker", "initial_time": "09:30"}
    ),
    actions(
        {"type": "radio_buttons", "options": options(10)}, {"type": "checkboxes", "options": options(10)}
    ),
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    rich_text(
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [says()]},
        {"type": "rich_text_preformatted", "border": 0, "elements": [{"type": "text", "text": "x"}]},
        says(
            {"type": "text", "text": "x", "style": {"bold": True}},
            {"type": "link", "url": "https://a.example"},
            {"type": "emoji", "name": "eyes"},
            {"type": "user", "user_id": "U1"},
            {"type": "broadcast", "range": "here"},
        ),
    ),
    field_of(TEXT_INPUT),
    field_of(TEXT_INPUT, dispatch_action=True),
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
    section(block_id="x" * 255),
]

#: Blocks that messages refuse: the block, where, and why. `.` is the block, `@` its first element.
BAD = [
    (section(text=mrkdwn("x" * 3001)), "./text/text", longest(3000)),
    (section(text=mrkdwn("")), "./text/text", "must be more than 0 characters"),
    (section(text={"type": "mrkdwn"}), "./text", missing("text")),
    (section(text="hello"), "./text", "must be an object"),
    (section(text={"type": "html", "text": "x"}), "./text/type", unsupported("html")),
    (section(text={"type": "mrkdwn", "text": 7}), "./text/text", "must provide a string"),
    (section(text={"type": "mrkdwn", "text": "x", "emoji": True}), "./text", surplus("emoji")),
    ({"type": "section"}, ".", missing("text")),
    ({"type": "section", "fields": []}, "./fields", fewest(1)),
    ({"type": "section", "fields": [mrkdwn()] * 11}, "./fields", most(10)),
    ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "./fields/0/text", longest(2000)),
    (section(surprise=1), ".", surplus("surprise")),
    (section(block_id="x" * 256), "./block_id", longest(255)),
    (section(accessory=TEXT_INPUT), "./accessory/type", unsupported("plain_text_input")),
    ({"type": "header", "text": mrkdwn()}, "./text/type", unsupported("mrkdwn")),
    ({"type": "header", "text": plain("x" * 151)}, "./text/text", longest(150)),
    ({"type": "header"}, ".", missing("text")),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "./elements", most(10)),
    ({"type": "context", "elements": [button()]}, "@/type", unsupported("button")),
    ({"type": "image", "image_url": "https://a.example"}, ".", missing("alt_text")),
    ({"type": "image", "alt_text": "x"}, ".", missing("image_url")),
    (actions(), "./elements", fewest(1)),
    (actions(*[button(action_id=f"{n}") for n in range(26)]), "./elements", most(25)),
    (actions(TEXT_INPUT), "@/type", unsupported("plain_text_input")),
    (
        actions(button(action_id="a"), button(action_id="a")),
        "./elements/1/action_id",
        "action_id a already exists in this block",
    ),
    (actions(button(text=plain("x" * 76))), "@/text/text", longest(75)),
    (actions(button(text=mrkdwn())), "@/text/type", unsupported("mrkdwn")),
    (actions(button(value="x" * 2001)), "@/value", longest(2000)),
    (actions(button(url="x" * 3001)), "@/url", longest(3000)),
    (actions(button(style="loud")), "@/style", "must be a valid enum value"),
    (actions(button(action_id="x" * 256)), "@/action_id", longest(255)),
    (actions(button(confirm=CONFIRM | {"title": plain("x" * 101)})), "@/confirm/title/text", longest(100)),
    (actions(button(confirm=CONFIRM | {"text": plain("x" * 301)})), "@/confirm/text/text", longest(300)),
    (actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)})), "@/confirm/deny/text", longest(30)),
    (actions(button(confirm={"title": plain()})), "@/confirm", missing("text")),
    (actions(select()), "@", "must provide exactly one of options or option_groups"),
    (actions(select(options=[])), "@/options", fewest(1)),
    (actions(select(options=options(101))), "@/options", most(100)),
    (actions(select(options=[option(text="x" * 76)])), "@/options/0/text/text", longest(75)),
    (actions(select(options=[option("x" * 151)])), "@/options/0/value", longest(150)),
    (
        actions(select(options=[option(description=plain("x" * 76))])),
        "@/options/0/description/text",
        longest(75),
    ),
    (actions(select(options=[option(url="u")])), "@/options/0", surplus("url")),
    (
        actions(select(options=options(1), initial_option=option("other"))),
        "@/initial_option",
        "must match one of the options",
    ),
    (actions(select(options=options(1), placeholder=plain("x" * 151))), "@/placeholder/text", longest(150)),
    (
        actions(select(option_groups=[{"label": plain(), "options": options(1)}] * 101)),
        "@/option_groups",
        most(100),
    ),
    (actions({"type": "overflow", "options": options(6)}), "@/options", most(5)),
    (actions({"type": "checkboxes", "options": options(11)}), "@/options", most(10)),
    (actions({"type": "radio_buttons"}), "@", missing("options")),
    (
        actions({"type": "datepicker", "initial_date": "20.11.2026"}),
        "@/initial_date",
        "must be a date (YYYY-MM-DD)",
    ),
    (actions({"type": "timepicker", "initial_time": "25:00"}), "@/initial_time", "must be a time (HH:mm)"),
    (
        actions({"type": "datetimepicker", "initial_date_time": 7}),
        "@/initial_date_time",
        "must be more than 999999999",
    ),
    (field_of({"type": "file_input"}, dispatch_action=True), "./element/type", unsupported("file_input")),
    (rich_text({"type": "rich_text_sextion", "elements": []}), "@/type", unsupported("rich_text_sextion")),
    (rich_text({"type": "rich_text_section"}), "@", missing("elements")),
    (rich_text(says({"type": None, "text": "x"})), "@/elements/0", missing("type")),
    (rich_text(says({"type": "text", "text": ""})), "@/elements/0/text", "must be more than 0 characters"),
    (rich_text(says({"type": "user", "user": "U1"})), "@/elements/0", missing("user_id")),
    ({"type": "alert", "text": plain()}, "./type", unsupported("alert")),
    ({"type": "marquee"}, "./type", unsupported("marquee")),
    ({"text": plain()}, ".", missing("type")),
    ("hello", ".", "must be an object"),
    ({"type": "markdown", "text": "x" * 12_001}, "./text", longest(12000)),
    ({"type": "table", "rows": [[{}]] * 101}, "./rows", most(100)),
    ({"type": "table", "rows": [[{}] * 21]}, "./rows/0", most(20)),
]


@pytest.mark.parametrize("block", GOOD)
def test_a_block_at_the_edge_of_its_limits_is_taken(block: Json) -> None:
    assert problems_of_message([block]) == []


@pytest.mark.parametrize(("block", "pointer", "message"), BAD)
def test_a_block_that_breaks_a_rule_is_refused_with_the_place(block: Any, pointer: str, message: str) -> None:
    pointer = pointer.replace("@", "./elements/0", 1).replace(".", "/blocks/0", 1)
    assert (pointer, message) in [(p.pointer, p.message) for p in problems_of_message([block])]


def test_a_message_has_fifty_blocks_at_most() -> None:
    check_message([{"type": "divider"}] * 50)
    with pytest.raises(SlackError, match="invalid_blocks"):
        check_message([{"type": "divider"}] * 51)


def test_markdown_blocks_share_their_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6001}
    assert [p.pointer for p in problems_of_message([half, half])] == ["/blocks"]
