"""What was erased is overwritten on the disk as well.

Deleting a row leaves its bytes where they were, in a page of a file, until something else needs the
room. Whoever erases notes it in the table `traces`, in the same transaction, and then calls `scrub`. If that
fails or the process is killed in between, the note is still there, and the next `scrub` sees to it.

- SQLite: the file is written anew without them (VACUUM), and the log beside it (-wal) is carried over and cut
  to nothing. So no file of the database holds them. What a disk or a file system keeps of blocks that it
  let go, and what a backup holds, is beyond us.
- PostgreSQL: the tables are written anew without them (VACUUM FULL), and the old files are deleted. Its write-ahead
  log, archives of it, replicas and backups hold them for as long as they are kept there; and a transaction of
  another program that began earlier, such as a dump that is being taken, makes VACUUM keep them until next time.
"""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, Engine, delete, insert, select

from helpers.database.engine import reading, turn, writing
from helpers.database.faults import told
from helpers.database.tables import events, keys, participants, sessions, traces
from helpers.errors import StoreError

_HOLD_TEXT = (events, participants, sessions, keys)


def note(connection: Connection) -> None:
    """Remember, in the transaction that erases, that there is something to overwrite."""
    connection.execute(insert(traces).values(id=uuid.uuid4().hex))


def scrub(engine: Engine) -> bool:
    """Overwrite what was erased so far; whether nothing is left of it. If not, call it again later.

    Costs a query where there is nothing to do. Of several that are called at once one does the work for all.
    """
    try:
        with turn(engine):
            with reading(engine) as connection:
                noted = connection.scalars(select(traces.c.id)).all()
            if not noted:
                return True
            with told(engine.url):
                clean = _sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(engine)
        if clean:
            with writing(engine) as connection:
                connection.execute(delete(traces).where(traces.c.id.in_(noted)))
    except StoreError:  # somebody else is at work on it, or the disk is full
        return False
    return clean


def _sqlite(engine: Engine) -> bool:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def _postgresql(engine: Engine) -> bool:
    with engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        for one in _HOLD_TEXT:
            alone.exec_driver_sql(f"VACUUM (FULL) {one.name}")
    return True
