"""Dagster: the run failure sensor, the failure hook, freshness, and Dagster+'s words on runs and assets."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from bot.alerts.reading.sources.told import domain_of, owner_of, run_of
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_RUN: Final = re.compile(
    r"\bjob [\"'`]?(?P<job>[^\"'`\s]{1,300})[\"'`]?(?: has)? (?P<how>failed|succeeded|was successful)", re.I
)
_HOOK: Final = re.compile(r"\bOp (?P<op>\S{1,300}) on job (?P<job>\S{1,300}) (?P<how>failed|succeeded)")
_STEPS: Final = re.compile(r"Steps failed: \[(?P<steps>[^\]\n]{1,5000})\]")
_FRESH: Final = re.compile(
    r"\basset [\"'`]?(?P<asset>[^\"'`\s]{1,300})[\"'`]? is (?:now )?"
    r"(?P<how>on time|fresh|.{0,30}?(?:late|overdue|stale))",
    re.I,
)
_CHECK: Final = re.compile(
    r"\basset check [\"'`]?(?P<check>[^\"'`\s]{1,200})[\"'`]? (?P<how>failed|passed|succeeded)"
    r"(?: (?:on|for) (?:asset )?[\"'`]?(?P<asset>[^\"'`\s]{1,300}))?",
    re.I,
)
_ASSET: Final = re.compile(
    r"\basset(?: materialization)? (?P<how>failed|succeeded)[:\s]{1,3}[\"'`]?(?P<asset>[^\"'`\s]{1,300})"
    r"|\basset [\"'`](?P<named>[^\"'`\s]{1,300})[\"'`] (?P<did>failed|succeeded)",
    re.I,
)
_RUN_ID: Final = re.compile(r"/runs/(?P<id>[\w-]{6,64})")
_SHORT_ID: Final = re.compile(
    r"\b(?:run(?: id)?:?|failed\.|succeeded\.)\s{0,3}[`\"]?(?P<id>[0-9a-f]{8}(?:-[0-9a-f-]{4,40})?)\b", re.I
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read which job, step, asset or check failed, or is fine again."""
    text = parts.text
    run, hook = _RUN.search(text), _HOOK.search(text)
    ours = _STEPS.search(text) or parts.link_to("dagster") is not None or "dagster" in parts.posted_by
    if not (hook or ours or (run and parts.link_to("/runs/"))):
        return None
    if hook:
        return (_of_job(parts, hook["job"], (hook["op"],), hook["how"], (hook["job"], hook["op"])),)
    if found := _of_asset(parts, text):
        return (found,)
    if run:
        # Not the steps: a run that succeeds does not say which of them had failed before.
        return (_of_job(parts, run["job"], _steps(text), run["how"], (run["job"],)),)
    return _by_words(parts)


def _by_words(parts: Parts) -> Sequence[Signal]:
    """Messages that a team worded itself; a labelled job is what they are about."""
    job = parts.fact("job", "job name", "pipeline")
    return read_as(parts, source="dagster", default=Symptom.PIPELINE, identity=(job,) if job else ())


def _of_job(parts: Parts, job: str, steps: tuple[str, ...], how: str, identity: tuple[str, ...]) -> Signal:
    is_fine = how.casefold() != "failed"
    at = f" at {', '.join(steps[:3])}" if steps else ""
    return _signal(
        parts,
        title=f"Job {job} {'succeeded' if is_fine else 'failed'}{at}",
        is_fine=is_fine,
        symptom=Symptom.PIPELINE,
        assets=steps or (job,),
        identity=identity,
    )


def _of_asset(parts: Parts, text: str) -> Signal | None:
    """An asset that is late or could not be made, or one of its checks."""
    if late := _FRESH.search(text):
        is_fine = late["how"].casefold() in {"on time", "fresh"}
        title = f"Asset {late['asset']} is {'on time again' if is_fine else 'late'}"
        return _signal(
            parts, title=title, is_fine=is_fine, symptom=Symptom.FRESHNESS,
            assets=(late["asset"],), identity=("freshness", late["asset"]),
        )  # fmt: skip
    if check := _CHECK.search(text):
        asset, did = check["asset"] or parts.fact("asset") or "", check["how"].casefold()
        return _signal(
            parts, title=f"Check {check['check']} {did}" + (f" on {asset}" if asset else ""),
            is_fine=did != "failed", symptom=_kind(check["check"]), assets=(asset,) if asset else (),
            identity=("check", asset, check["check"]),
        )  # fmt: skip
    if made := _ASSET.search(text):
        asset = made["asset"] or made["named"]
        is_fine = (made["how"] or made["did"]).casefold() != "failed"
        return _signal(
            parts, title=f"Asset {asset} {'is fine again' if is_fine else 'failed to materialize'}",
            is_fine=is_fine, symptom=Symptom.PIPELINE, assets=(asset,), identity=("asset", asset),
        )  # fmt: skip
    return None


def _signal(
    parts: Parts,
    *,
    title: str,
    is_fine: bool,
    symptom: Symptom,
    assets: tuple[str, ...],
    identity: tuple[str, ...],
) -> Signal:
    numbered = next((found["id"] for each in parts.links if (found := _RUN_ID.search(each.url))), None)
    short = _SHORT_ID.search(parts.text)
    link = parts.link_to("/runs/")
    return Signal(
        source="dagster",
        title=title,
        status=AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING,
        symptom=symptom,
        assets=assets,
        owner=owner_of(parts),
        domain=domain_of(parts),
        run=numbered or (short["id"] if short else run_of(parts)),
        link=link or parts.link_to(),
        run_link=link,
        excerpt=parts.body or parts.text,
        identity=identity,
    )


def _kind(check: str) -> Symptom:
    found = symptom_of(check)
    return found if found in {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA} else Symptom.DISTRIBUTION


def _steps(text: str) -> tuple[str, ...]:
    listed = _STEPS.search(text)
    return (
        tuple(name.strip(" '\"") for name in listed["steps"].split(",") if name.strip(" '\""))[:50]
        if listed
        else ()
    )
