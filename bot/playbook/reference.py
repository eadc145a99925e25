"""The reference of the playbook, written from what it may say: `python -m bot.playbook.reference`."""

import json
import sys
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.playbook.mistakes import part_inside
from bot.playbook.shape import Playbook, Severities, SeverityRule

_INTRODUCTION: Final = """# The playbook

`breakwater.yaml` in the folder where Breakwater runs (or the file that `BREAKWATER_PLAYBOOK` names) holds
what is your team's own. Everything in it is optional; without a playbook the defaults below hold.
`breakwater check` names every mistake in it at once, with its line, and `breakwater run` refuses to start
on one.

This page is written from the program by `python -m bot.playbook.reference`, and a test compares the two.

## How values are written
| kind | written |
|---|---|
| duration | `3s`, `30m`, `4h`, `2d`; `1wd` is a working day: the same time on the next one |
| channel | its name, or its id; a name with `#` needs quotes, `"#alerts"`: in YAML `#` starts a comment |
| person, user group | `"@handle"`, or an id: `U…`, `S…` |
| days | `mon-fri`, or a list: `[mon, tue, thu]` |
| time of day | `09:00` |
| day of the calendar | `2026-11-02` |
| pattern | `*` for anything, `?` for one character |
| emoji | its name, with or without colons: `pushpin` |
"""


def reference() -> str:
    """Write the whole page, as Markdown."""
    lines = [_INTRODUCTION, "## Keys", *_table(Playbook)]
    for place, part in _parts(Playbook, ""):
        lines += ["", f"## `{place}`", part.__doc__ or "", "", *_table(part)]
    lines += ["", "## All defaults", "", "```yaml", default_playbook().rstrip(), "```", ""]
    return "\n".join(lines)


def _parts(part: type[BaseModel], place: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Walk the parts inside a part; the four severities are told once."""
    for name, field in part.model_fields.items():
        inner = part_inside(field.annotation)
        if inner is None or (part is Severities and name != "sev1"):
            continue
        key = "sev1` … `sev4" if part is Severities else _key(name, field)
        inside = f"{place}{'.' if place else ''}{key}{_many(field)}"
        if inner is not Severities:
            yield inside, inner
        yield from _parts(inner, inside)


def _table(part: type[BaseModel]) -> Iterator[str]:
    defaults = part.model_construct().model_dump(mode="json", by_alias=True, warnings=False)
    yield "| key | meaning | default |"
    yield "|---|---|---|"
    for name, field in part.model_fields.items():
        key = _key(name, field)
        yield f"| `{key}` | {field.description or ''} | {_default(part, field, defaults.get(key))} |"


def _default(part: type[BaseModel], field: FieldInfo, value: Any) -> str:
    if part is SeverityRule:
        return "its own for each severity, see the end"
    if field.is_required():
        return "must be given"
    if isinstance(value, dict):
        return "see below"
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace('"', "")


class _Dumper(yaml.SafeDumper):
    """Writes lists in one line, as people do in a playbook."""


_Dumper.add_representer(
    list, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def default_playbook() -> str:
    """Write the playbook that says what holds anyway."""
    document = Playbook().model_dump(mode="json", by_alias=True)
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=150)


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _many(field: FieldInfo) -> str:
    """How several of them are written: in a list, or each under a name."""
    kind = typing.get_origin(field.annotation)
    return "[]" if kind is tuple else ".…" if kind is Mapping else ""


if __name__ == "__main__":
    sys.stdout.write(reference())
