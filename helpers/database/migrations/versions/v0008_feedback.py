"""What people say of the workshop itself is counted apart from the team's picture."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Leave sessions that are there as ones of which nobody has said anything."""
    op.add_column("sessions", sa.Column("feedback", sa.LargeBinary))
