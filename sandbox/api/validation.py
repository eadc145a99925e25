"""blocks.validate: what Block Kit would say, without posting."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import SPECIAL, Registry
from sandbox.blockkit import Problem, problems_of_message, problems_of_view
from sandbox.errors import SlackError, argument_error

registry = Registry()


@registry.method("blocks.validate", tier=SPECIAL)
def blocks_validate(call: Call) -> dict[str, Any]:
    """Check exactly one of `blocks`, `message` or `view`."""
    given = [name for name in ("blocks", "message", "view") if name in call.args]
    if len(given) != 1:
        raise argument_error("provide exactly one of blocks, message or view")
    value = call.args.json(given[0])
    problems = _problems(given[0], value)
    if problems:
        raise SlackError(f"invalid_{given[0]}", errors=[_shown(problem) for problem in problems])
    return {}


def _problems(kind: str, value: Any) -> list[Problem]:
    if kind == "blocks":
        return problems_of_message(value, None) if isinstance(value, list) else [_mistyped("array")]
    if not isinstance(value, dict):
        return [_mistyped("object")]
    if kind == "view":
        return problems_of_view(value)
    return problems_of_message(value.get("blocks"), value.get("attachments"))


def _mistyped(wanted: str) -> Problem:
    return Problem("", f"must be an {wanted}")


def _shown(problem: Problem) -> dict[str, Any]:
    return {"pointer": problem.pointer, "code": "failed_constraint", "message": problem.message}
