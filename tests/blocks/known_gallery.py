"""What is known of an asset, drawn from any extreme."""

from bot.blocks.register.known import known
from bot.blocks.register.views import DegradedView, IssueView, KnownView
from models.vocabulary import Outcome, Severity, Symptom
from tests.blocks.samples import AT, LINK, ROOM, Words


def known_view(words: Words) -> KnownView:
    if words.text is None:
        return KnownView(asset="orders", name="orders")
    text = words.text
    return KnownView(
        asset=text,
        name=text,
        degraded=tuple(_degraded(text) for _ in range(30)),
        issues=tuple(issue(text) for _ in range(30)),
        page_url=LINK,
    )


def _degraded(text: str) -> DegradedView:
    return DegradedView(
        incident_id=12,
        title=text,
        severity=Severity.SEV1,
        since_at=AT,
        channel_id=ROOM,
        via=text,
        interim=text,
    )


def issue(text: str, **changes: object) -> IssueView:
    facts: dict[str, object] = {
        "incident_id": 12,
        "title": text,
        "asset": text,
        "name": text,
        "window": text,
        "what": text,
        "symptom": Symptom.VOLUME,
        "remedy": text,
        "known_good": text,
        "outcome": Outcome.FIXED,
        "closed_at": AT,
    }
    return IssueView(**{**facts, **changes})  # type: ignore[arg-type]


CARDS = {
    "known": lambda w: known(known_view(w)),
    "known, unheard of": lambda w: known(
        KnownView(asset=w.text or "x", name=w.text or "x", is_in_lineage=False, near=(w.text or "y",) * 5)
    ),
}
