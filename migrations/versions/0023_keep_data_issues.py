"""Keep data issues, and what close notices say is to be done about the data.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("asset", sa.String(length=500), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_data_issues_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_issues")),
        sa.UniqueConstraint("incident_id", "asset", name="uq_data_issues_incident_asset"),
    )
    with op.batch_alter_table("close_notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remedy", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("close_notices", schema=None) as batch_op:
        batch_op.drop_column("remedy")

    op.drop_table("data_issues")
