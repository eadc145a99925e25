"""Know the assets: what sources claim of them, their names, and what feeds what.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=500), nullable=True),
        sa.Column("schema", sa.String(length=200), nullable=True),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("group", sa.String(length=200), nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=True),
        sa.Column("owner_email", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=100), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("last_run", sa.JSON(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("key", name=op.f("uq_assets_key")),
    )
    op.create_table(
        "asset_claims",
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_asset_claims_asset_id_assets")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_asset_claims")),
    )
    with op.batch_alter_table("asset_claims", schema=None) as batch_op:
        batch_op.create_index("ix_asset_claims_asset", ["asset_id"], unique=False)

    op.create_table(
        "asset_names",
        sa.Column("digest", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_asset_names_asset_id_assets")),
        sa.PrimaryKeyConstraint("digest", "asset_id", "source", name=op.f("pk_asset_names")),
    )
    with op.batch_alter_table("asset_names", schema=None) as batch_op:
        batch_op.create_index("ix_asset_names_asset", ["asset_id", "source"], unique=False)

    op.create_table(
        "lineage_edges",
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("upstream_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("downstream_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["downstream_id"], ["assets.id"], name=op.f("fk_lineage_edges_downstream_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["upstream_id"], ["assets.id"], name=op.f("fk_lineage_edges_upstream_id_assets")
        ),
        sa.PrimaryKeyConstraint("source", "upstream_id", "downstream_id", name=op.f("pk_lineage_edges")),
    )
    with op.batch_alter_table("lineage_edges", schema=None) as batch_op:
        batch_op.create_index("ix_lineage_edges_ends", ["upstream_id", "downstream_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lineage_edges", schema=None) as batch_op:
        batch_op.drop_index("ix_lineage_edges_ends")

    op.drop_table("lineage_edges")
    with op.batch_alter_table("asset_names", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_names_asset")

    op.drop_table("asset_names")
    with op.batch_alter_table("asset_claims", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_claims_asset")

    op.drop_table("asset_claims")
    op.drop_table("assets")
