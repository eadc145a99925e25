"""Where an incident lives in the chat. Written by machines, so it is a row of its own: a card redrawn
never makes a person's press fail."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_DUE = text("impact_look_at IS NOT NULL")


class Place(Base):
    """The channel, the card and the announcement of one incident."""

    __tablename__ = "places"
    __table_args__ = (
        Index("ix_places_impact_look_at", "impact_look_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    channel_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    channel_name: Mapped[str | None] = mapped_column(String(80))
    card_ts: Mapped[str | None] = mapped_column(String(32))
    topic: Mapped[str | None] = mapped_column(Text)
    announcement_channel_id: Mapped[str | None] = mapped_column(String(32))
    announcement_ts: Mapped[str | None] = mapped_column(String(32))
    #: The outbox items that open the channel and post the card and the announcement: edits wait for them.
    open_item_id: Mapped[int | None]
    card_item_id: Mapped[int | None]
    announcement_item_id: Mapped[int | None]
    #: What it affects, in a message of the channel, and the item that posts it.
    impact_ts: Mapped[str | None] = mapped_column(String(32))
    impact_item_id: Mapped[int | None]
    #: Stands for what that message says, so that it is not edited to say the same.
    impact_digest: Mapped[str | None] = mapped_column(String(64))
    #: When to work out anew what it affects, and whom to bring in; none when nothing has changed.
    impact_look_at: Mapped[datetime | None]
    #: The picture of its lineage, in the thread of the card, and what stands for all that it shows.
    picture_file_id: Mapped[str | None] = mapped_column(String(32))
    picture_link: Mapped[str | None] = mapped_column(Text)
    picture_digest: Mapped[str | None] = mapped_column(String(64))
    #: Those whom Slack refused to invite.
    unreached_ids: Mapped[list[str] | None] = mapped_column(JSON)
    #: What is wrong with the channel itself (archived, renamed, made private, bot removed), until mended.
    trouble: Mapped[str | None] = mapped_column(String(40))
    #: When the slow tick last compared the channel with the record, and when it read the members.
    checked_at: Mapped[datetime | None]
    members_read_at: Mapped[datetime | None]
    #: Messages up to here were read for reactions and pins that no event told of.
    read_until_ts: Mapped[str | None] = mapped_column(String(32))


class FormerChannel(Base):
    """An id that an incident's channel bore before: what was recorded under it keeps it."""

    __tablename__ = "former_channels"

    former_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(32))


class Member(Base):
    """Who is in an incident's channel, by Slack's own list: this decides who may see a private one."""

    __tablename__ = "members"

    channel_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class Person(Base):
    """What is known of someone in the workspace."""

    __tablename__ = "people"

    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    handle: Mapped[str] = mapped_column(String(120), default="")
    name: Mapped[str] = mapped_column(Text, default="")
    zone: Mapped[str | None] = mapped_column(String(64))
    #: Folded; lineage tools know people by their address. None where Slack does not show us addresses.
    email: Mapped[str | None] = mapped_column(String(320))
    #: A guest or someone of another workspace: may read and note only.
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    has_left: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime]
