"""What Slack's Block Kit accepts: counts, lengths, required fields, unique ids, and what may go where."""

from sandbox.blockkit.checking import (
    check_message,
    check_view,
    problems_of_message,
    problems_of_options,
    problems_of_view,
)
from sandbox.blockkit.report import Problem

__all__ = [
    "Problem",
    "check_message",
    "check_view",
    "problems_of_message",
    "problems_of_options",
    "problems_of_view",
]
