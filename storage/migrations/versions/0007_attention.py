"""Backup owners, idle tokens, owners who have gone."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that needs it."""
