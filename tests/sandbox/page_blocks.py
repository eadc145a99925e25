"""What the page's tests have an app say: every kind of block and element, and a form."""

from typing import Any

HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("Green", "Black", "Oolong")]

SURE = {
    "title": plain("Spill it?"),
    "text": plain("All of it."),
    "confirm": plain("Spill"),
    "deny": plain("Keep"),
}

CELLS = [["Tea", "Cups"], ["Green", "12"]]

#: One of each kind of block that a message may hold, with elements as accessories and in actions.
BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Tea round :tea:")},
    section("*Strong* and _weak_", fields=[mrkdwn("*Kind*\nGreen"), mrkdwn("*Cups*\n12")]),
    section("With a menu", accessory={"type": "overflow", "action_id": "menu", "options": OPTIONS}),
    {"type": "context", "elements": [mrkdwn("poured <!date^1795190400^{date_num} {time}|then>")]},
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button("Pour", "pour", style="primary"),
            button("Spill", "spill", style="danger", confirm=SURE),
            button("Menu", "link", url="https://tea.example/menu"),
            {"type": "static_select", "action_id": "kind", "options": OPTIONS, "placeholder": plain("Kind")},
            {"type": "multi_static_select", "action_id": "kinds", "options": OPTIONS},
            {"type": "users_select", "action_id": "who"},
            {"type": "conversations_select", "action_id": "where"},
            {"type": "channels_select", "action_id": "channel"},
            {"type": "external_select", "action_id": "leaf", "min_query_length": 1},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
            {"type": "timepicker", "action_id": "time", "initial_time": "16:00"},
            {"type": "datetimepicker", "action_id": "moment"},
            {"type": "radio_buttons", "action_id": "size", "options": OPTIONS},
            {"type": "checkboxes", "action_id": "extras", "options": OPTIONS},
        ],
    },
    {"type": "divider"},
    {"type": "image", "image_url": "https://tea.example/pot.png", "alt_text": "A pot"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "warm the pot"}]}
                ],
            }
        ],
    },
    {"type": "markdown", "text": "## Steps\n1. **Boil**\n2. Wait"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in CELLS]},
    {
        "type": "video",
        "title": plain("Pouring"),
        "alt_text": "Pouring",
        "video_url": "https://tea.example/v",
        "thumbnail_url": "https://tea.example/t.png",
    },
]  # fmt: skip

ELEMENTS = [
    "overflow", "button", "static_select", "multi_static_select", "users_select", "conversations_select",
    "channels_select", "external_select", "datepicker", "timepicker", "datetimepicker", "radio_buttons",
    "checkboxes",
]  # fmt: skip


def field(block_id: str, label: str, kind: str, **more: Any) -> dict[str, Any]:
    optional = more.pop("optional", True)
    element = {"type": kind, "action_id": "value", **more}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": element,
    }


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "order",
    "title": plain("Order tea"),
    "submit": plain("Order"),
    "close": plain("Not now"),
    "blocks": [
        field("name", "Name", "plain_text_input", optional=False) | {"hint": plain("As on the cup")},
        field("kind", "Kind", "static_select", options=OPTIONS, optional=False),
        field("guests", "Guests", "multi_users_select"),
        field("leaf", "Leaf", "external_select", min_query_length=1),
        field("cups", "Cups", "number_input", is_decimal_allowed=False),
        field("mail", "Mail", "email_text_input"),
        field("site", "Site", "url_text_input"),
        field("words", "Words", "rich_text_input"),
        field("note", "Note", "plain_text_input", multiline=True),
        field("extras", "Extras", "checkboxes", options=OPTIONS),
    ],
}

HOME: dict[str, Any] = {
    "type": "home",
    "blocks": [section("*Three cups* are waiting", accessory=button("Drink", "drink"))],
}
