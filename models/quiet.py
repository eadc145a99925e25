"""What is quiet now, and why: silences, known failures and announced work against a signal. Pure.

`sort_quiet` looks at all silences once; `QuietRules.holding` is then quick for each of many signals: what is
named exactly is looked up, and only patterns with * or ? are tried one by one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import translate
from typing import Final, assert_never

from models.signal import Signal
from models.vocabulary import SilenceKind, SilenceScope

#: The narrower first: of two that end together the narrower one tells more.
NARROW: Final = (
    SilenceScope.FINGERPRINT,
    SilenceScope.ASSET,
    SilenceScope.RULE,
    SilenceScope.SOURCE,
    SilenceScope.EVERYTHING,
)

#: Nothing is hidden for longer in one go; a known failure, unless said otherwise, for a week.
LONGEST_SILENCE: Final = timedelta(days=90)
EXPECTED_FOR: Final = timedelta(days=7)

#: How long before its end the owner of a known failure is told.
WARN_BEFORE: Final = timedelta(days=1)

_IS: Final[Mapping[SilenceKind, str]] = {
    SilenceKind.EXPECTED: "It is expected",
    SilenceKind.SNOOZED: "It is snoozed",
    SilenceKind.SILENCED: "It is silenced",
    SilenceKind.MAINTENANCE: "Work on it is announced",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietRule:
    """One silence, as rules know it."""

    kind: SilenceKind
    scope: SilenceScope
    #: A fingerprint; else a pattern with * and ?, whatever the case of letters.
    pattern: str
    since_at: datetime
    #: From this moment on it holds no more.
    until_at: datetime
    #: The person's own words, or the name of the window in the playbook.
    because: str = ""
    #: Who said so; empty for the playbook.
    by_id: str = ""
    #: Of the row, where there is one.
    silence_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Why a signal is quiet at this moment, and until when."""

    until_at: datetime
    because: str
    kind: SilenceKind = SilenceKind.SILENCED
    scope: SilenceScope = SilenceScope.FINGERPRINT
    pattern: str = ""
    by_id: str = ""
    silence_id: int | None = None

    @property
    def reason(self) -> str:
        """The whole sentence; `<@U…>` in it names who said so."""
        until = f"{_IS[self.kind]} until {self.until_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        why = f": {plain(self.because).rstrip('.')}" if self.because.strip() else ""
        if not self.by_id:
            return f"{until}, says the playbook{why}."
        return f"{until}, says the silence of <@{self.by_id}> on {said(self.scope, self.pattern)}{why}."


def plain(words: str) -> str:
    """Take out the marks by which a sentence of ours would name or link: these are somebody's own words."""
    return " ".join(words.replace("<", "‹").replace(">", "›").replace("`", "'").split())


def said(scope: SilenceScope, pattern: str) -> str:
    """What a silence is on, in words."""
    match scope:
        case SilenceScope.FINGERPRINT:
            return "this very alert"
        case SilenceScope.EVERYTHING:
            return "everything"
        case SilenceScope.ASSET:
            return plain(pattern)
        case SilenceScope.RULE | SilenceScope.SOURCE:
            return f"the {scope} {plain(pattern)}"
        case never:
            assert_never(never)


class QuietRules:
    """Silences, sorted so that a signal finds its own quickly."""

    def __init__(self, rules: Iterable[QuietRule]) -> None:
        self._named: dict[SilenceScope, dict[str, list[QuietRule]]] = {}
        self._patterns: dict[SilenceScope, list[tuple[re.Pattern[str], QuietRule]]] = {}
        self._all: list[QuietRule] = []
        for rule in rules:
            self._sort_in(rule)

    def holding(self, signal: Signal, now: datetime, *, fingerprint: str | None = None) -> Quiet | None:
        """The silence that holds for the signal; of several the one that ends last.

        `fingerprint` spares making it again where the caller knows it already.
        """
        holding = [
            rule for rule in self._fitting(signal, fingerprint) if rule.since_at <= now < rule.until_at
        ]
        if not holding:
            return None
        return quiet_of(max(holding, key=lambda rule: (rule.until_at, -NARROW.index(rule.scope))))

    def _sort_in(self, rule: QuietRule) -> None:
        if rule.scope is SilenceScope.EVERYTHING:
            self._all.append(rule)
            return
        for pattern in _spellings(rule):
            if rule.scope is SilenceScope.FINGERPRINT or not is_pattern(pattern):
                self._named.setdefault(rule.scope, {}).setdefault(pattern, []).append(rule)
            else:
                self._patterns.setdefault(rule.scope, []).append((_compiled(pattern), rule))

    def _fitting(self, signal: Signal, fingerprint: str | None) -> Iterator[QuietRule]:
        yield from self._all
        for scope in self._named.keys() | self._patterns.keys():
            named, patterns = self._named.get(scope, {}), self._patterns.get(scope, ())
            for value in _told(signal, scope, fingerprint):
                yield from named.get(value, ())
                yield from (rule for pattern, rule in patterns if pattern.match(value))


def sort_quiet(rules: Iterable[QuietRule]) -> QuietRules:
    """Look at all silences once, for a batch of signals."""
    return QuietRules(rules)


def quiet_of(rule: QuietRule) -> Quiet:
    """What a rule that holds says."""
    return Quiet(
        until_at=rule.until_at,
        because=rule.because,
        kind=rule.kind,
        scope=rule.scope,
        pattern=rule.pattern,
        by_id=rule.by_id,
        silence_id=rule.silence_id,
    )


def later(one: Quiet | None, other: Quiet | None) -> Quiet | None:
    """Of two that hold, the one that ends last."""
    both = [quiet for quiet in (one, other) if quiet is not None]
    return max(both, key=lambda quiet: quiet.until_at, default=None)


def is_wide(scope: SilenceScope, pattern: str) -> bool:
    """Whether it hides as good as everything, so that people are asked twice."""
    return scope is SilenceScope.EVERYTHING or (
        scope is not SilenceScope.FINGERPRINT and not pattern.strip("*?.-_:/ ")
    )


def is_pattern(words: str) -> bool:
    """Whether it may stand for more than itself; brackets are part of a name here."""
    return "*" in words or "?" in words


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace("[", "[[]")))


def _spellings(rule: QuietRule) -> Sequence[str]:
    """`dbt` means `dbt_cloud` too, and `Great Expectations` is `great_expectations`."""
    if rule.scope is SilenceScope.FINGERPRINT:
        return (rule.pattern,)
    pattern = rule.pattern.strip().casefold()
    if rule.scope is SilenceScope.SOURCE:
        pattern = pattern.replace(" ", "_").replace("-", "_")
        return (pattern, f"{pattern}_*")
    return (pattern,)


def _told(signal: Signal, scope: SilenceScope, fingerprint: str | None) -> tuple[str, ...]:
    """What of the signal a scope is compared with."""
    match scope:
        case SilenceScope.FINGERPRINT:
            return (fingerprint or signal.fingerprint,)
        case SilenceScope.ASSET:
            return tuple(asset.casefold() for asset in signal.assets)
        case SilenceScope.RULE:
            return (signal.rule.casefold(),) if signal.rule else ()
        case SilenceScope.SOURCE:
            return (signal.source.casefold(),)
        case SilenceScope.EVERYTHING:
            return ()
        case never:
            assert_never(never)
