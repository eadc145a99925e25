"""Elementary: a header `Failure: …`, a line of labelled values, details in an attachment; or many issues."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.symptoms import symptom_of
from bot.alerts.reading.times import time_in
from models.signal import Signal
from models.vocabulary import Symptom

_HEADER: Final = re.compile(r"^(?P<word>Failure|Warning|Error|Runtime Error):\s+(?P<title>\S.*)$")
_GROUP: Final = re.compile(r"^(?:(?P<about>.+?):\s+)?(?P<count>\d+) issues? detected$")
_TEST: Final = re.compile(r"^\"?(?P<test>.+?)\"? test failed(?: on (?P<table>\S+))?$")
_QUOTED: Final = re.compile(r"\"(?P<name>[^\"\n]{1,300})\"")
_ISSUE: Final = re.compile(
    r"(?:failed to build \w+ \"(?P<model>[^\"\n]+)\"|test failed on (?P<table>[\w.$-]+))"
)
_STATUSES: Final = {"failure": "fail", "warning": "warn", "error": "error", "runtime error": "runtime error"}


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read one alert, or a message that lists several issues."""
    header = _HEADER.match(parts.headline)
    if header is None or not _is_ours(parts):
        return None
    hint = parts.fact("status") or _STATUSES[header["word"].casefold()]
    group = _GROUP.match(header["title"])
    if group is not None:
        return (_many(parts, header["title"], group["about"], hint),)
    return (_one(parts, header["title"], hint, is_runtime_error=header["word"] == "Runtime Error"),)


def _is_ours(parts: Parts) -> bool:
    labelled = (
        parts.fact("test", "model", "source", "snapshot") is not None and parts.fact("status") is not None
    )
    return (
        labelled
        or "elementary" in parts.posted_by
        or parts.link_to("elementary") is not None
        or "issues detected" in parts.headline
    )


def _one(parts: Parts, title: str, hint: str, *, is_runtime_error: bool) -> Signal:
    test = _TEST.match(title)
    name = parts.fact("test", "model", "snapshot", "source") or title
    asset = _asset(parts, title, test)
    result = parts.fact("result message") or ""
    return Signal(
        source="elementary",
        title=title_of(title),
        symptom=_symptom(
            parts, title, f"{name} {result}", is_test=test is not None, is_runtime_error=is_runtime_error
        ),
        severity_hint=hint,
        assets=(asset,) if asset else (),
        link=parts.link_to(),
        excerpt=_excerpt(parts),
        started_at=time_in(parts.fact("time")),
        identity=(name, asset or "", parts.fact("env") or ""),
    )


def _asset(parts: Parts, title: str, test: re.Match[str] | None) -> str | None:
    if test is not None:
        return parts.fact("table") or test["table"]
    quoted = _QUOTED.search(title)
    return quoted["name"] if quoted else parts.fact("model", "snapshot", "source")


def _symptom(
    parts: Parts, title: str, words: str, *, is_test: bool, is_runtime_error: bool
) -> Symptom | None:
    if is_runtime_error or "failed to build" in title:
        return Symptom.PIPELINE
    if title.startswith("Freshness"):
        return Symptom.FRESHNESS
    # Anomaly tests look like any test; their names and results say what was counted.
    found = symptom_of(words)
    return (
        found
        if found in {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA}
        else Symptom.DISTRIBUTION
        if is_test
        else None
    )


def _many(parts: Parts, title: str, about: str | None, hint: str) -> Signal:
    named = tuple(dict.fromkeys(issue["model"] or issue["table"] for issue in _ISSUE.finditer(parts.body)))
    assets = (about,) if about else named
    built = "failed to build" in parts.body
    return Signal(
        source="elementary",
        title=title_of(title),
        symptom=Symptom.PIPELINE if built else Symptom.DISTRIBUTION,
        severity_hint=hint,
        assets=assets,
        link=parts.link_to(),
        excerpt=parts.body,
        identity=("issues", *sorted(assets), parts.fact("env") or ""),
    )


def _excerpt(parts: Parts) -> str:
    """The result; not the sample of rows, which may hold personal data."""
    body, _, rest = parts.body.partition("Result Message\n")
    result = re.split(r"\n(?:\W*Test Results Sample|Test Results Query|\W*Test Parameters)\b", rest)[0]
    return result or re.split(r"\n\W*Test Results Sample", body)[0]
