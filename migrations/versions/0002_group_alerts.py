"""Group alerts by what they are about: concerns and causes, boards, silences by pattern, storms.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("post_item_id", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_boards")),
    )
    op.create_table(
        "causes",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concern_count", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("card_alert_id", sa.Integer(), nullable=True),
        sa.Column("kept_apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_apart_by_id", sa.String(length=32), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attached_by_id", sa.String(length=32), nullable=True),
        sa.Column("offer_channel_id", sa.String(length=32), nullable=True),
        sa.Column("offer_ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_causes_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_causes")),
    )
    with op.batch_alter_table("causes", schema=None) as batch_op:
        batch_op.create_index("ix_causes_incident", ["incident_id"], unique=False)
        batch_op.create_index("ix_causes_last_at", ["last_at"], unique=False)

    op.create_table(
        "concerns",
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("symptom", sa.String(length=40), nullable=True),
        sa.Column("severity_hint", sa.String(length=40), nullable=True),
        sa.Column("asset", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("run", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("firing_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("firing_count", sa.Integer(), nullable=False),
        sa.Column("green_count", sa.Integer(), nullable=False),
        sa.Column("firings", sa.JSON(), nullable=False),
        sa.Column("flips", sa.JSON(), nullable=False),
        sa.Column("flapping_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("apart_from_id", sa.Integer(), nullable=True),
        sa.Column("card_alert_id", sa.Integer(), nullable=True),
        sa.Column("alert_channel_id", sa.String(length=32), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_concerns_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_concerns")),
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.create_index("ix_concerns_asset", ["asset"], unique=False)
        batch_op.create_index("ix_concerns_card", ["card_alert_id"], unique=False)
        batch_op.create_index("ix_concerns_incident", ["incident_id"], unique=False)
        batch_op.create_index(
            "ix_concerns_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )
        batch_op.create_index("ix_concerns_run", ["run"], unique=False)
        batch_op.create_index(
            "ix_concerns_shown",
            ["alert_channel_id", "status"],
            unique=False,
            sqlite_where=sa.text("alert_channel_id IS NOT NULL"),
            postgresql_where=sa.text("alert_channel_id IS NOT NULL"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_alert_cards",
            ["lane", "created_at"],
            unique=False,
            sqlite_where=sa.text("kind = 'post_triage_card'"),
            postgresql_where=sa.text("kind = 'post_triage_card'"),
        )

    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause_key", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("silence_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_alerts_card",
            ["card_ts"],
            unique=False,
            sqlite_where=sa.text("card_ts IS NOT NULL"),
            postgresql_where=sa.text("card_ts IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_alerts_cause",
            ["cause_key"],
            unique=False,
            sqlite_where=sa.text("cause_key IS NOT NULL"),
            postgresql_where=sa.text("cause_key IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_alerts_silence",
            ["silence_id"],
            unique=False,
            sqlite_where=sa.text("silence_id IS NOT NULL"),
            postgresql_where=sa.text("silence_id IS NOT NULL"),
        )

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.Text(), nullable=True))

    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_storm", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("regression_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index("ix_incidents_declared_at", ["declared_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_incidents_merged_into_id_incidents"), "incidents", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.add_column(sa.Column("causes_ts", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("causes_item_id", sa.Integer(), nullable=True))

    _add_suspicions()
    _widen_silences()
    _fill_concerns()


def _add_suspicions() -> None:
    """What looks wrong to someone, asked in a channel of the team until it is answered or declared."""
    op.create_table(
        "suspicions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about_link", sa.Text(), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("post_item_id", sa.Integer(), nullable=True),
        sa.Column("looked_by_id", sa.String(length=32), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_suspicions_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicions")),
    )
    with op.batch_alter_table("suspicions", schema=None) as batch_op:
        batch_op.create_index("ix_suspicions_incident", ["incident_id"], unique=False)
        batch_op.create_index(
            "ix_suspicions_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )


def _widen_silences() -> None:
    """A silence was for one fingerprint; its words began with `expected` or `snoozed`."""
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.drop_index("ix_silences_fingerprint")
        batch_op.alter_column(
            "fingerprint", new_column_name="pattern", existing_type=sa.String(80), type_=sa.Text()
        )
        batch_op.alter_column("alert_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="snoozed"))
        batch_op.add_column(
            sa.Column("scope", sa.String(length=40), nullable=False, server_default="fingerprint")
        )
        batch_op.add_column(sa.Column("owner_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.String(length=32), nullable=True))
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.create_index("ix_silences_pattern", ["pattern", "until_at"], unique=False)
        batch_op.create_index("ix_silences_until_at", ["until_at"], unique=False)
    op.execute(
        "UPDATE silences SET kind = 'expected', because = ltrim(substr(because, 9), ': ') "
        "WHERE because LIKE 'expected%'"
    )
    op.execute("UPDATE silences SET because = '' WHERE kind = 'snoozed'")
    # What ran out long ago is no news.
    op.execute("UPDATE silences SET ended_at = until_at WHERE until_at <= CURRENT_TIMESTAMP")


def _fill_concerns() -> None:
    """One row for each fingerprint that was heard, with its last word; counts begin anew."""
    op.execute(
        "INSERT INTO concerns (fingerprint, source, title, status, symptom, severity_hint, asset, link, "
        "first_at, last_at, firing_since_at, recovered_at, firing_count, green_count, firings, flips, "
        "incident_id, card_alert_id, alert_channel_id) "
        "SELECT a.fingerprint, a.source, a.title, a.status, a.symptom, a.severity_hint, a.asset, a.link, "
        "(SELECT min(f.received_at) FROM alerts f WHERE f.fingerprint = a.fingerprint), a.received_at, "
        "CASE WHEN a.status = 'firing' THEN a.received_at END, "
        "CASE WHEN a.status = 'resolved' THEN a.received_at END, "
        "CASE WHEN a.status = 'firing' THEN 1 ELSE 0 END, CASE WHEN a.status = 'resolved' THEN 1 ELSE 0 END, "
        "'[]', '[]', "
        "(SELECT max(i.incident_id) FROM alerts i WHERE i.fingerprint = a.fingerprint), "
        "(SELECT max(c.id) FROM alerts c WHERE c.fingerprint = a.fingerprint AND c.decision = 'triage'), "
        "a.channel_id "
        "FROM alerts a WHERE a.id IN (SELECT max(id) FROM alerts GROUP BY fingerprint)"
    )


def downgrade() -> None:
    op.drop_table("suspicions")
    _narrow_silences()
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_column("causes_item_id")
        batch_op.drop_column("causes_ts")

    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_incidents_merged_into_id_incidents"), type_="foreignkey")
        batch_op.drop_index("ix_incidents_declared_at")
        batch_op.drop_column("regression_count")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("is_storm")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_alert_cards",
            sqlite_where=sa.text("kind = 'post_triage_card'"),
            postgresql_where=sa.text("kind = 'post_triage_card'"),
        )

    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_alerts_card",
            sqlite_where=sa.text("card_ts IS NOT NULL"),
            postgresql_where=sa.text("card_ts IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_alerts_silence",
            sqlite_where=sa.text("silence_id IS NOT NULL"),
            postgresql_where=sa.text("silence_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_alerts_cause",
            sqlite_where=sa.text("cause_key IS NOT NULL"),
            postgresql_where=sa.text("cause_key IS NOT NULL"),
        )
        batch_op.drop_column("silence_id")
        batch_op.drop_column("cause_key")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_column("outcome")
        batch_op.drop_column("source")

    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_concerns_shown",
            sqlite_where=sa.text("alert_channel_id IS NOT NULL"),
            postgresql_where=sa.text("alert_channel_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_concerns_run")
        batch_op.drop_index(
            "ix_concerns_look_at",
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_concerns_incident")
        batch_op.drop_index("ix_concerns_card")
        batch_op.drop_index("ix_concerns_asset")

    op.drop_table("concerns")
    with op.batch_alter_table("causes", schema=None) as batch_op:
        batch_op.drop_index("ix_causes_last_at")
        batch_op.drop_index("ix_causes_incident")

    op.drop_table("causes")
    op.drop_table("boards")


def _narrow_silences() -> None:
    """What one fingerprint cannot say is gone: the schema below knows no patterns."""
    op.execute(
        "DELETE FROM silences WHERE scope <> 'fingerprint' OR alert_id IS NULL OR ended_at IS NOT NULL"
    )
    op.execute("UPDATE silences SET because = CASE WHEN kind = 'expected' THEN 'expected' ELSE 'snoozed' END")
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.drop_index("ix_silences_until_at")
        batch_op.drop_index("ix_silences_pattern")
        batch_op.drop_column("ended_by_id")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("warned_at")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("scope")
        batch_op.drop_column("kind")
        batch_op.alter_column("alert_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column(
            "pattern", new_column_name="fingerprint", existing_type=sa.Text(), type_=sa.String(80)
        )
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.create_index("ix_silences_fingerprint", ["fingerprint", "until_at"], unique=False)
