"""Backup owners."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    backup_owner = sa.Column("backup_owner", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("integrations", backup_owner)
