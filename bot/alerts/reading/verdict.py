"""What the words of a message amount to: something is wrong, fine again, simply fine, or none of these."""

import re
from enum import StrEnum
from typing import Final

from bot.alerts.reading.colours import Shade, shade_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.phrases import any_of


class Verdict(StrEnum):
    """What a text amounts to."""

    WRONG = "wrong"
    FINE_AGAIN = "fine again"
    FINE = "fine"
    NOTHING = "nothing"


_TROUBLES: Final = (
    "errors?|failures?|failed|failing|issues?|problems?|incidents?|alerts?|warnings?"
    "|anomal(?:y|ies)|violations?|duplicates?|nulls?|skipped"
)

#: "0 errors", "no tests failed", "failed: 0", "did not fail".
_NOT_WRONG: Final = re.compile(
    rf"\b(?:no|0|zero|without|without any)\s+(?:\w+\s+){{0,2}}?(?:{_TROUBLES})\b"
    rf"|\b(?:{_TROUBLES})\s?[:=]\s?0\b(?![.,]\d)"
    r"|\b(?:did|does|do|has|have|is|was|were)(?:n['’]t| not) (?:fail|failed|failing|broken?)\b"
)

_WRONG: Final = any_of(
    _TROUBLES,
    "fails?|errored|exceptions?|critical|fatal|alarms?|alerting|firing|triggered|panic|deadlock|oom",
    "breach(?:ed|es)?|violate[sd]?|exceed(?:s|ed|ing)?|anomalous|outliers?|mismatch(?:ed|es)?",
    "stale|overdue|late|delay(?:s|ed)?|missing|missed|lost|absent|behind schedule|lag(?:s|ging)?",
    "unavailable|unreachable|unhealthy|degraded|down|outage|crash(?:ed|es|ing)?|aborted|killed|stuck|hung",
    "timed out|time-?out|denied|forbidden|broken?|corrupt(?:ed)?|invalid|unexpected|drift(?:ed)?|spiked?",
    "dropped|duplicated|empty|no data|no rows|below|above (?:the )?(?:threshold|limit|expected)",
    "schema changes?|breaks|breaking",
    "not (?:updated|refreshed|loaded|arrived|received|fresh|running|found)",
    "out of (?:range|memory|date|sync)|warn(?:s|ed|ing)?|unmet|urgent|emergency|wrong",
)
_WRONG_SIGNS: Final = re.compile(
    r"[❌🔴🚨🔺❗⚠🔥⛔]|:(?:x|red_circle|rotating_light|warning|fire|no_entry|exclamation|bangbang|octagonal_sign):"
)

_FINE_AGAIN: Final = re.compile(
    r"^\W{0,9}(?::\w{1,40}:\W{0,3}){0,3}(?:resolved|recovered|closed|cleared|ok)\b(?:[\]:!.|\s-]|$)"
    r"|\[(?:ok|resolved|recovered|closed)(?::\d+)?\]"
    r"|\b(?:back to normal|healthy again|fine again)\b"
    r"|\b(?:has|have|is|was|been|are)(?: now)?(?: been)? (?:resolved|recovered|cleared)\b"
    r"|\b(?:status|state)\b\W{1,4}(?:resolved|recovered|ok|closed)\b"
)

_FINE: Final = any_of(
    "success(?:ful|fully)?|succeed(?:s|ed)|pass(?:es|ed)|complete[sd]?|finished|done|ok|healthy|up to date",
    "all clear|start(?:ed|ing)|queued|scheduled|cancell?ed|resumed|deployed|merged|good morning",
)
_FINE_SIGNS: Final = re.compile(r"[✅🟢🎉]|:(?:white_check_mark|heavy_check_mark|large_green_circle|tada):")

#: As much of a headline, and of a text, as is weighed.
_HEADLINE: Final = 500
_TEXT: Final = 8_000


def verdict(parts: Parts) -> Verdict:
    """Say what a message amounts to; the headline weighs most, then the colour, then the rest."""
    headline, text = parts.headline.casefold()[:_HEADLINE], parts.text.casefold()[:_TEXT]
    if _FINE_AGAIN.search(headline) or _FINE_AGAIN.search(text.partition("\n")[0][:_HEADLINE]):
        return Verdict.FINE_AGAIN
    at_first = _said(headline)
    if at_first is not Verdict.NOTHING:
        return at_first
    shades = {shade_of(colour) for colour in parts.colours}
    if Shade.RED in shades:
        return Verdict.WRONG
    if shades == {Shade.GREEN}:
        return Verdict.FINE
    said = _said(text)
    return Verdict.WRONG if Shade.ORANGE in shades and said is Verdict.NOTHING else said


def _said(text: str) -> Verdict:
    rest, negated = _NOT_WRONG.subn(" ", text)
    if _WRONG.search(rest) or _WRONG_SIGNS.search(rest):
        return Verdict.WRONG
    return Verdict.FINE if negated or _FINE.search(rest) or _FINE_SIGNS.search(rest) else Verdict.NOTHING
