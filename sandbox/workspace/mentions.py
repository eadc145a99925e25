"""Whom a message calls."""

import json
import re
from typing import Any

_MENTION = re.compile(r"<(?:@([A-Z0-9]+)|!(here|channel|everyone)|!subteam\^([A-Z0-9]+))")


def mentions_in(text: str, blocks: list[dict[str, Any]] | None) -> frozenset[str]:
    """The ids of users and groups, and `here`/`channel`/`everyone`, that text and blocks mention."""
    whole = text if not blocks else text + json.dumps(blocks, ensure_ascii=False)
    if "<" not in whole:
        return frozenset()
    return frozenset(next(filter(None, match.groups())) for match in _MENTION.finditer(whole))
