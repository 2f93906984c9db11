"""What the database holds of hosted sessions.

    sessions ─┬─ keys            who may facilitate (hashes)
              ├─ blocks          which parts were opened
              └─ participants ── events      who joined, and what they answered
    traces                       what was erased and still has to be overwritten on the disk
    erased                       when a session was erased, for a day

There is no name in it, no address, no time of joining and nothing about a device but a random
number that the device drew. Erasing a session erases everything that hangs on it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

VERSION_TABLE = "kit_version"
"""Where the migrations note how far they have come; not Alembic's usual name, so that it is certainly ours."""


class UtcTimestamp(TypeDecorator[datetime]):
    """A column of times in UTC, to the microsecond. SQLite knows no time zones: there they are kept without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As the database takes it; a time without a zone is refused, since nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always in UTC, whatever zone the database's session is in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("workshop", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("plan", Text, nullable=False),  # a HostedPlan as JSON
    Column("memory", LargeBinary),  # what was shown of the answers: a TeamSession's, as JSON
    Column("feedback", LargeBinary),  # what was shown of what people said of the workshop: a TeamSession's, as JSON
    Column("opened_at", UtcTimestamp, nullable=False),
    Column("closed_at", UtcTimestamp),
    Column("erase_at", UtcTimestamp, nullable=False),
    Column("countdown", UtcTimestamp),  # when it ends
    Column("most_people", Integer),  # how many may join; NULL: as many as the plan says
    Column("step", String(80)),  # what runs now; NULL before anything has begun
    Column("step_at", UtcTimestamp),  # since when
    Column("began_at", UtcTimestamp),  # when the first step began
    Column("reported_at", UtcTimestamp),  # when the team report was taken last, of what is shown now
    Column("ran", Text),  # ids of the steps that have begun; NULL: none, or the first in a kit that didn't note it
)

keys = Table(
    "keys",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("session", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
)

blocks = Table(
    "blocks",
    metadata,
    Column("session", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("opened_at", UtcTimestamp),  # when it was opened first; NULL if it never was
    Column("open", Boolean, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),  # open for latecomers alone
)

participants = Table(
    "participants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("session", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token", String(64), nullable=False, unique=True),  # its hash
    Column("events", Integer, nullable=False),  # how many there are
    Column("bytes", Integer, nullable=False),  # what they take together
    Column("trial", Boolean, nullable=False, server_default=false()),  # only tries it out, and is never counted
    Column("took", Boolean, nullable=False, server_default=false()),  # whether they took their PDF along
    Column("missed", Text),  # ids of the blocks that were closed when they came
    sqlite_with_rowid=False,  # a row's number would tell in which order people came
)

events = Table(
    "events",
    metadata,
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("device", String(32), nullable=False),
    Column("at", UtcTimestamp, nullable=False),
    Column("subject", String(200), nullable=False),
    Column("answer", Text, nullable=False),  # as JSON, where every character can stand, NUL too
    Column("latest", Boolean, nullable=False),  # whether it is what the participant says now about the subject
    Column("says", Boolean, nullable=False),  # whether it says anything; an answer that was taken back doesn't
)

Index("ix_events_device", events.c.participant, events.c.device, events.c.at)
Index(
    "uq_events_latest",
    events.c.participant,
    events.c.subject,
    unique=True,
    sqlite_where=text("latest = 1"),  # word for word as SQLAlchemy writes the condition, or SQLite doesn't see it
    postgresql_where=text("latest"),
)

erased = Table(
    "erased",
    metadata,
    Column("mark", String(32), primary_key=True),  # a digest of the session's random id: it leads to nothing else
    Column("at", UtcTimestamp, nullable=False),
)
"""When a session was erased, for a day: so that every screen that still shows it can say so."""

traces = Table("traces", metadata, Column("id", String(32), primary_key=True))
