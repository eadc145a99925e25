"""Remember what jobs are part of.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lineage_jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("is_besides", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("lineage_jobs", schema=None) as batch_op:
        batch_op.alter_column("is_besides", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("lineage_jobs", schema=None) as batch_op:
        batch_op.drop_column("is_besides")
        batch_op.drop_column("parent")
