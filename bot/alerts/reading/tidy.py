"""Clean and clip what a reader made of outside words, so that it can be stored and shown."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.blocks.limits import clean, clip, one_line
from models.signal import Signal

LONGEST_TITLE: Final = 300
LONGEST_EXCERPT: Final = 2_000
LONGEST_LINK: Final = 2_000

#: Assets that one alert names; more say nothing more.
MOST_ASSETS: Final = 50

#: What would end a link in Slack's markup and begin another one.
_MARKUP: Final = {ord(char): f"%{ord(char):02X}" for char in ' <>|"`\\^{}'}


def tidy(signal: Signal, otherwise: str = "") -> Signal:
    """Clean every field; `otherwise` is the title of what has none."""
    title = _words(signal.title, LONGEST_TITLE) or _words(otherwise, LONGEST_TITLE) or "Alert"
    hint = _words(signal.severity_hint, 40)
    return replace(
        signal,
        source=signal.source[:60],
        title=title,
        severity_hint=hint.casefold() if hint else None,
        assets=_assets(signal.assets),
        owner=_words(signal.owner, 200),
        domain=_words(signal.domain, 100),
        run=_words(signal.run, 300),
        rule=_words(signal.rule, 300),
        link=safe_link(signal.link),
        run_link=safe_link(signal.run_link),
        test_link=safe_link(signal.test_link),
        excerpt=clip(clean(signal.excerpt[:40_000]).strip(), LONGEST_EXCERPT) or None
        if signal.excerpt
        else None,
    )


def said_once(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Each thing once; what is broken in one place is not fine because another place says so."""
    found: dict[str, Signal] = {}
    for signal in signals:
        first = found.setdefault(signal.fingerprint, signal)
        if signal.is_firing and not first.is_firing:
            found[signal.fingerprint] = signal
    return tuple(found.values())


def safe_link(link: str | None) -> str | None:
    """An address that people can be shown: on the web, and with nothing in it that hides where it goes."""
    if not link or len(link) > LONGEST_LINK or not re.match(r"https?://", link, re.I) or clean(link) != link:
        return None
    try:
        parts = urlsplit(link)
        shown = bool(parts.hostname) and "@" not in parts.netloc and "\\" not in parts.netloc
    except ValueError:
        return None
    whole = re.sub(r"\s", "", link.strip()).translate(_MARKUP)
    return whole if shown and len(whole) <= LONGEST_LINK else None


def _assets(assets: Iterable[str]) -> tuple[str, ...]:
    names = (_words(asset, 300) for asset in assets)
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_ASSETS]


def _words(text: str | None, limit: int) -> str | None:
    return clip(one_line(text[:4_000]), limit) or None if text else None
