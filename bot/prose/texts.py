"""One function for each text that a team may rewrite: post-mortem, timeline file, close notice, help.

A file of the same name in the team's folder takes the place of the built-in one. A broken one never keeps
anybody from a text: the built-in is used, and the fault is told.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.blocks.front.help import GROUPS, HelpGroup
from bot.blocks.register.views import IssueView
from bot.blocks.views import EntryView, IncidentView
from bot.prose.closing import Closing, closing_facts
from bot.prose.facts import incident_facts, timeline_facts
from bot.prose.markdown import guarded
from bot.prose.post_mortem import PostMortem, review_facts
from bot.prose.register import register_facts
from bot.prose.template_fault import TemplateFault

if TYPE_CHECKING:
    from bot.prose.rendering import Rendering

POST_MORTEM: Final = "postmortem.md.j2"
TIMELINE: Final = "timeline.md.j2"
REGISTER: Final = "register.md.j2"
CLOSE_NOTICE: Final = "close_notice.txt.j2"
HELP: Final = "help.slack.j2"
ALL: Final = (POST_MORTEM, TIMELINE, CLOSE_NOTICE, REGISTER, HELP)


#: A part that is left out leaves an empty line behind.
_FEW_BREAKS: Final = re.compile(r"\n\s*\n\s*\n+")


class Prose:
    """The team's texts, and the built-in ones behind them."""

    def __init__(
        self, folder: Path | None = None, on_fault: Callable[[TemplateFault], None] | None = None
    ) -> None:
        """Read from `folder` first; `on_fault` hears of each template that had to be passed over."""
        self._folder = folder
        self._on_fault = on_fault or (lambda fault: None)

    def postmortem(self, review: PostMortem) -> str:
        """Write the draft of a post-mortem, as Markdown."""
        return self._rendering.render(POST_MORTEM, guarded(review_facts(review)))

    def timeline_markdown(
        self, view: IncidentView, entries: Sequence[EntryView], names: Mapping[str, str]
    ) -> str:
        """Write the whole ledger, oldest first, as Markdown; `names` are by Slack id."""
        context = {
            "incident": incident_facts(view, names),
            "entries": timeline_facts(entries, names),
        }
        return self._rendering.render(TIMELINE, guarded(context))

    def close_notice(self, closing: Closing) -> str:
        """Write what those hear who had been told, as plain text for a person to read before it is sent."""
        written = self._rendering.render(CLOSE_NOTICE, closing_facts(closing))
        # Slack shows it as it is, so what the environment escaped is itself again.
        plain = written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return _FEW_BREAKS.sub("\n\n", plain).strip()

    def register(self, issues: Sequence[IssueView]) -> str:
        """Write the file of one asset's data issues, as Markdown."""
        return self._rendering.render(REGISTER, guarded(register_facts(issues)))

    def help_text(self, command: str = "/incident", groups: Sequence[HelpGroup] = GROUPS) -> str:
        """Write the help in Slack's markup, for `help.help_card`."""
        told = [{**asdict(group), "names": group.names} for group in groups]
        return self._rendering.render(HELP, {"command": command, "groups": told})

    def check(self) -> tuple[TemplateFault, ...]:
        """Look for every broken file of the team's folder, without rendering; for `breakwater check`."""
        return self._rendering.broken(ALL)

    @cached_property
    def _rendering(self) -> "Rendering":
        from bot.prose.rendering import Rendering  # noqa: PLC0415  # two megabytes, and texts are rare

        return Rendering(self._folder, self._on_fault)
