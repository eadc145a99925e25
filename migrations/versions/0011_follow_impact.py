"""Remember the message that shows what an incident affects, and when to work it out anew.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DUE = sa.text("impact_look_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.add_column(sa.Column("impact_digest", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("impact_look_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_places_impact_look_at",
            ["impact_look_at"],
            unique=False,
            sqlite_where=_DUE,
            postgresql_where=_DUE,
        )


def downgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index("ix_places_impact_look_at")
        batch_op.drop_column("impact_look_at")
        batch_op.drop_column("impact_digest")
