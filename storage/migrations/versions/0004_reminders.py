"""Reminders: what is due to be said of a token, and when."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that needs it."""
