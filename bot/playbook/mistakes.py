"""What is wrong with a playbook, in sentences: the place, what was expected, what was probably meant."""

import difflib
import typing
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.playbook.document import Document, Place
from bot.playbook.shape import Playbook

# pydantic's name of a mistake → our sentence; {…} is filled from its context.
_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "string_type": "expected text",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "tuple_type": "expected a list, as in [one, two]",
    "model_type": "expected keys below it",
    "model_attributes_type": "expected keys below it",
    "enum": "expected one of {expected}",
    "string_too_short": "expected some text",
    "string_too_long": "is longer than {max_length} characters",
    "too_short": "expected {min_length} or more entries",
    "too_long": "has more than {max_length} entries",
    "path_type": "expected a folder",
}


def sentence(error: ErrorDetails) -> str:
    """Say what a validation error means to the person who wrote the playbook."""
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return _unknown_key(tuple(error["loc"]))
    if error["type"] == "value_error":
        return str(context["error"])
    known = _SENTENCES.get(error["type"])
    said = known.format(**context) if known else error["msg"]
    given = error["input"]
    return f"{said}, not {given!r}" if isinstance(given, str | int) and error["type"] != "missing" else said


def worded(document: Document, place: Place, said: str) -> str:
    """Put the place and its line before what is said."""
    line = document.line(place)
    where = f" (line {line})" if line else ""
    return f"{written(place) or 'the playbook'}{where}: {said}"


def written(place: Place) -> str:
    """Write a place as people do: `severities.sev1.update_every`, `alerts.rules[2].do`."""
    path = ""
    for part in place:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def known_keys(model: type[BaseModel]) -> list[str]:
    """List the keys of a part, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def part_at(place: Place) -> type[BaseModel]:
    """Find the part of the playbook that a place lies in."""
    model: type[BaseModel] = Playbook
    for part in place:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if isinstance(part, str) and part in fields:
            model = part_inside(fields[part].annotation) or model
    return model


def part_inside(annotation: Any) -> type[BaseModel] | None:
    """Find the part that a field holds, through `tuple[…]` and `… | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (part_inside(argument) for argument in typing.get_args(annotation))
    return next((found for found in inner if found), None)


def _unknown_key(place: Place) -> str:
    keys = known_keys(part_at(place[:-1]))
    nearest = difflib.get_close_matches(str(place[-1]), keys, n=1, cutoff=0.5)
    meant = f"did you mean {nearest[0]}?" if nearest else f"known here: {', '.join(keys)}"
    return f"is not a key of the playbook; {meant}"
