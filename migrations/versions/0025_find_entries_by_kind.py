"""Find the entries of one kind in a very long ledger.

Revision 0025, after 0024.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_entries_kind", "ledger_entries", ["incident_id", "kind"])


def downgrade() -> None:
    op.drop_index("ix_ledger_entries_kind", table_name="ledger_entries")
