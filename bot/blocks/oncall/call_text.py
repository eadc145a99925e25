"""What leaves the house about a call: plain words, and of a private incident no more than its number."""

from bot.blocks.limits import clip, one_line
from bot.blocks.oncall.call_views import CalledView
from models.vocabulary import label


def subject_of(view: CalledView) -> str:
    """One line: `SEV1 · INC-12 · Orders are late`."""
    name = f"{label(view.severity)} · {view.incident_ref}"
    return f"{name} · private" if view.title is None else f"{name} · {clip(one_line(view.title), 200)}"


def text_of(view: CalledView, *, by: str | None) -> str:
    """A few lines; `by` is the name of who asks."""
    if view.title is None:
        return f"You are called for {view.incident_ref}, {label(view.severity)}.\nAcknowledge in Slack."
    asks = f"{one_line(by)} calls you" if by else "You are called"
    as_what = f" as {one_line(view.name)}" if view.name else ""
    why = f": {clip(one_line(view.why), 500)}" if view.why else ""
    return "\n".join(
        (
            f"{asks}{as_what}{why}" + ("" if why.endswith((".", "!", "?")) else "."),
            f"{view.incident_ref}, {label(view.severity)}: {one_line(view.title)}",
            "Acknowledge in Slack, in the message that Breakwater sent you or in the incident's channel.",
        )
    )
