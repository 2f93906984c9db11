"""An answer may say how many occasions there were, which an earlier kit can't read: so it refuses this database."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Change no table: what is new stands within an answer."""
