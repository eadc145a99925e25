"""The help on one screen; its words are a template (`help.slack.j2`), so that a team may rewrite them."""

from dataclasses import dataclass
from typing import Final

from bot.blocks.kit import Message, text
from bot.blocks.limits import FALLBACK_TEXT, clean, clip


@dataclass(frozen=True)
class HelpVerb:
    """One verb, or several on a line: how it is typed after the command, and what it does."""

    usage: str
    says: str
    #: Other words that do the same, for those who type them; no line of help is spent on them.
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The verbs of the line."""
        return tuple(part.split()[0] for part in self.usage.split("·") if part.strip())


@dataclass(frozen=True)
class HelpGroup:
    """Verbs that belong together."""

    title: str
    verbs: tuple[HelpVerb, ...]


GROUPS: Final = (
    HelpGroup(
        "Anywhere",
        (
            HelpVerb("", "what fits here: open incidents, or this channel's panel"),
            HelpVerb("declare [title]", "open an incident; `--past`, `--drill`, `--private`", also=("new",)),
            HelpVerb("list  ·  mine  ·  join INC-12", "what is open  ·  what is yours  ·  come in"),
            HelpVerb("suspect what looks wrong", "ask the team, without an incident; you get an answer"),
            HelpVerb(
                "silence [what]  ·  expect [what]  ·  silences",
                "hide alerts for a time  ·  a known failure  ·  what is quiet now",
                also=("mute",),
            ),
            HelpVerb(
                "owner [asset]  ·  oncall [team]",
                "who answers for it  ·  who is on call, and comes next; `override @ana until …`, `swap @ben`",
            ),
            HelpVerb(
                "config test-alert  ·  doctor  ·  help",
                "what an alert would do, without doing it  ·  what is stuck in Breakwater itself  ·  this",
            ),
        ),
    ),
    HelpGroup(
        "In an incident's channel",
        (
            HelpVerb(
                "ack  ·  take [role]",
                "say that it is seen  ·  lead, or take another role",
                also=("acknowledge",),
            ),
            HelpVerb(
                "role commander @ana  ·  handoff commander @ben [note]",
                "give a role; `role release commander` frees it  ·  offer yours; it moves when they accept",
            ),
            HelpVerb(
                "advance [stage] [why]  ·  update [message]",
                "move it to another stage  ·  tell where it stands, and when the next word comes",
                also=("stage",),
            ),
            HelpVerb("severity sev1 [why]", "say how bad it is"),
            HelpVerb(
                "contain text  ·  extend 30m [why]", "what keeps bad data from being read  ·  more time"
            ),
            HelpVerb("pause until monday because …  ·  resume", "stop the clocks  ·  let them go on"),
            HelpVerb("runbook [name]  ·  session 15:00 [link]", "steps at hand  ·  work on it together"),
            HelpVerb(
                "note [at 14:05] text  ·  hypothesis  ·  evidence  ·  decision  ·  change  ·  followup"
                "  ·  amend",
                "add to the ledger, by its kind; a reaction does it, too  ·  correct it",
            ),
            HelpVerb(
                "catchup  ·  timeline  ·  export [json] [me]  ·  why  ·  lineage [asset]",
                "where it stands, on one screen  ·  the ledger  ·  as a file  ·  what alerts did  ·  "
                "what feeds what",
            ),
            HelpVerb(
                "attach [link]  ·  detach [link]  ·  merge INC-7  ·  split",
                "an alert belongs here, or not  ·  it is the same problem as that one, or it is two",
            ),
            HelpVerb(
                "impact [asset]  ·  notify", "what it affects, also `add`, `remove`  ·  tell the owners"
            ),
            HelpVerb("edit  ·  call https://…", "title, domain, symptom, asset  ·  a call link on the card"),
            HelpVerb("close  ·  reopen [why]", "end it  ·  take it up again"),
        ),
    ),
)


def help_card(markup: str) -> Message:
    """Show what `prose.help_text` rendered."""
    return Message(text=clip(clean(markup).strip(), FALLBACK_TEXT) or "Help", blocks=(text(markup),))
