"""Move breaches into private channels: who was let in, what was left, and what was emptied.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("breach_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "left_channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_item_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_left_channels_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_channels")),
    )
    with op.batch_alter_table("left_channels", schema=None) as batch_op:
        batch_op.create_index("ix_left_channels_incident", ["incident_id"], unique=False)
    op.create_table(
        "let_in",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_let_in_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "user_id", name=op.f("pk_let_in")),
    )
    op.create_table(
        "emptied_messages",
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_emptied_messages_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("channel_id", "message_ts", name=op.f("pk_emptied_messages")),
    )
    with op.batch_alter_table("emptied_messages", schema=None) as batch_op:
        batch_op.create_index("ix_emptied_messages_incident", ["incident_id"], unique=False)


def downgrade() -> None:
    op.drop_table("emptied_messages")
    op.drop_table("let_in")
    op.drop_table("left_channels")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_column("breach_at")
