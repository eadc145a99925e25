"""The list of what is wrong, each with a JSON pointer to the place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that Slack would refuse."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


class Report:
    """Collects problems; everything is checked, so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, pointer: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(pointer, message))
