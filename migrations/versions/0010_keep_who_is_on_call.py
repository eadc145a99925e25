"""Keep who is on call.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_schedules",
        sa.Column("team", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("stretches", sa.JSON(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_kept_schedules")),
    )
    op.create_table(
        "on_call_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swap_of_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["swap_of_id"],
            ["on_call_overrides.id"],
            name=op.f("fk_on_call_overrides_swap_of_id_on_call_overrides"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_overrides")),
    )
    with op.batch_alter_table("on_call_overrides", schema=None) as batch_op:
        batch_op.create_index("ix_on_call_overrides_team", ["team", "until_at"], unique=False)

    op.create_table(
        "told_shifts",
        sa.Column("team", sa.String(length=80), nullable=False),
        sa.Column("people_ids", sa.JSON(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_told_shifts")),
    )
    with op.batch_alter_table("told_shifts", schema=None) as batch_op:
        batch_op.create_index("ix_told_shifts_look_at", ["look_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("told_shifts", schema=None) as batch_op:
        batch_op.drop_index("ix_told_shifts_look_at")

    op.drop_table("told_shifts")
    with op.batch_alter_table("on_call_overrides", schema=None) as batch_op:
        batch_op.drop_index("ix_on_call_overrides_team")

    op.drop_table("on_call_overrides")
    op.drop_table("kept_schedules")
