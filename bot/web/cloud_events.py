"""CloudEvents in binary mode: the envelope in `ce-` headers is folded around the body before storing."""

import json
from typing import Final

from bot.web.delivery import Delivery

_PREFIX: Final = b"ce-"
_REQUIRED: Final = (b"ce-id", b"ce-source", b"ce-type", b"ce-specversion")

#: Names of attributes are short, and an event has a dozen of them.
_MOST: Final = 40


def folded(delivery: Delivery, text: str) -> str:
    """The structured form of a binary event; everything else as it came. `text` is JSON."""
    headers = delivery.headers
    if delivery.source != "cloudevents" or any(name not in headers for name in _REQUIRED):
        return text
    attributes = {
        name.removeprefix(_PREFIX).decode("latin-1"): value.decode("utf-8", "replace")
        for name, value in list(headers.items())[: 2 * _MOST]
        if name.startswith(_PREFIX) and name != b"ce-data"
    }
    envelope = json.dumps(dict(list(attributes.items())[:_MOST]))
    return f'{envelope[:-1]}, "datacontenttype": "application/json", "data": {text}}}'
