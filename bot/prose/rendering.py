"""Templates filled in: the team's where it has its own, else ours. Loaded with Jinja2 by the first text."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader

import templates
from bot.prose.fence import FAULTS, Fence, line_of, rendered
from bot.prose.template_fault import TemplateFault


class Rendering:
    """The team's templates, and the built-in ones behind them."""

    def __init__(self, folder: Path | None, on_fault: Callable[[TemplateFault], None]) -> None:
        self._built_in = Fence(FileSystemLoader(Path(templates.__file__).parent))
        self._team = Fence(FileSystemLoader(folder)) if folder else None
        self._folder = folder
        self._on_fault = on_fault

    def render(self, name: str, context: dict[str, Any]) -> str:
        """Fill one in; a team's that is broken is passed over, and told of."""
        if self._team and self._has_own(name):
            try:
                return rendered(self._team, name, context)
            except FAULTS as fault:
                self._on_fault(self._told(name, fault))
        return rendered(self._built_in, name, context, cut=True)

    def broken(self, names: Iterable[str]) -> tuple[TemplateFault, ...]:
        """Those of the team that cannot be used, found without rendering."""
        faults = []
        for name in names:
            if self._team and self._has_own(name):
                try:
                    self._team.checked(name)
                    self._team.get_template(name)
                except FAULTS as fault:
                    faults.append(self._told(name, fault))
        return tuple(faults)

    def _has_own(self, name: str) -> bool:
        return self._folder is not None and (self._folder / name).exists()

    def _told(self, name: str, fault: BaseException) -> TemplateFault:
        return TemplateFault(str((self._folder or Path()) / name), line_of(fault, name), str(fault))
