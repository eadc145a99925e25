"""Ask the owners of a backfill plan about what is open still.

Revision 0027, after 0026. Plans of before are asked about from the next word on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_DUE = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("backfill_items") as items:
        items.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        items.create_index("ix_backfill_items_look_at", ["look_at"], sqlite_where=_DUE, postgresql_where=_DUE)


def downgrade() -> None:
    with op.batch_alter_table("backfill_items") as items:
        items.drop_index("ix_backfill_items_look_at")
        items.drop_column("look_at")
