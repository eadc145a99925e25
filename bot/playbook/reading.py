"""Read a playbook, or refuse it with every mistake at once."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.playbook.document import Document, Place
from bot.playbook.mistakes import sentence, worded
from bot.playbook.mistakes_on_call import on_call_mistakes
from bot.playbook.shape import Playbook
from bot.playbook.unknown_names import unknown_names


class PlaybookRefused(Exception):
    """The playbook cannot be used; `problems` holds one line for every mistake."""

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))
        self.source = source
        self.problems = problems


def load_playbook(path: Path | None) -> Playbook:
    """Read the playbook at `path`; without a path the built-in defaults hold."""
    if path is None:
        return Playbook()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PlaybookRefused(str(path), (f"cannot be read: {error.strerror}",)) from error
    except UnicodeDecodeError as error:
        raise PlaybookRefused(str(path), ("cannot be read: it is not UTF-8 text",)) from error
    return _beside(path, parse_playbook(text, str(path)))


def parse_playbook(text: str, source: str) -> Playbook:
    """Read a playbook's text; `source` names it in what is said about it."""
    document = Document(text)
    problems = list(document.problems)
    playbook = None
    if not any(place == () for place, _ in problems):
        playbook = _validate(document.content, problems)
    if playbook is None or problems:
        problems.sort(key=lambda problem: document.line(problem[0]) or 0)
        lines = dict.fromkeys(worded(document, place, said) for place, said in problems)
        raise PlaybookRefused(source, tuple(lines))
    return playbook


def _validate(content: Any, problems: list[tuple[Place, str]]) -> Playbook | None:
    """Validate what was read; places already found wrong are not reported a second time."""
    known = {place for place, _ in problems}
    problems += unknown_names(content)
    problems += on_call_mistakes(content)
    try:
        return Playbook.model_validate(content)
    except ValidationError as error:
        details = error.errors()
        wrong_inside = {_place(detail["loc"])[:-1] for detail in details}
        # A list whose entries are wrong counts as empty to pydantic, which nobody needs to hear besides.
        found = [
            (_place(detail["loc"]), sentence(detail))
            for detail in details
            if detail["type"] != "too_short" or _place(detail["loc"]) not in wrong_inside
        ]
        problems += [(place, said) for place, said in found if place not in known]
        return None


def _place(loc: tuple[int | str, ...]) -> Place:
    # pydantic adds the name of a validator behind the key it belongs to.
    return tuple(
        part for part in loc if not (isinstance(part, str) and part.startswith(("function-", "[key]")))
    )


def _beside(path: Path, playbook: Playbook) -> Playbook:
    """Find the folders of templates and of the register beside the playbook that names them."""
    if playbook.data_issues.folder is not None:
        register = {"folder": path.parent / playbook.data_issues.folder}
        moved = playbook.data_issues.model_copy(update=register)
        playbook = playbook.model_copy(update={"data_issues": moved})
    if playbook.templates is None:
        return playbook
    folder = path.parent / playbook.templates
    if not folder.is_dir():
        raise PlaybookRefused(str(path), (f"templates: there is no folder {folder}",))
    return playbook.model_copy(update={"templates": folder})
