"""Which steps have begun is noted, so that one which was passed over isn't told as one that ran."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Leave sessions that are there as ones of which nobody knows what ran before the step that runs now."""
    op.add_column("sessions", sa.Column("ran", sa.Text))
