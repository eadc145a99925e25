"""Which rules of the playbook hold for a signal, in the playbook's order, and which domain it belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from bot.alerts.facts import time_of
from bot.playbook import AlertCondition, AlertRule
from models.known import Repeats, Rule
from models.signal import Signal

#: Gives the id of a channel that the playbook names.
FindChannel = Callable[[str], str | None]


def matching_rules(
    rules: Iterable[AlertRule], signal: Signal, channel_id: str | None, find_channel: FindChannel
) -> tuple[Rule, ...]:
    """The rules whose whole condition holds; the signal's domain is known (`in_domain`)."""
    return tuple(_rule(rule) for rule in rules if holds(rule.when, signal, channel_id, find_channel))


def in_domain(signal: Signal, domains: Mapping[str, tuple[str, ...]]) -> Signal:
    """With its domain: the tool's own word, else the first whose patterns fit an asset."""
    if signal.domain or not domains:
        return signal
    return replace(signal, domain=domain_of(signal.assets, domains))


def domain_of(names: Sequence[str], domains: Mapping[str, Sequence[str]]) -> str | None:
    """The first domain whose patterns fit one of an asset's names."""
    fitting = (
        domain for domain, patterns in domains.items() if any(fits(pattern, names) for pattern in patterns)
    )
    return next(fitting, None)


def holds(
    condition: AlertCondition, signal: Signal, channel_id: str | None, find_channel: FindChannel
) -> bool:
    """Whether all that is given holds; an empty condition holds for every alert."""
    return (
        is_source(condition.source, signal.source)
        and condition.symptom in {None, signal.symptom}
        and (condition.severity is None or _same(condition.severity, signal.severity_hint or ""))
        and fits(condition.title, (signal.title,))
        and fits(condition.asset, signal.assets)
        and (condition.channel is None or _is_in(condition.channel, channel_id, find_channel))
        and (condition.domain is None or _same(condition.domain, signal.domain or ""))
    )


def is_source(wanted: str | None, source: str) -> bool:
    """`dbt` means `dbt_cloud` too, and `Great Expectations` is `great_expectations`."""
    if wanted is None:
        return True
    name = wanted.casefold().replace(" ", "_").replace("-", "_")
    return source == name or source.startswith(f"{name}_")


def fits(pattern: str | None, values: Iterable[str]) -> bool:
    """Whether one of the values fits the pattern, whatever their case; no pattern fits all."""
    return pattern is None or any(fnmatchcase(value.casefold(), pattern.casefold()) for value in values)


def _rule(rule: AlertRule) -> Rule:
    after = rule.after
    return Rule(
        name=rule.name,
        do=rule.do,
        severity=rule.severity,
        domain=rule.domain,
        call=rule.call,
        after=Repeats(count=after.count, within=time_of(after.within)) if after else None,
        lasting=time_of(rule.lasting) if rule.lasting else None,
    )


def _is_in(wanted: str, channel_id: str | None, find_channel: FindChannel) -> bool:
    """What came by no message is in no channel."""
    return channel_id is not None and channel_id in {wanted, find_channel(wanted)}


def _same(one: str, other: str) -> bool:
    return one.casefold().replace("-", "") == other.casefold().replace("-", "")
