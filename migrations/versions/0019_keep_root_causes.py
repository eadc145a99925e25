"""Keep root causes and what was answered on the way, and where messages of ours stand in threads.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "root_causes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("begun_by_id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_root_causes_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_root_causes")),
        sa.UniqueConstraint("incident_id", "number", name="uq_root_causes_incident_number"),
    )
    with op.batch_alter_table("root_causes", schema=None) as batch_op:
        batch_op.create_index("ix_root_causes_family", ["family"], unique=False)
    op.create_table(
        "thread_messages",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_thread_messages_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "topic", name=op.f("pk_thread_messages")),
    )
    op.create_table(
        "cause_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["root_causes.id"], name=op.f("fk_cause_answers_cause_id_root_causes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_answers")),
    )
    with op.batch_alter_table("cause_answers", schema=None) as batch_op:
        batch_op.create_index("ix_cause_answers_cause", ["cause_id"], unique=False)


def downgrade() -> None:
    op.drop_table("thread_messages")
    op.drop_table("cause_answers")
    op.drop_table("root_causes")
