"""What lies in an envelope of a message bus, read by the reader whose tool wrote it."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any, Final

from bot.alerts.reading.payloads import (
    airbyte,
    alertmanager,
    bigquery,
    databricks,
    dbt,
    dbt_cloud,
    grafana,
    great_expectations,
    monte_carlo,
    openlineage,
    openmetadata,
    opsgenie,
    pagerduty,
    prefect,
    sentry,
    snowflake,
    soda,
)
from models.signal import Signal

#: Those that know their own bodies for certain; bodies that users make themselves are not among them.
_READERS: Final[tuple[ModuleType, ...]] = (
    snowflake,
    bigquery,
    openlineage,
    dbt,
    great_expectations,
    soda,
    openmetadata,
    databricks,
    airbyte,
    sentry,
    prefect,
    dbt_cloud,
    monte_carlo,
    pagerduty,
    opsgenie,
    grafana,
    alertmanager,
)


def read_enveloped(body: Any) -> Sequence[Signal] | None:
    """The signals of what another reader knows; None where none does."""
    for reader in _READERS:
        if reader.recognises(body):
            found: Sequence[Signal] | None = reader.read(body)
            return found
    return None
