"""Who came after a part was closed is known to have missed it, and a part can be open for those alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Leave everybody who is there as somebody who missed nothing."""
    op.add_column("blocks", sa.Column("late", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("participants", sa.Column("missed", sa.Text))
