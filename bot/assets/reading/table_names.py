"""What a name in a warehouse says by itself: which table it is, in which schema, and what people call it."""

import re
from typing import Final, NamedTuple

from models.asset_names import relation_of

#: Warehouses whose tables are named `database.schema.table`, as OpenLineage, DataHub and others call them.
# fmt: off
THREE_PARTS: Final = frozenset({
    "athena", "awsathena", "bigquery", "databricks", "dbt", "dremio", "duckdb", "mssql", "postgres",
    "postgresql", "presto", "redshift", "snowflake", "spanner", "sqlserver", "synapse", "trino",
    "unitycatalog", "vertica",
})
# fmt: on

#: Where names are paths.
PATHS: Final = frozenset({"abfss", "dbfs", "file", "gs", "hdfs", "s3", "s3a", "wasbs"})

#: Parts between dots; a dot within quotes parts nothing.
_PART: Final = re.compile(r'(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[^.])+')


class TableName(NamedTuple):
    """What a name says."""

    #: As people say it.
    short: str
    #: None where the name does not say so much.
    schema: str | None = None
    #: `schema.name`, which means it where no other schema of that name has one.
    within: str | None = None
    #: `database.schema.name`, folded.
    relation: str | None = None


def table_name(name: str, system: str) -> TableName:
    """Read `shop.marts.orders`; `system` is the warehouse, or the scheme of its address."""
    if system.lower() in PATHS:
        return TableName(name.rstrip("/").rpartition("/")[2] or name)
    parts = parts_of_name(name)
    if not parts:
        return TableName(name)
    schema = parts[-2] if len(parts) > 1 else None
    whole = parts if len(parts) == 3 and system.lower() in THREE_PARTS else [None]
    within = ".".join(parts[-2:]) if len(parts) > 2 else None
    return TableName(parts[-1], schema, within, relation_of(*whole))


def parts_of_name(name: str) -> list[str]:
    """What stands between the dots, without quotes."""
    return [part.strip('"`[]') for part in _PART.findall(name)]


def without_first(name: str) -> str:
    """All but the first part, as it is written."""
    first = _PART.match(name)
    return name[first.end() + 1 :] if first else ""


def scheme_of(address: str) -> str:
    """`postgres://host:5432` is postgres; `bigquery` is itself."""
    return address.partition(":")[0].lower()
