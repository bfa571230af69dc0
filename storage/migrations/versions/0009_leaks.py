"""Leak reports, decoys and the brake on mass revocation."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that needs it."""
