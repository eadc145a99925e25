"""Call people once they are known.

Revision 0028, after 0027. Nobody is awaited in a workspace that was read before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("summons_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_awaited_people_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["summons_id"], ["summonses.id"], name=op.f("fk_awaited_people_summons_id_summonses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_people")),
    )


def downgrade() -> None:
    op.drop_table("awaited_people")
