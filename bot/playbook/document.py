"""YAML as a playbook uses it: no surprises, no key twice, and the line of everything."""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

_PLAIN_INT: Final = re.compile(r"[-+]?[0-9]+$")
_QUOTES: Final = "a name that begins with # needs quotes, as in '#data-alerts'"
_EVERYTHING_ELSE_IS_TEXT: Final = frozenset({"tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"})

Place = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """YAML 1.1 reads 9:30 as the number 570 and 2026-01-01 as a date; here they stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _first, _resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items():
    for _tag, _pattern in _resolvers:
        if _tag in _EVERYTHING_ELSE_IS_TEXT:
            _Loader.add_implicit_resolver(_tag, _pattern, [_first])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _PLAIN_INT, list("-+0123456789"))


class Document:
    """A parsed playbook: its content, its lines, and what is wrong with it as YAML."""

    def __init__(self, text: str) -> None:
        self.content: Any = {}
        self.problems: list[tuple[Place, str]] = []
        self._lines: dict[Place, int] = {}
        try:
            root = yaml.compose(text, _Loader)
            self.content = {} if root is None else _construct(text)
        except yaml.YAMLError as error:
            self._refuse_unreadable(error)
        else:
            self._walk(root, ())

    def line(self, place: Place) -> int | None:
        """Find the line of a place, or of the nearest thing around it that is written."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place)

    def _refuse_unreadable(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        if mark is not None:
            self._lines[()] = mark.line + 1
        said = getattr(error, "problem", None) or "it cannot be read"
        self.problems.append(((), f"is not YAML: {said} ({_QUOTES})"))

    def _walk(self, node: yaml.Node | None, place: Place) -> None:
        if node is None:
            return
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null") and not node.value:
            self.problems.append((place, f"has nothing after it; write null to say none ({_QUOTES})"))
        for key, line, child in _children(node):
            inner = (*place, key)
            if inner in self._lines:
                self.problems.append((inner, f"is written twice, also in line {line}"))
                continue
            self._lines[inner] = line
            self._walk(child, inner)


def _construct(text: str) -> Any:
    # _Loader is a SafeLoader, which makes plain values only.
    return yaml.load(text, _Loader)  # noqa: S506


def _children(node: yaml.Node) -> Iterator[tuple[str | int, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield index, value.start_mark.line + 1, value
