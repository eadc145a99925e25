"""Cards and forms about silences and causes, each drawn from any extreme of view data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.blocks.alerts.cause_offer import CauseOfferView, cause_offer
from bot.blocks.alerts.causes import CauseLine, CausesView, causes_by_why, causes_list
from bot.blocks.alerts.silence_form import (
    SilenceDefaults,
    refused_view,
    silence_form,
    silenced_view,
    sure_form,
)
from bot.blocks.alerts.silence_list import silence_list
from bot.blocks.alerts.silence_notice import ask_sure, ended, owner_told, renewed, silenced
from bot.blocks.alerts.silence_views import PreviewView, SilenceView
from bot.blocks.kit import Message
from models.vocabulary import SilenceKind, SilenceScope
from tests.blocks.samples import ANA, AT, BEN, LINK, Words


def quiet(words: Words, **changes: Any) -> SilenceView:
    """A known failure of one alert."""
    facts: dict[str, Any] = {
        "id": 3,
        "kind": SilenceKind.EXPECTED,
        "scope": SilenceScope.FINGERPRINT,
        "pattern": "v1:00",
        "until_at": AT + timedelta(days=7),
        "by_id": ANA,
        **changes,
    }
    if words.text is not None:
        facts |= {"title": words.text, "because": words.text, "owner_id": BEN, "hidden_count": 312}
    return SilenceView(**facts)


def pattern(words: Words) -> SilenceView:
    return quiet(
        words, kind=SilenceKind.SILENCED, scope=SilenceScope.ASSET, pattern=words.text or "finance.*"
    )


def preview(words: Words) -> PreviewView:
    if words.text is None:
        return PreviewView(alert_count=0, kind_count=0)
    return PreviewView(
        alert_count=312,
        kind_count=4,
        is_all=True,
        examples=((words.text, 300), (words.text, 10), (words.text, 1)),
        opened_ids=tuple(range(1, 30)),
    )


def defaults(words: Words, scope: SilenceScope = SilenceScope.ASSET) -> SilenceDefaults:
    if words.text is None:
        return SilenceDefaults(until_at=AT)
    return SilenceDefaults(
        until_at=AT,
        kind=SilenceKind.EXPECTED,
        scope=scope,
        pattern=words.text,
        because=words.text,
        owner_id=BEN,
        title=words.text,
    )


def causes(words: Words, **changes: Any) -> CausesView:
    if words.text is None:
        return CausesView(incident_id=12, cause_count=0)
    lines = tuple(
        CauseLine(
            words=words.text,
            source=words.text,
            since_at=AT,
            alert_count=number + 1,
            firing_count=number % 2,
            link=LINK,
            came_along=number % 3 == 0,
        )
        for number in range(80)
    )
    return CausesView(
        **{
            "incident_id": 12,
            "is_storm": True,
            "lines": lines,
            "cause_count": 5_000,
            "alert_count": 100_000,
            "firing_count": 40,
            **changes,
        }
    )


def offer(words: Words, **changes: Any) -> CauseOfferView:
    key = "k" * 200 if words.text else "run:airflow:8123"
    counts = {"joined_count": 14, "loose_count": 3} if words.text else {}
    return CauseOfferView(**{"key": key, "words": words.text or "run 8123", **counts, **changes})


CARDS: dict[str, Callable[[Words], Message]] = {
    "silences": lambda w: silence_list([] if w.text is None else [quiet(w), pattern(w)] * 15),
    "silences with a window": lambda w: silence_list(
        [quiet(w, id=None, by_id=None, kind=SilenceKind.MAINTENANCE, scope=SilenceScope.EVERYTHING)]
    ),
    "silenced": lambda w: silenced(pattern(w), preview(w)),
    "silence everything?": lambda w: ask_sure(AT, preview(w), "{}"),
    "silence ended": lambda w: ended(quiet(w)),
    "silence renewed": lambda w: renewed(quiet(w)),
    "known failure given": lambda w: owner_told(quiet(w), "given"),
    "known failure ends": lambda w: owner_told(quiet(w), "ends_soon"),
    "known failure over": lambda w: owner_told(quiet(w), "still_fires", 3),
    "causes": lambda w: causes_list(causes(w)),
    "causes of no storm": lambda w: causes_list(causes(w, is_storm=False, is_open=False)),
    "causes by why": lambda w: causes_by_why(causes(w)),
    "offer": lambda w: cause_offer(offer(w)),
    "offer, one may belong": lambda w: cause_offer(offer(w, joined_count=0, loose_count=1)),
    "offer, kept apart": lambda w: cause_offer(offer(w, kept_apart_by_id=ANA, kept_apart_at=AT)),
    "offer, attached": lambda w: cause_offer(offer(w, attached_by_id=ANA, attached_at=AT)),
    "offer of a closed one": lambda w: cause_offer(offer(w, is_open=False)),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "silence": lambda w: silence_form(defaults(w), preview(w), fault=w.text or ""),
    "silence_sure": lambda w: sure_form(AT, preview(w)),
    "silenced": lambda w: silenced_view(pattern(w), preview(w)),
}

#: The same forms at other moments.
OTHER_FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "before the preview": lambda w: silence_form(defaults(w)),
    "of one alert": lambda w: silence_form(defaults(w, SilenceScope.FINGERPRINT), preview(w)),
    "refused": lambda w: refused_view(w.text or "That time is over."),
}
