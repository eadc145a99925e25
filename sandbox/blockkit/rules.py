"""Rules for single values, to build shapes from: strings, numbers, lists, objects."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.blockkit.report import Report

#: A rule looks at a value at a place and reports what is wrong with it.
Rule = Callable[[Report, Any, str], None]


def string(limit: int, *, least: int = 1) -> Rule:
    """A string of `least` to `limit` characters."""

    def check(report: Report, value: Any, pointer: str) -> None:
        if not isinstance(value, str):
            report.add(pointer, "must provide a string")
        elif len(value) > limit:
            report.add(pointer, f"must be less than {limit + 1} characters")
        elif len(value) < least:
            report.add(pointer, f"must be more than {least - 1} characters")

    return check


def pattern(expression: str, words: str) -> Rule:
    """A string of a form."""
    compiled = re.compile(expression)

    def check(report: Report, value: Any, pointer: str) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.add(pointer, f"must be {words}")

    return check


def one_of(*choices: str) -> Rule:
    """One of a few words."""

    def check(report: Report, value: Any, pointer: str) -> None:
        if value not in choices:
            report.add(pointer, "must be a valid enum value")

    return check


def flag(report: Report, value: Any, pointer: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add(pointer, "must be a boolean")


def anything(report: Report, value: Any, pointer: str) -> None:
    """No rule."""


def whole(low: int, high: int) -> Rule:
    """A whole number within bounds."""

    def check(report: Report, value: Any, pointer: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add(pointer, "must be an integer")
        elif value < low:
            report.add(pointer, f"must be more than {low - 1}")
        elif value > high:
            report.add(pointer, f"must be less than {high + 1}")

    return check


def items(rule: Rule, low: int, high: int) -> Rule:
    """A list of `low` to `high` values, each under the rule."""

    def check(report: Report, value: Any, pointer: str) -> None:
        if not isinstance(value, list):
            report.add(pointer, "must be an array")
            return
        if len(value) > high:
            report.add(pointer, f"no more than {high} items allowed")
        if len(value) < low:
            report.add(pointer, f"no fewer than {low} items allowed")
        for position, item in enumerate(value):
            rule(report, item, f"{pointer}/{position}")

    return check


@dataclass(frozen=True)
class Shape:
    """An object: which fields it may have, which it must have, and what holds between them."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    more: tuple[Rule, ...] = ()
    #: Further fields are let through (blocks that the sandbox knows only in part).
    is_open: bool = False

    def __call__(self, report: Report, value: Any, pointer: str) -> None:
        """Check an object against the shape."""
        if not isinstance(value, dict):
            report.add(pointer, "must be an object")
            return
        for name in self.required:
            if value.get(name) is None:
                report.add(pointer, f"missing required field: {name}")
        for name, item in value.items():
            rule = self.fields.get(name)
            if rule is None and not self.is_open:
                report.add(pointer, f"invalid additional property: {name}")
            elif rule is not None and item is not None:
                rule(report, item, f"{pointer}/{name}")
        for rule in self.more:
            rule(report, value, pointer)


@dataclass(frozen=True)
class Typed:
    """An object whose `type` decides its shape."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    only: frozenset[str] | None = None

    def __call__(self, report: Report, value: Any, pointer: str) -> None:
        """Check an object by its type; types that may not stand here are refused."""
        if not isinstance(value, dict):
            report.add(pointer, "must be an object")
            return
        kind = value.get("type")
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if kind is None:
            report.add(pointer, "missing required field: type")
        elif shape is None or (self.only is not None and kind not in self.only):
            report.add(f"{pointer}/type", f"unsupported type: {kind}")
        else:
            shape(report, value, pointer)
