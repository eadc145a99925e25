"""Rich text: sections, lists, quotes and preformatted text, and what stands in them."""

from sandbox.blockkit.rules import Rule, Shape, Typed, anything, flag, items, one_of, string, whole

_ID = string(255)
_STYLE = Shape(
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), flag
    )
)
_STYLED: dict[str, Rule] = {"type": anything, "style": _STYLE}

_INLINE = Typed(
    {
        "text": Shape({**_STYLED, "text": string(40_000)}, ("text",)),
        "link": Shape(
            {**_STYLED, "url": string(3000), "text": string(3000, least=0), "unsafe": flag}, ("url",)
        ),
        "emoji": Shape(
            {**_STYLED, "name": _ID, "unicode": _ID, "skin_tone": whole(1, 6), "url": _ID}, ("name",)
        ),
        "user": Shape({**_STYLED, "user_id": _ID}, ("user_id",)),
        "channel": Shape({**_STYLED, "channel_id": _ID}, ("channel_id",)),
        "usergroup": Shape({**_STYLED, "usergroup_id": _ID}, ("usergroup_id",)),
        "team": Shape({**_STYLED, "team_id": _ID}, ("team_id",)),
        "broadcast": Shape({**_STYLED, "range": one_of("here", "channel", "everyone")}, ("range",)),
        "color": Shape({**_STYLED, "value": _ID}, ("value",)),
        "date": Shape(
            {**_STYLED, "timestamp": anything, "format": _ID, "url": string(3000), "fallback": string(3000)},
            ("timestamp", "format"),
        ),
    }
)

_INLINES = items(_INLINE, 0, 1000)
_BORDERED: dict[str, Rule] = {"type": anything, "border": whole(0, 1)}
_SECTION = Shape({"type": anything, "elements": _INLINES}, ("elements",))

#: One element of a rich_text block.
RICH_TEXT = Typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": Shape(
            {**_BORDERED, "elements": _INLINES, "language": string(100, least=0)}, ("elements",)
        ),
        "rich_text_quote": Shape({**_BORDERED, "elements": _INLINES}, ("elements",)),
        "rich_text_list": Shape(
            {
                **_BORDERED,
                "elements": items(Typed({"rich_text_section": _SECTION}), 0, 1000),
                "style": one_of("bullet", "ordered"),
                "indent": whole(0, 8),
                "offset": whole(0, 1_000_000),
            },
            ("elements", "style"),
        ),
    }
)
