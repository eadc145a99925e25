"""Remember which asset of the lineage an alert is about, and what fails further up.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MAPPED = sa.text("asset_id IS NOT NULL")
_FOLLOWS = sa.text("ancestor IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asset_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ancestor", sa.Text(), nullable=True))
        for name, column, where in (
            ("ix_concerns_asset_id", "asset_id", _MAPPED),
            ("ix_concerns_ancestor", "ancestor", _FOLLOWS),
        ):
            batch_op.create_index(name, [column], unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_index("ix_concerns_ancestor")
        batch_op.drop_index("ix_concerns_asset_id")
        batch_op.drop_column("ancestor")
        batch_op.drop_column("asset_id")
