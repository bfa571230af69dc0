"""Backup owners; who keeps what nobody uses; owners who have gone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    backup_owner = sa.Column("backup_owner", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("integrations", backup_owner)
    op.add_column("integrations", sa.Column("kept_at", sa.DateTime(timezone=True)))
    kept_by = sa.Column("kept_by", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("integrations", kept_by)
    gone_owner = sa.Column("gone_owner", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("integrations", gone_owner)
    op.add_column("integrations", sa.Column("gone_at", sa.DateTime(timezone=True)))
