"""Sessions, who facilitates them, what was opened, who joined and what they answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("workshop", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("memory", sa.LargeBinary),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("erase_at", MOMENT, nullable=False),
        sa.Column("countdown", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("code", name="uq_sessions_code"),
    )
    op.create_table(
        "keys",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("session", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_keys"),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name="fk_keys_session", ondelete="CASCADE"),
    )
    op.create_index("ix_keys_session", "keys", ["session"])
    op.create_table(
        "blocks",
        sa.Column("session", sa.String(32), nullable=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("session", "id", name="pk_blocks"),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name="fk_blocks_session", ondelete="CASCADE"),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("session", sa.String(32), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
        sa.UniqueConstraint("token", name="uq_participants_token"),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name="fk_participants_session", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_participants_session", "participants", ["session"])
    op.create_table(
        "events",
        sa.Column("participant", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("device", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("says", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("participant", "id", name="pk_events"),
        sa.ForeignKeyConstraint(["participant"], ["participants.id"], name="fk_events_participant", ondelete="CASCADE"),
    )
    if op.get_context().dialect.name == "postgresql":
        # Or ANALYZE would note samples of what people wrote in the server's own tables, where erasing doesn't reach.
        op.execute("ALTER TABLE events ALTER COLUMN answer SET STATISTICS 0")
    op.create_index("ix_events_device", "events", ["participant", "device", "at"])
    op.create_index(
        "uq_events_latest",
        "events",
        ["participant", "subject"],
        unique=True,
        sqlite_where=sa.text("latest = 1"),
        postgresql_where=sa.text("latest"),
    )
    op.create_table(
        "traces", sa.Column("id", sa.String(32), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_traces")
    )
