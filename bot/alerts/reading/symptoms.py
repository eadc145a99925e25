"""Guess from words what is wrong with the data; the tool's readers know better where they can."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from bot.alerts.reading.phrases import any_of
from models.vocabulary import Symptom

#: In the order of trying: the more particular word first.
_SYMPTOMS: Final[Mapping[Symptom, re.Pattern[str]]] = {
    Symptom.PRIVACY: any_of("pii|gdpr|personal data|data leak|leaked|privacy"),
    Symptom.SCHEMA: any_of(
        r"schema\b.{0,60}\b(?:chang|drift|mismatch|break|broke|differ|evolv|add|remov|renam)\w*",
        r"(?:columns?|fields?) (?:(?:was|were|has been|have been) )?(?:added|removed|missing|renamed)",
        r"(?:missing|unexpected|new|removed) columns?|type changes?|breaking change|schema anomaly",
    ),
    Symptom.FRESHNESS: any_of(
        r"freshness|stale(?:ness)?|overdue|out of date|behind schedule|slas?",
        r"not (?:been )?(?:updated|refreshed|loaded|arrived|received|fresh|landed)",
        r"has ?n[o'’]t (?:been )?(?:updated|refreshed|arrived|loaded)|last (?:updated|loaded|refresh)",
        r"(?:is|are|was|were|still|hours?|minutes?|days?|\dh|\dm|\dd) (?:too )?late",
        r"late (?:data|arriving|table|file|partition)|delay(?:s|ed)?|lag(?:s|ging)?",
    ),
    Symptom.VOLUME: any_of(
        r"row ?counts?|volume (?:anomal\w+|drop\w*|spike\w*|is|was|too|below|above|change\w*)",
        r"(?:0|no|zero|few|fewer|missing|too (?:many|few)) (?:rows|records|events)",
        r"(?:rows|records) (?:missing|dropped|below|above)|number of (?:rows|records)",
        r"empty (?:table|file|partition)|table is empty|size (?:anomal\w+|dropped)",
    ),
    Symptom.DISTRIBUTION: any_of(
        r"nulls?|duplicates?|duplicated|unique(?:ness)?|accepted values|relationships?|invalid values?",
        r"expectations?|anomal(?:y|ies|ous)|outliers?|out of range|distribution|assertion|data quality",
        r"tests? (?:has |have )?(?:failed|failures?|warned)|failed tests?",
        r"quality check|checks? (?:has |have )?failed|failed checks?",
    ),
    Symptom.LOGIC: any_of(
        r"mismatch(?:es)?|reconcil\w+|does not (?:match|add up)|discrepanc\w+",
        r"wrong (?:total|number|figure|value)s?",
    ),
    Symptom.PIPELINE: any_of(
        r"dags?|tasks?|jobs?|pipelines?|flows?|syncs?|workflow|models?|snapshot|etl|elt|ingestion|backfill",
        r"dbt|airflow|dagster|prefect|airbyte|fivetran|spark|notebook|connector|loader",
    ),
    Symptom.ACCESS: any_of(
        r"permissions?|access denied|unauthori[sz]ed|forbidden|not authori[sz]ed",
        "credentials?|password|token expired",
    ),
    Symptom.INFRA: any_of(
        r"disks?|cpu|memory|oom|nodes?|pods?|hosts?|instances?|kubernetes|k8s|clusters?|containers?|servers?",
        r"latency|replicas?|certificates?|network|database|warehouse|http|5\d\d|api|backend|endpoint|uptime",
        r"load average|queue|broker|deployment|service",
    ),
}

#: As much of a text as is weighed.
_LONGEST: Final = 4_000

#: Where a name of several words is taken apart, and what stands between words.
_SEAM: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN: Final = re.compile(r"[_\s]+")


def symptom_of(*texts: str, default: Symptom | None = None) -> Symptom | None:
    """The first symptom that the first telling text names; earlier texts weigh more."""
    return next((found for text in texts if (found := _named_in(text[:_LONGEST]))), default)


@lru_cache(maxsize=512)
def _named_in(text: str) -> Symptom | None:
    """Alerts repeat, and the names of rules more than anything."""
    words = _spread(text)
    return next((symptom for symptom, pattern in _SYMPTOMS.items() if pattern.search(words)), None)


def _spread(text: str) -> str:
    """Take names apart, so that `OrdersTableStale` and `volume_anomalies` are read as words."""
    return _BETWEEN.sub(" ", _SEAM.sub(" ", text)).casefold()
