"""Checking whole messages and views, and refusing them as Slack does."""

import json
from typing import Any

from sandbox.blockkit.blocks import SURFACES
from sandbox.blockkit.objects import MENU_OPTIONS, OPTION_GROUPS, plain
from sandbox.blockkit.report import Problem, Report
from sandbox.blockkit.rules import Rule, Shape, Typed, anything, flag, string
from sandbox.blockkit.uniqueness import check_unique
from sandbox.errors import SlackError, argument_error

#: Markdown blocks of one message may have this many characters together.
MARKDOWN_LIMIT = 12_000
#: Views beyond this are refused (`view_too_large`).
VIEW_BYTES = 250_000

_ANY_VIEW: dict[str, Rule] = {
    "type": anything,
    "blocks": anything,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_VIEW = Typed(
    {
        "modal": Shape(
            {
                **_ANY_VIEW,
                "title": plain(24),
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
            ("title", "blocks"),
        ),
        "home": Shape(_ANY_VIEW, ("blocks",)),
    }
)


def check_message(
    blocks: list[dict[str, Any]] | None, attachments: list[dict[str, Any]] | None = None
) -> None:
    """Refuse blocks (`invalid_blocks`) or attachments (`invalid_attachments`) that Slack would not take."""
    problems = problems_of_message(blocks, attachments)
    if problems:
        in_blocks = any(problem.pointer.startswith("/blocks") for problem in problems)
        raise _refusal("invalid_blocks" if in_blocks else "invalid_attachments", problems)


def check_view(view: dict[str, Any], *, home: bool | None = None) -> None:
    """Refuse a view that Slack would not take; `home` says which kind is wanted, None allows both."""
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    wanted = {None: view.get("type"), True: "home", False: "modal"}[home]
    if view.get("type") != wanted:
        raise argument_error(f"view type must be {wanted} [json-pointer:/view/type]")
    problems = problems_of_view(view)
    if problems:
        raise _refusal("invalid_arguments", problems)


def problems_of_message(blocks: Any, attachments: Any = None) -> list[Problem]:
    """All that is wrong with a message's blocks and those of its attachments."""
    report = Report()
    if blocks is not None:
        _check_surface(report, blocks, "message", "/blocks")
    if attachments is not None and not isinstance(attachments, list):
        report.add("/attachments", "must be an array")
        return report.problems
    for position, attachment in enumerate(attachments or ()):
        pointer = f"/attachments/{position}"
        if not isinstance(attachment, dict):
            report.add(pointer, "must be an object")
        elif attachment.get("blocks") is not None:
            _check_surface(report, attachment["blocks"], "message", f"{pointer}/blocks")
    return report.problems


def problems_of_view(view: dict[str, Any]) -> list[Problem]:
    """All that is wrong with a view."""
    report = Report()
    _VIEW(report, view, "/view")
    blocks = view.get("blocks")
    if blocks is not None and view.get("type") in ("modal", "home"):
        _check_surface(report, blocks, view["type"], "/view/blocks")
    if view.get("type") == "modal" and view.get("submit") is None and _has_input(blocks):
        report.add("/view", "missing required field: submit")
    return report.problems


def problems_of_options(kind: str, offered: Any) -> list[Problem]:
    """All that is wrong with what an app offers for a menu of its own: `options` or `option_groups`."""
    report = Report()
    rule = OPTION_GROUPS if kind == "option_groups" else MENU_OPTIONS
    rule(report, offered, f"/{kind}")
    return report.problems


def _check_surface(report: Report, blocks: Any, surface: str, pointer: str) -> None:
    """Each block by itself, then their number, then what must be unique among them."""
    rule, limit = SURFACES[surface]
    if not isinstance(blocks, list):
        report.add(pointer, "must be an array")
        return
    if len(blocks) > limit:
        report.add(pointer, f"no more than {limit} items allowed")
    for position, block in enumerate(blocks):
        rule(report, block, f"{pointer}/{position}")
    known = [block for block in blocks if isinstance(block, dict)]
    if (
        sum(len(str(block.get("text"))) for block in known if block.get("type") == "markdown")
        > MARKDOWN_LIMIT
    ):
        report.add(pointer, f"markdown blocks must have less than {MARKDOWN_LIMIT + 1} characters in total")
    check_unique(report, blocks, pointer)


def _has_input(blocks: Any) -> bool:
    rows = blocks if isinstance(blocks, list) else []
    return any(isinstance(block, dict) and block.get("type") == "input" for block in rows)


def _refusal(code: str, problems: list[Problem]) -> SlackError:
    error = argument_error(*map(str, problems), code=code)
    error.extra["errors"] = [str(problem) for problem in problems]
    return error
