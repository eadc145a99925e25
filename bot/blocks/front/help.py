"""The help: what is needed first on one screen, the rest by topic or by verb.

Its words are a template (`help.slack.j2`), so that a team may rewrite them.
"""

import difflib
from dataclasses import dataclass, replace
from typing import Final

from bot.blocks.kit import Message, text
from bot.blocks.limits import FALLBACK_TEXT, clean, clip
from models.errors import UnknownWord


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
    #: What `/incident help …` calls it; on the screen it is one line. None: shown there in full.
    topic: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All its verbs, for that line."""
        return tuple(name for verb in self.verbs for name in verb.names)


GROUPS: Final = (
    HelpGroup(
        "Anywhere",
        (
            HelpVerb("", "what fits here: open incidents, or this channel's panel"),
            HelpVerb("declare [title]", "open an incident; `--past`, `--drill`, `--private`", also=("new",)),
            HelpVerb("list  ·  mine  ·  join INC-12", "what is open  ·  what is yours  ·  come in"),
            HelpVerb("suspect what looks wrong", "ask the team, without an incident; you get an answer"),
            HelpVerb("doctor  ·  help [word]", "what is stuck in Breakwater itself  ·  this, or more of it"),
        ),
    ),
    HelpGroup(
        "In an incident's channel",
        (
            HelpVerb(
                "ack  ·  take [role]", "it is seen  ·  lead, or take another role", also=("acknowledge",)
            ),
            HelpVerb("update [message]", "tell where it stands, and when the next word comes"),
            HelpVerb("advance [stage] [why]", "move it to another stage", also=("stage",)),
            HelpVerb("severity sev1 [why]", "say how bad it is; alone it suggests one"),
            HelpVerb("note [at 14:05] text", "add to the ledger; a reaction does it, too"),
            HelpVerb("close  ·  reopen [why]", "end it  ·  take it up again"),
        ),
    ),
    HelpGroup(
        "Roles and words",
        (
            HelpVerb("role commander @ana", "give a role; `role release commander` frees it"),
            HelpVerb("handoff commander @ben [note]", "offer yours; it moves when they accept"),
            HelpVerb("page @ana [why]", "call someone, whoever is on call for a team, or a role"),
            HelpVerb("escalate [why]", "call the next level of the policy now"),
            HelpVerb("who [act]", "who may do what here: `who close`"),
            HelpVerb("breach [why]", "personal data: go on in private, and leave no trace"),
            HelpVerb("edit", "correct title, domain, symptom or asset"),
            HelpVerb("call https://…", "put a call link on the card"),
            HelpVerb(
                "session 15:00 [link]", "set a time to work on it together, reminded before; `session off`"
            ),
        ),
        topic="roles",
    ),
    HelpGroup(
        "Time and proof",
        (
            HelpVerb("contain text", "say what keeps bad data from being read; `contain nothing because …`"),
            HelpVerb("extend 30m [why]", "give the stage more time"),
            HelpVerb("pause until monday because …", "stop the clocks; it wakes by itself"),
            HelpVerb("resume", "let the clocks go on"),
            HelpVerb("verify storage ok 12,040 rows", "what was seen of a layer, or `verify failed …`"),
            HelpVerb("signoff", "say as a steward that the data is right; `signoff no because …`"),
            HelpVerb("runbook [name]", "the playbook's steps for a known trouble, as a checklist"),
        ),
        topic="stages",
    ),
    HelpGroup(
        "The record",
        (
            HelpVerb(
                "hypothesis [text]", "what may be the cause; alone the board, with what speaks for each"
            ),
            HelpVerb("evidence [text]", "what was found: a link, a query, a count; never the data itself"),
            HelpVerb("cause [logic: text]", "walk to the root cause, page by page; what you type is kept"),
            HelpVerb("decision [text]", "what was decided, and why"),
            HelpVerb("change [text]", "what was changed in a system, with the way back"),
            HelpVerb("followup [text]", "what is to be done afterwards"),
            HelpVerb("amend", "correct an entry; the old one stays"),
            HelpVerb("catchup", "where it stands, what is known and what was tried, on one screen"),
            HelpVerb("timeline", "the latest of the ledger"),
            HelpVerb("export [json] [me]", "the whole ledger as a file, here or to you alone"),
        ),
        topic="record",
    ),
    HelpGroup(
        "The data itself",
        (
            HelpVerb(
                "window [orders from … to …]",
                "from when to when it was bad; `window orders fine` takes it back",
            ),
            HelpVerb(
                "backfill", "what is computed anew; `backfill done orders`, `backfill give orders @ben`"
            ),
            HelpVerb(
                "retention hold raw.orders until … because …",
                "what must not be deleted, asked about until released; `retention give raw.orders @ben`",
            ),
            HelpVerb("interim [text]", "what people use meanwhile; `interim over` ends that"),
        ),
        topic="repair",
    ),
    HelpGroup(
        "Whose it is, and whom it hits",
        (
            HelpVerb("owner [asset]", "who answers for it, and which rule says so"),
            HelpVerb("oncall [team]", "who is on call, and comes next; `override @ana until …`, `swap @ben`"),
            HelpVerb("impact [asset]", "what is downstream; `impact add`, `impact remove`"),
            HelpVerb("known [asset]", "what is wrong with its data now, and what was; filters to apply"),
            HelpVerb("lineage [asset]", "a picture of what feeds what"),
            HelpVerb("open", "this incident as a page, by a link for you alone"),
            HelpVerb("notify", "tell the owners downstream, and see who has read it"),
        ),
        topic="owners",
    ),
    HelpGroup(
        "Alerts",
        (
            HelpVerb(
                "silence [what]",
                "hide alerts for a time: `silence finance.* for 2h because …`",
                also=("mute",),
            ),
            HelpVerb("expect [what]", "a known failure, which somebody owns"),
            HelpVerb("silences", "what is quiet now, and end it"),
            HelpVerb("why [link]", "what alerts did here, and why"),
            HelpVerb("attach [link]", "an alert belongs to this incident"),
            HelpVerb("detach [link]", "it does not"),
            HelpVerb("merge INC-7", "it is the same problem as that one"),
            HelpVerb("split", "it is two problems"),
            HelpVerb("config test-alert", "how an alert is read and what it would do, without doing it"),
        ),
        topic="alerts",
    ),
)


def groups_about(word: str) -> tuple[HelpGroup, ...]:
    """A topic in full, or what is said about one verb. Raises UnknownWord."""
    wanted = word.lower().removeprefix("/incident").strip()
    for group in GROUPS:
        if group.topic == wanted:
            return (replace(group, topic=None),)
    for group in GROUPS:
        named = tuple(verb for verb in group.verbs if wanted in (*verb.names, *verb.also))
        if named:
            return (replace(group, verbs=named, topic=None),)
    topics = [group.topic for group in GROUPS if group.topic]
    known = [*topics, *(name for group in GROUPS for name in group.names)]
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
    raise UnknownWord("topic or verb", word, topics, near[0] if near else None)


def help_card(markup: str) -> Message:
    """Show what `prose.help_text` rendered."""
    return Message(text=clip(clean(markup).strip(), FALLBACK_TEXT) or "Help", blocks=(text(markup),))
