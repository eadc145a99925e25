"""Great Expectations: what a checkpoint found, in each of the forms in which its results are sent as JSON.

Written after GX 0.13-0.18 and 1.x: a checkpoint's result (`run_results`), what `describe_dict` makes of it
(`validation_results`), a validation result alone, and the bodies of `APINotificationAction` (one, or a list).
Samples of rows that results carry are not read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_SCHEMA: Final = re.compile(
    r"table_column(?:s|_count)|column_to_exist|values_to_be_(?:of|in)_type|match_(?:ordered_)?(?:column|set)"
)
_GONE: Final = re.compile(r"\bcolumns?\b.{1,200}?(?:does not exist|not found|missing)", re.I | re.S)
_ASSET: Final = ("data_asset_name", "asset_name", "table_name", "table")


@dataclass(frozen=True, slots=True)
class _Validation:
    """One suite that was held against one asset."""

    is_met: bool
    asset: str = ""
    suite: str = ""
    failed: tuple[Mapping[str, Any], ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)


def recognises(body: Any) -> bool:
    """A result with a verdict, of a checkpoint or of a suite."""
    if isinstance(body, list):
        return bool(body) and all(_is_notification(each) for each in body[:100])
    if _is_notification(body):
        return True
    if not isinstance(at(body, "success"), bool):
        return False
    runs = record(body, "run_results")
    described = any("expectations" in each for each in records(body, "validation_results"))
    counted = record(body, "statistics").keys() & {"evaluated_expectations", "evaluated_validations"}
    return (
        described
        or bool(counted)
        or any(key.startswith("ValidationResultIdentifier::") for key in list(runs)[:3])
    )


def read(body: Any) -> Sequence[Signal] | None:
    """Read one signal for each asset: those whose expectations were all met are fine."""
    if not recognises(body):
        return None
    checkpoint = _checkpoint(body)
    run = first_text(at(body, "run_id"), "run_name") or text(body, "meta", "run_id", "run_name")
    found = [*_validations(body)]
    return tuple(
        _signal(each, text(each.said, "meta", "checkpoint_name") or checkpoint, run) for each in found
    )


def _is_notification(body: Any) -> bool:
    """What `APINotificationAction` posts."""
    return "test_suite_name" in record(body) and isinstance(at(body, "validation_results"), list)


def _checkpoint(body: Any) -> str:
    named = first_text(body, "checkpoint_name") or text(body, "meta", "checkpoint_name")
    return named or text(body, "checkpoint_config", "name") or text(body, "name") or ""


def _validations(body: Any) -> Iterator[_Validation]:
    if isinstance(body, list):
        for each in body[:100]:
            yield _notified(each)
    elif _is_notification(body):
        yield _notified(body)
    elif runs := record(body, "run_results"):
        for key, run in list(runs.items())[:100]:
            yield _validated(record(run, "validation_result") or record(run), key.split("::")[-1])
    elif described := records(body, "validation_results"):
        for each in described:
            yield _validated(each)
    else:
        yield _validated(record(body))


def _notified(body: Any) -> _Validation:
    failed = tuple(each for each in records(body, "validation_results") if each.get("success") is False)
    asset, suite = text(body, "data_asset_name") or "", text(body, "test_suite_name") or ""
    return _Validation(not failed, _of_batch(asset), suite, failed, record(body))


def _validated(result: Mapping[str, Any], key: str = "") -> _Validation:
    """A suite's result; `key` is its identifier, `suite/run name/time/batch`."""
    expectations = records(result, "results") or records(result, "expectations")
    failed = tuple(each for each in expectations if each.get("success") is False)
    meta, parts = record(result, "meta"), key.split("/")
    suite = first_text(result, "suite_name") or first_text(meta, "expectation_suite_name")
    told = result.get("success")
    return _Validation(
        is_met=told if isinstance(told, bool) else not failed,
        asset=_asset(result, expectations) or _of_batch(parts[-1] if len(parts) > 3 else ""),
        suite=suite or (parts[0] if len(parts) > 3 else ""),
        failed=failed,
        said=result,
    )


def _asset(result: Mapping[str, Any], expectations: list[Mapping[str, Any]]) -> str:
    meta = record(result, "meta")
    for place in (
        result,
        *(record(meta, name) for name in ("active_batch_definition", "batch_spec", "batch_kwargs")),
    ):
        if named := first_text(place, *_ASSET):
            return named
    batches = (text(_kwargs(each), "batch_id") for each in expectations)
    return _of_batch(text(meta, "batch_id") or next((batch for batch in batches if batch), ""))


def _of_batch(batch: str) -> str:
    """The asset of a batch `<data source>-<asset>`; a name without a dash is an asset's."""
    return batch.partition("-")[2] or batch if not re.fullmatch(r"[0-9a-f-]{16,}", batch) else ""


def _kwargs(expectation: Mapping[str, Any]) -> Mapping[str, Any]:
    return record(expectation, "kwargs") or record(expectation, "expectation_config", "kwargs")


def _kind(expectation: Mapping[str, Any]) -> str:
    config = record(expectation, "expectation_config")
    return first_text(expectation, "expectation_type") or first_text(config, "type", "expectation_type") or ""


def _signal(validation: _Validation, checkpoint: str, run: str | None) -> Signal:
    on = f" on {validation.asset}" if validation.asset else ""
    run = run or text(validation.said, "meta", "run_id", "run_name")
    named = (
        f"Checkpoint {checkpoint}"
        if checkpoint
        else f"Suite {validation.suite}"
        if validation.suite
        else "Checks"
    )
    return Signal(
        source="great_expectations",
        title=f"{named} {'succeeded' if validation.is_met else 'failed'}{on}",
        status=AlertStatus.RESOLVED if validation.is_met else AlertStatus.FIRING,
        symptom=_symptom(validation),
        assets=(validation.asset,) if validation.asset else (),
        # People name runs by themselves, and all checkpoints alike.
        run=f"{checkpoint or validation.suite} {run}" if run else None,
        rule=validation.suite or None,
        link=text(validation.said, "result_url"),
        test_link=text(validation.said, "result_url"),
        excerpt="\n".join(_told(each) for each in validation.failed[:20]) or None,
        started_at=moment(validation.said, "meta", "validation_time"),
        # As its Slack messages say it; a body without the checkpoint's name has the suite's, or none.
        identity=(checkpoint or validation.suite, validation.asset),
    )


def _symptom(validation: _Validation) -> Symptom:
    """A column that is gone, or rows that are, explain what fails beside them."""
    kinds = [_kind(each) for each in validation.failed]
    gone = any(_GONE.search(_error(each)) for each in validation.failed)
    if gone or any(_SCHEMA.search(kind) for kind in kinds):
        return Symptom.SCHEMA
    return Symptom.VOLUME if any("row_count" in kind for kind in kinds) else Symptom.DISTRIBUTION


def _error(expectation: Mapping[str, Any]) -> str:
    """Why an expectation could not be computed; newer versions tell it for each metric."""
    info = record(expectation, "exception_info")
    each = [info, *(record(metric) for metric in list(info.values())[:20])]
    return next((said[:1_000] for one in each if (said := text(one, "exception_message"))), "")


def _told(expectation: Mapping[str, Any]) -> str:
    kwargs, result = _kwargs(expectation), record(expectation, "result")
    column, observed = first_text(kwargs, "column", "column_A"), text(result, "observed_value")
    unmet, error = text(result, "unexpected_percent"), _error(expectation)
    said = [_kind(expectation) or "expectation"]
    said += [f"of {column}"] if column else []
    said += [f"observed {observed}"] if observed else []
    said += [f"{float(unmet):.1f} % unexpected"] if unmet and re.fullmatch(r"\d+(?:\.\d+)?", unmet) else []
    return ", ".join([*said, *([error] if error else [])])
