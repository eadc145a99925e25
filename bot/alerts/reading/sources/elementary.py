"""Elementary: a header `Failure: …`, a line of labelled values, details in an attachment; or many issues."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.told import domain_of, owner_of
from bot.alerts.reading.symptoms import symptom_of
from bot.alerts.reading.times import time_in
from models.signal import Signal
from models.vocabulary import Symptom

_HEADER: Final = re.compile(
    r"^(?P<word>Failure|Warning|Error|Runtime Error|Unknown|Alert|None|Pass):\s+(?P<title>\S.*)$"
)
#: As older versions began: `:small_red_triangle: dbt test alert`, `Data anomaly detected`.
_OLDER: Final = re.compile(
    r"^\W{0,4}(?::\w{1,40}:\s*)?(?:dbt )?(?P<what>test|model|snapshot|source freshness|data anomaly|anomaly"
    r"|schema changes?|elementary test) (?:alert|error|detected|failed|warning)$",
    re.I,
)
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
    older = _OLDER.match(parts.headline)
    if not (header or older) or not _is_ours(parts):
        return None
    if header is None:
        return (_one_of_old(parts, older["what"].casefold()),) if older else None
    hint = parts.fact("status") or _STATUSES.get(header["word"].casefold(), "")
    hint = "" if hint.casefold() in {"none", "n/a"} else hint
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
        or re.search(r"\bissues? detected$", parts.headline) is not None
    )


def _one(parts: Parts, title: str, hint: str, *, is_runtime_error: bool) -> Signal:
    test = _TEST.match(title)
    name = parts.fact("test", "model", "snapshot", "source") or title
    asset = _asset(parts, title, test)
    # What a test that ran says of its result names what it counted; one that broke talks of the query.
    result = _excerpt(parts) if hint in {"fail", "warn"} else ""
    symptom = _symptom(title, f"{name} {result}", is_test=test is not None, is_runtime_error=is_runtime_error)
    return _signal(parts, title=title, name=name, asset=asset, hint=hint, symptom=symptom)


def _one_of_old(parts: Parts, what: str) -> Signal:
    """One alert as older versions told it: what it is about stands in lines of its own."""
    hint, test = (parts.fact("status") or "").strip(), parts.fact("test")
    name = (test or parts.fact("model", "snapshot", "source") or what).strip()
    table = (parts.fact("table") or "").strip("_ ") or None
    if test is None:
        late = "fresh" in what
        return _signal(
            parts,
            title=f"Freshness of {name}" if late else f"{name} failed",
            name=name,
            asset=table or name,
            hint=hint,
            symptom=Symptom.FRESHNESS if late else Symptom.PIPELINE,
        )
    title = f'"{name}" test failed on {table}' if table else f'"{name}" test failed'
    symptom = _symptom(title, f"{what} {name}", is_test=True, is_runtime_error=False)
    return _signal(parts, title=title, name=name, asset=table, hint=hint, symptom=symptom)


def _signal(
    parts: Parts, *, title: str, name: str, asset: str | None, hint: str, symptom: Symptom | None
) -> Signal:
    return Signal(
        source="elementary",
        title=title_of(title),
        symptom=symptom,
        severity_hint=hint or None,
        assets=(asset,) if asset else (),
        owner=owner_of(parts),
        domain=domain_of(parts),
        link=parts.link_to(),
        test_link=parts.link_to("elementary"),
        excerpt=_excerpt(parts),
        started_at=time_in(parts.fact("time")),
        identity=(name, asset or "", parts.fact("env") or ""),
    )


def _asset(parts: Parts, title: str, test: re.Match[str] | None) -> str | None:
    if test is not None:
        return parts.fact("table") or test["table"]
    quoted = _QUOTED.search(title)
    return quoted["name"] if quoted else parts.fact("model", "snapshot", "source")


def _symptom(title: str, words: str, *, is_test: bool, is_runtime_error: bool) -> Symptom | None:
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
        severity_hint=hint or None,
        assets=assets,
        owner=owner_of(parts) if about else None,
        domain=domain_of(parts),
        link=parts.link_to(),
        excerpt=parts.body,
        identity=("issues", *sorted(assets), parts.fact("env") or ""),
    )


def _excerpt(parts: Parts) -> str:
    """The result; not the sample of rows, which may hold personal data."""
    body, _, rest = parts.body.partition("Result Message\n")
    result = re.split(r"\n(?:\W*Test Results Sample|Test Results Query|\W*Test Parameters)\b", rest)[0]
    return result or re.split(r"\n\W*Test Results Sample", body)[0]
