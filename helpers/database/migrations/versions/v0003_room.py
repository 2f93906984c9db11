"""How many people a session takes can be raised while it runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Leave sessions that are there with as many as their plan says."""
    op.add_column("sessions", sa.Column("most_people", sa.Integer))
