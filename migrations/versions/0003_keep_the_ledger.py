"""Let the database itself keep the ledger: an entry is never changed or deleted.

A later migration that makes this table anew, or changes what is in it, calls `allow_changes` before and
`forbid_changes` after: batch mode on SQLite drops the triggers with the old table.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was recorded of a channel's messages stays as it is when Slack gives the channel another id.
    op.create_table(
        "former_channels",
        sa.Column("former_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("former_id", name=op.f("pk_former_channels")),
    )
    op.create_index(
        "ix_ledger_entries_corrects",
        "ledger_entries",
        ["corrects_id"],
        unique=False,
        sqlite_where=sa.text("corrects_id IS NOT NULL"),
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    forbid_changes()


def downgrade() -> None:
    allow_changes()
    op.drop_index("ix_ledger_entries_corrects", "ledger_entries")
    # The program below looks for an entry by the id that its channel has now.
    op.execute(
        "UPDATE ledger_entries SET message_channel_id = (SELECT channel_id FROM former_channels "
        "WHERE former_id = message_channel_id) "
        "WHERE message_channel_id IN (SELECT former_id FROM former_channels)"
    )
    op.drop_table("former_channels")
