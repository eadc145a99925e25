"""Keep what proof is asked of each incident, and where it is shown.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("sign_offs", sa.JSON(), nullable=False),
        sa.Column("green_runs", sa.Integer(), nullable=False),
        sa.Column("checks_item_id", sa.Integer(), nullable=True),
        sa.Column("sign_offs_item_id", sa.Integer(), nullable=True),
        sa.Column("watched_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_proofs_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_proofs")),
    )


def downgrade() -> None:
    op.drop_table("proofs")
