"""Show hypotheses on a board, and follow changes until they hold or are gone.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_DUE = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hypotheses_ts", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("hypotheses_item_id", sa.Integer(), nullable=True))
    op.create_table(
        "change_cards",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("post_item_id", sa.Integer(), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_change_cards_entry_id_ledger_entries")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_change_cards_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_change_cards")),
    )
    op.create_index("ix_change_cards_incident", "change_cards", ["incident_id"], unique=False)
    op.create_index(
        "ix_change_cards_look_at",
        "change_cards",
        ["look_at"],
        unique=False,
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )


def downgrade() -> None:
    op.drop_table("change_cards")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_column("hypotheses_item_id")
        batch_op.drop_column("hypotheses_ts")
