"""The course of a session, who took their PDF along, and when a session was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpers.database.tables import UtcTimestamp

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Leave sessions that are there as ones of which nothing has begun."""
    op.add_column("sessions", sa.Column("step", sa.String(80)))
    for name in ("step_at", "began_at", "reported_at"):
        op.add_column("sessions", sa.Column(name, UtcTimestamp))
    op.add_column("participants", sa.Column("took", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "erased",
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("at", UtcTimestamp, nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_erased")),
    )
