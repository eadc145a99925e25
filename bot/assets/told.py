"""What a tool tells of assets, in words that are the same whatever the tool; readers make these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.asset_names import short_name
from models.vocabulary import AssetType


class Tool(StrEnum):
    """Which kind of tool a source is, most believed first: of what several say, the first word counts."""

    #: A file of ours, for what no tool knows: people have written it on purpose.
    YAML = "yaml"
    DBT = "dbt"
    DATAHUB = "datahub"
    OPENMETADATA = "openmetadata"
    OPENLINEAGE = "openlineage"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAsset:
    """One asset; what a source does not say stays empty, so that another one's word counts."""

    #: Its full name in this source, the same in every telling: dbt's unique id, `namespace/name`, a URN.
    key: str
    #: As people say it; empty: the last part of its key.
    name: str = ""
    type: AssetType | None = None
    #: `database.schema.name`, if it is a table and all three are known; tables of two sources that share it
    #: become one asset.
    relation: str | None = None
    #: Other names that mean this thing and no other one (URNs, symlinks, `namespace/name`); the same holds.
    whole_names: tuple[str, ...] = ()
    #: What else it is called (`schema.name`, an alias, a label): it is found by these, never merged.
    other_names: tuple[str, ...] = ()
    #: Its key may be any name of an asset that is known from elsewhere; only a new one makes a new asset.
    by_any_name: bool = False
    schema: str | None = None
    domain: str | None = None
    tags: tuple[str, ...] = ()
    group: str | None = None
    #: A name, or else an address.
    owner: str | None = None
    owner_email: str | None = None
    channel: str | None = None
    description: str | None = None
    #: How much it matters, from 0 to 10.
    importance: int | None = None
    #: Deadlines, who uses it, its address …: see `bot/assets/meta.py`.
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """What people would call it."""
        return self.name or short_name(self.key)


@dataclass(frozen=True, slots=True)
class ToldEdge:
    """One asset feeds another; each by its key here, or by any name of one that is known from elsewhere."""

    upstream: str
    downstream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRun:
    """What the last run, test or look at the freshness of an asset came to."""

    key: str
    #: `run`, `tests` or `freshness`.
    what: str = "run"
    #: As its tool says it: error, fail, warn, pass, success, stale …
    status: str
    at: datetime | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that one telling says."""

    #: Whose word it is, among several of one tool: `dbt:shop`, `openlineage:airflow`.
    source: str
    tool: Tool = Tool.OTHER
    assets: Sequence[ToldAsset] = ()
    edges: Sequence[ToldEdge] = ()
    runs: Sequence[ToldRun] = ()
    #: It names all that the source knows: what it does not name, assets and edges, has vanished.
    complete: bool = False
    #: Where it is not complete: assets whose upstream edges it tells completely.
    complete_upstreams: frozenset[str] = frozenset()
    #: Where it is not complete: keys of what the source says is no more.
    gone: frozenset[str] = frozenset()
    #: Entries that could not be read, by name and reason; they are said aloud, and nothing else is lost.
    skipped: Sequence[str] = ()
