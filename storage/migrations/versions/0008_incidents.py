"""Incidents and their checklists; what an integration may do in quarantine."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
EXPOSURES = "'public', 'internal', 'unknown'"


def upgrade() -> None:
    op.add_column("integrations", sa.Column("quarantine", sa.JSON()))
    op.create_table("incidents", *_columns(), *_constraints())
    op.create_index("incidents_opened", "incidents", ["tenant", "opened_at"])
    op.create_index("incidents_source", "incidents", ["tenant", "source"])
    still_open, to_look_at = sa.text("closed_at IS NULL"), sa.text("look_at IS NOT NULL")
    op.create_index(
        "incidents_one_open",
        "incidents",
        ["tenant", "integration_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index(
        "incidents_look", "incidents", ["look_at"], sqlite_where=to_look_at, postgresql_where=to_look_at
    )


def _columns() -> list[sa.Column[Any]]:
    return [
        _text("tenant"),
        _text("id"),
        _text("integration_id"),
        _text("name"),
        _json("scopes"),
        _json("suspects"),
        _number("generation"),
        _text("lead"),
        _text("severity"),
        sa.Column("severity_chosen", sa.Boolean(), nullable=False),
        _text("way"),
        _text("exposure"),
        sa.Column("exposed_since", INSTANT),
        _text("exposed_where"),
        _text("exposed_link"),
        _text("personal_data"),
        sa.Column("by_digest", sa.Boolean(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        _text("opened_by"),
        sa.Column("quarantined_at", INSTANT),
        sa.Column("killed_at", INSTANT),
        _text("killed_by"),
        _text("source"),
        sa.Column("source_deleted_at", INSTANT),
        sa.Column("use_read_at", INSTANT),
        sa.Column("told_at", INSTANT),
        _json("marks"),
        _json("notes"),
        _number("nudges"),
        sa.Column("nudged_at", INSTANT),
        _number("clock_said"),
        _text("card"),
        _text("place"),
        sa.Column("closed_at", INSTANT),
        _text("closed_by"),
        _text("reason"),
        sa.Column("review_at", INSTANT),
        sa.Column("review_said_at", INSTANT),
        sa.Column("look_at", INSTANT),
    ]


def _constraints() -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_incidents"),
        sa.ForeignKeyConstraint(
            ["tenant", "integration_id"],
            ["integrations.tenant", "integrations.id"],
            name="fk_incidents_integrations",
        ),
        sa.CheckConstraint("severity IN ('P1', 'P2', 'P3', 'P4')", name="ck_incidents_severity"),
        sa.CheckConstraint("way IN ('rotate', 'revoke', 'quarantine')", name="ck_incidents_way"),
        sa.CheckConstraint(f"exposure IN ({EXPOSURES})", name="ck_incidents_exposure"),
        sa.CheckConstraint("personal_data IN ('yes', 'no', 'unknown')", name="ck_incidents_personal_data"),
        sa.CheckConstraint("generation >= 1", name="ck_incidents_generation"),
    ]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)
