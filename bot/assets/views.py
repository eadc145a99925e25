"""What is shown of an asset, and of what lies around it: plain facts, which any room may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.vocabulary import AssetType


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetView:
    """An asset as the chart knows it; `models.asset.Asset` says what each word means."""

    id: int
    key: str
    name: str
    type: AssetType = AssetType.OTHER
    relation: str | None = None
    schema: str | None = None
    #: Its source's own word, else the first domain of the playbook whose patterns fit.
    domain: str | None = None
    tags: tuple[str, ...] = ()
    group: str | None = None
    owner: str | None = None
    owner_email: str | None = None
    channel: str | None = None
    sources: tuple[str, ...] = ()
    importance: int = 0
    meta: Mapping[str, Any] = field(default_factory=dict)
    is_retired: bool = False


class Reached(NamedTuple):
    """An asset that is downstream or upstream of another."""

    asset: AssetView
    #: Steps on the shortest way.
    depth: int
    #: The one before it on that way; at depth 1 the asset that one began from.
    via: AssetView


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A failing asset with no failing one upstream of it, and the failing ones that it explains."""

    asset: AssetView
    #: For each failing asset downstream of it, the way there, from the origin to that asset.
    paths: Sequence[Sequence[AssetView]] = ()
