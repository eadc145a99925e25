"""dbt's `run_results.json` and `sources.json`: what the last run of each asset came to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, text
from bot.alerts.reading.payloads.dbt import FINE, WRONG, criteria_of, recognises, status_of, words_of
from bot.assets.told import ToldRun

__all__ = ["read", "recognises"]

#: What was skipped is a consequence of something else. Worst first.
_STATES: Final = (*WRONG, "skipped", *FINE)
_TESTS: Final = ("test.", "unit_test.")

#: What runs, too, and is no asset.
_NO_ASSETS: Final = ("operation.", "saved_query.", "function.", "exposure.")


def read(body: Any, tested_by: Mapping[str, Sequence[str]]) -> Sequence[ToldRun]:
    """What is said of each asset; of several tests that look at one the worst."""
    worst: dict[tuple[str, str], ToldRun] = {}
    for run in _runs(body, tested_by):
        before = worst.get((run.key, run.what))
        if before is None or _STATES.index(run.status) < _STATES.index(before.status):
            worst[run.key, run.what] = run
    return list(worst.values())


def _runs(body: Any, tested_by: Mapping[str, Sequence[str]]) -> Iterator[ToldRun]:
    results = at(body, "results")
    for result in results if isinstance(results, list) else ():
        unique_id, status = text(result, "unique_id"), status_of(result)
        if not unique_id or status not in _STATES or unique_id.startswith(_NO_ASSETS):
            continue
        is_source = "max_loaded_at" in result or "criteria" in result
        is_test = unique_id.startswith(_TESTS)
        words = (first_text(result, "error") or criteria_of(result)) if is_source else words_of(result)
        for key in tested_by.get(unique_id, ()) if is_test else (unique_id,):
            yield ToldRun(
                key=key,
                what="tests" if is_test else "freshness" if is_source else "run",
                status=status,
                at=moment(result, "timing", -1, "started_at") or moment(body, "metadata", "generated_at"),
                words=words if status in WRONG else None,
            )
