"""Assets: what can break or be hit, as people and tools name it, and what feeds what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.asset_names import LONGEST_NAME
from models.base import Base, text_enum
from models.vocabulary import AssetType

__all__ = ["Asset", "AssetClaim", "AssetName", "AssetType", "LineageEdge"]


class Asset(Base):
    """One thing, whatever it is called: what the claims about it come to, merged.

    Never deleted: when no source names it any more it is retired, and it comes back with its id.
    """

    __tablename__ = "assets"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Its full name in the source that knows it best: dbt's unique id, `namespace/name`, a key of YAML.
    key: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    #: As people say it.
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    type: Mapped[AssetType] = mapped_column(text_enum(AssetType))
    #: `database.schema.name`, folded, where it is a table.
    relation: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    schema: Mapped[str | None] = mapped_column(String(200))
    domain: Mapped[str | None] = mapped_column(String(100))
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: dbt's group.
    group: Mapped[str | None] = mapped_column(String(200))
    #: Who answers for it, as its tool names them: a name, or else an address.
    owner: Mapped[str | None] = mapped_column(String(200))
    owner_email: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str | None] = mapped_column(String(100))
    description: Mapped[str | None] = mapped_column(Text)
    #: How much it matters, from 0 to 10; where nobody says, 0.
    importance: Mapped[int] = mapped_column(default=0)
    #: Deadlines, who uses it, its address …; docs/assets.md lists the words.
    meta: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Who claims it now, in the order in which they are believed.
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: What its last `run`, `tests` and `freshness` came to, each `{"status", "at", "words"}`, as far as told.
    last_run: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    first_seen_at: Mapped[datetime]
    #: Since when no source names it.
    retired_at: Mapped[datetime | None]


class AssetClaim(Base):
    """What one source says of an asset, under the key that the source gives it."""

    __tablename__ = "asset_claims"
    __table_args__ = (Index("ix_asset_claims_asset", "asset_id"),)

    source: Mapped[str] = mapped_column(String(120), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id"))
    #: Which kind of tool it is: that decides whom to believe.
    tool: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    #: Stands for the facts, so that what is told again unchanged is known at a glance.
    digest: Mapped[str] = mapped_column(String(32))
    seen_at: Mapped[datetime]
    #: Since when its source does not name it any more.
    gone_at: Mapped[datetime | None]


class AssetName(Base):
    """One of the names by which an asset is known, folded; several assets may share one that is short."""

    __tablename__ = "asset_names"
    __table_args__ = (Index("ix_asset_names_asset", "asset_id", "source"),)

    #: Stands for the name (`models.asset_names.digest_of`), and keeps the look-up small.
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: It says which thing is meant (a key, a whole relation, a URN), not just what it is called.
    is_whole: Mapped[bool] = mapped_column(Boolean)


class LineageEdge(Base):
    """One asset feeds another, as one source says; several may say the same."""

    __tablename__ = "lineage_edges"
    __table_args__ = (Index("ix_lineage_edges_ends", "upstream_id", "downstream_id"),)

    source: Mapped[str] = mapped_column(String(120), primary_key=True)
    upstream_id: Mapped[int] = mapped_column(ForeignKey("assets.id"), primary_key=True, autoincrement=False)
    downstream_id: Mapped[int] = mapped_column(ForeignKey("assets.id"), primary_key=True, autoincrement=False)
