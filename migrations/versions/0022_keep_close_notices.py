"""Keep close notices, as they were sent.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "close_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rerun", sa.Text(), nullable=True),
        sa.Column("sent_by_id", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_close_notices_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_close_notices")),
    )
    with op.batch_alter_table("close_notices", schema=None) as batch_op:
        batch_op.create_index("ix_close_notices_incident", ["incident_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("close_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_close_notices_incident")

    op.drop_table("close_notices")
