"""OpenLineage events as tools send them, short to write."""

from collections.abc import Mapping, Sequence
from typing import Any

WAREHOUSE = "postgres://db.example.org:5432"


def dataset(name: str, namespace: str = WAREHOUSE, **facets: Any) -> dict[str, Any]:
    return {"namespace": namespace, "name": name, "facets": facets}


def event(
    job: str,
    kind: str = "COMPLETE",
    inputs: Sequence[str | Mapping[str, Any]] = (),
    outputs: Sequence[str | Mapping[str, Any]] = (),
    *,
    run: str = "11111111-1111-4111-8111-111111111111",
    at: str = "2026-11-20T05:00:00Z",
    namespace: str = "airflow",
    parent: str | None = None,
    **facets: Any,
) -> dict[str, Any]:
    """One run event; datasets by their names in the warehouse, or whole."""
    run_facets: dict[str, Any] = {}
    if parent:
        run_facets["parent"] = {"job": {"namespace": namespace, "name": parent}, "run": {"runId": run}}
    if "errorMessage" in facets:
        run_facets["errorMessage"] = facets.pop("errorMessage")
    return {
        "eventType": kind,
        "eventTime": at,
        "run": {"runId": run, "facets": run_facets},
        "job": {"namespace": namespace, "name": job, "facets": facets},
        "inputs": [dataset(each) if isinstance(each, str) else each for each in inputs],
        "outputs": [dataset(each) if isinstance(each, str) else each for each in outputs],
        "producer": "https://example.org/a-tool",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    }
