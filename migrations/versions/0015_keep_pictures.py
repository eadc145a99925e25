"""Keep which picture of its lineage an incident has.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.add_column(sa.Column("picture_file_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("picture_link", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("picture_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        for column in ("picture_digest", "picture_link", "picture_file_id"):
            batch_op.drop_column(column)
