"""Block elements: buttons, menus, pickers, inputs."""

from sandbox.blockkit.objects import (
    CONFIRM,
    MENU_OPTIONS,
    OPTION,
    OPTION_GROUPS,
    either_options,
    initial_among,
    options,
    plain,
    text,
)
from sandbox.blockkit.rules import Rule, Shape, anything, flag, items, one_of, pattern, string, whole

_ACTING: dict[str, Rule] = {"type": anything, "action_id": string(255)}
_CONFIRMED: dict[str, Rule] = {**_ACTING, "confirm": CONFIRM}
_FOCUSED: dict[str, Rule] = {**_CONFIRMED, "focus_on_load": flag}
_MENU: dict[str, Rule] = {**_FOCUSED, "placeholder": plain(150)}
_MULTI: dict[str, Rule] = {**_MENU, "max_selected_items": whole(1, 1_000_000)}
_TYPED_IN: dict[str, Rule] = {
    **_ACTING,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": Shape(
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}
    ),
}
_STATIC: dict[str, Rule] = {"options": MENU_OPTIONS, "option_groups": OPTION_GROUPS}
_BOXES = options(text(75), 1, 10)
_FILTER = Shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)
_ID = string(255)
_IDS = items(_ID, 0, 1_000)

BUTTON = Shape(
    {
        **_CONFIRMED,
        "text": plain(75),
        "url": string(3000, least=0),
        "value": string(2000, least=0),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
    ("text",),
)
IMAGE = Shape(
    {"type": anything, "image_url": string(3000), "slack_file": anything, "alt_text": string(2000)},
    ("alt_text",),
)

_MENUS = {
    "static_select": Shape(
        {**_MENU, **_STATIC, "initial_option": OPTION}, (), (either_options, initial_among)
    ),
    "external_select": Shape({**_MENU, "min_query_length": whole(0, 1000), "initial_option": OPTION}),
    "users_select": Shape({**_MENU, "initial_user": _ID}),
    "conversations_select": Shape(
        {
            **_MENU,
            "initial_conversation": _ID,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        }
    ),
    "channels_select": Shape({**_MENU, "initial_channel": _ID, "response_url_enabled": flag}),
}
_MULTI_MENUS = {
    "multi_static_select": Shape(
        {**_MULTI, **_STATIC, "initial_options": items(OPTION, 0, 100)}, (), (either_options, initial_among)
    ),
    "multi_external_select": Shape(
        {**_MULTI, "min_query_length": whole(0, 1000), "initial_options": items(OPTION, 0, 100)}
    ),
    "multi_users_select": Shape({**_MULTI, "initial_users": _IDS}),
    "multi_conversations_select": Shape(
        {
            **_MULTI,
            "initial_conversations": _IDS,
            "default_to_current_conversation": flag,
            "filter": _FILTER,
        }
    ),
    "multi_channels_select": Shape({**_MULTI, "initial_channels": _IDS}),
}
_CHOICES = {
    "radio_buttons": Shape(
        {**_FOCUSED, "options": _BOXES, "initial_option": OPTION}, ("options",), (initial_among,)
    ),
    "checkboxes": Shape(
        {**_FOCUSED, "options": _BOXES, "initial_options": items(OPTION, 1, 10)},
        ("options",),
        (initial_among,),
    ),
}
_PICKERS = {
    "datepicker": Shape({**_MENU, "initial_date": pattern(r"\d{4}-\d{2}-\d{2}", "a date (YYYY-MM-DD)")}),
    "timepicker": Shape(
        {**_MENU, "initial_time": pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time (HH:mm)"), "timezone": _ID}
    ),
    "datetimepicker": Shape({**_FOCUSED, "initial_date_time": whole(10**9, 10**10 - 1)}),
}
_TEXT_INPUTS = {
    "plain_text_input": Shape(
        {
            **_TYPED_IN,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        }
    ),
    "email_text_input": Shape({**_TYPED_IN, "initial_value": string(3000, least=0)}),
    "url_text_input": Shape({**_TYPED_IN, "initial_value": string(3000, least=0)}),
    "number_input": Shape(
        {
            **_TYPED_IN,
            "is_decimal_allowed": flag,
            "initial_value": string(255),
            "min_value": string(255),
            "max_value": string(255),
        },
        ("is_decimal_allowed",),
    ),
    "rich_text_input": Shape({**_TYPED_IN, "initial_value": anything}),
    "file_input": Shape({**_ACTING, "filetypes": items(string(30), 1, 100), "max_files": whole(1, 10)}),
}
_OTHERS = {
    "button": BUTTON,
    "image": IMAGE,
    "overflow": Shape({**_CONFIRMED, "options": options(plain(75), 1, 5, url=True)}, ("options",)),
    "workflow_button": Shape({}, ("text", "workflow"), is_open=True),
    "feedback_buttons": Shape({}, ("positive_button", "negative_button"), is_open=True),
    "icon_button": Shape({}, ("icon", "text"), is_open=True),
}

ELEMENTS: dict[str, Shape] = {
    **_OTHERS,
    **_MENUS,
    **_MULTI_MENUS,
    **_CHOICES,
    **_PICKERS,
    **_TEXT_INPUTS,
}

#: What may stand in an actions block, beside a section, and in an input block.
IN_ACTIONS = frozenset(
    {"button", "overflow", "workflow_button", *_MENUS, *_MULTI_MENUS, *_CHOICES, *_PICKERS}
)
IN_SECTION = (IN_ACTIONS | {"image"}) - {"datetimepicker"}
IN_INPUT = frozenset({*_MENUS, *_MULTI_MENUS, *_CHOICES, *_PICKERS, *_TEXT_INPUTS})
