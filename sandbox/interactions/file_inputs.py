"""Files that a person puts into a form."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from sandbox.errors import SlackError
from sandbox.interactions.elements import BadInput
from sandbox.workspace import Workspace


def taken_in(
    workspace: Workspace, user_id: str, element: Mapping[str, Any], value: Any
) -> list[dict[str, Any]]:
    """Keep the files of `[{name, content}]` (base64) or `[{id}]`; give them as the app gets them."""
    rows = value if isinstance(value, list) else [value] if value else []
    allowed = [str(kind).lower().lstrip(".") for kind in element.get("filetypes") or ()]
    return [_taken_in(workspace, user_id, row, allowed) for row in rows]


def _taken_in(workspace: Workspace, user_id: str, row: Any, allowed: list[str]) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise BadInput("a file is {name, content}")
    files = workspace.files
    if "id" in row:
        file = files.find(str(row["id"]))
        if file.owner_id != user_id:
            raise SlackError("file_not_found")
        return files.payload(file)
    name, content = str(row.get("name") or "file"), _decoded(row.get("content"))
    if allowed and name.rpartition(".")[2].lower() not in allowed:
        raise BadInput(f"{name} is none of {', '.join(allowed)}")
    file = files.upload(files.announce(user_id, name, len(content)).id, content)
    file.complete = True
    return files.payload(file)


def _decoded(content: Any) -> bytes:
    try:
        return base64.b64decode(str(content or ""), validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("the content of a file is base64") from None
