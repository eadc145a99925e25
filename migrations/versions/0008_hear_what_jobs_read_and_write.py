"""Hear what jobs read and write.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lineage_jobs",
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("run_id", sa.String(length=500), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("run_inputs", sa.JSON(), nullable=False),
        sa.Column("run_outputs", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("outputs", sa.JSON(), nullable=False),
        sa.Column("stands_for", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lineage_jobs")),
    )
    with op.batch_alter_table("lineage_jobs", schema=None) as batch_op:
        batch_op.create_index("ix_lineage_jobs_stands_for", ["stands_for"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lineage_jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_lineage_jobs_stands_for")

    op.drop_table("lineage_jobs")
