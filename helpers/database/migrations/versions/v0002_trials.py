"""Who only tries a session out is told apart from those who take part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Mark everybody who is there as taking part."""
    op.add_column("participants", sa.Column("trial", sa.Boolean, nullable=False, server_default=sa.false()))
