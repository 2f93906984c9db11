"""What was erased is overwritten on the disk as well.

Deleting a row leaves its bytes where they were, in a page of a file, until something else needs the
room. Whoever erases notes it in the table `traces`, in the same transaction, and then calls `scrub`. If that
fails or the process is killed in between, the note is still there, and the next `scrub` sees to it.

- SQLite: the file is written anew without them (VACUUM), and the log beside it (-wal) is carried over and cut
  to nothing. So no file of the database holds them. What a disk or a file system keeps of blocks that it
  let go, and what a backup holds, is beyond us.
- PostgreSQL: the tables are written anew without them (VACUUM FULL), and the old files are deleted. Its write-ahead
  log, archives of it, replicas and backups hold them for as long as they are kept there; and a transaction of
  another program that began earlier, such as a dump that is being taken, makes VACUUM keep them, so it is
  tried again later.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select

from helpers.database.engine import PATIENCE_SECONDS, reading, turn, writing
from helpers.database.faults import BUSY, name_of, translate_errors
from helpers.database.tables import metadata, traces
from helpers.errors import StoreError

_ONE_AT_A_TIME = threading.Lock()
_LOCK = 0x6B69745F73637262  # ours among a server's advisory locks: "kit_scrb"
_PAUSE_SECONDS = 0.02


def note(connection: Connection) -> None:
    """Remember, in the transaction that erases, that there is something to overwrite."""
    connection.execute(insert(traces).values(id=uuid.uuid4().hex))


def scrub(engine: Engine) -> bool:
    """Overwrite what was erased so far; whether nothing is left of it. If not, call it again later.

    Costs a query where there is nothing to do. Of several that are called at once, one does the work for all.
    """
    if not _ONE_AT_A_TIME.acquire(timeout=2 * PATIENCE_SECONDS):
        return False
    try:
        with translate_errors(engine.url), _no_other_process(engine):
            with reading(engine) as connection:
                noted = connection.scalars(select(traces.c.id)).all()
            if not noted:
                return True
            if not rewrite(engine):
                return False
            with writing(engine) as connection:
                connection.execute(delete(traces).where(traces.c.id.in_(noted)))
            return True
    except StoreError:  # somebody else is at work on it, or the disk is full
        return False
    finally:
        _ONE_AT_A_TIME.release()


def rewrite(engine: Engine) -> bool:
    """Write all files anew with what is in the tables now, and nothing else; whether that went to its end."""
    return _rewrite_file(engine) if engine.dialect.name == "sqlite" else _rewrite_tables(engine)


def _rewrite_file(engine: Engine) -> bool:
    with turn(engine):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            # secure_delete has zeroed the rows themselves, but not the copies that moving them between pages left.
            cursor.execute("VACUUM")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    return not busy


def _rewrite_tables(engine: Engine) -> bool:
    """VACUUM carries over what some transaction that is still running might want to see, so it is asked how much."""
    still_there: list[int] = []

    def listen(notice: Any) -> None:
        # "3 dead row versions cannot be removed yet", in the server's language
        if number := re.search(r"\d+", notice.message_detail or ""):
            still_there.append(int(number[0]))

    with _alone(engine) as connection:
        driver: Any = connection.connection.driver_connection
        driver.add_notice_handler(listen)
        try:
            for table in metadata.sorted_tables:
                until = time.monotonic() + PATIENCE_SECONDS
                while True:
                    still_there.clear()
                    connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table.name}")
                    if not any(still_there):
                        break
                    if time.monotonic() > until:
                        return False
                    time.sleep(_PAUSE_SECONDS)
        finally:
            driver.remove_notice_handler(listen)
    return True


@contextlib.contextmanager
def _no_other_process(engine: Engine) -> Iterator[None]:
    """On a server several workers that rewrite the same tables would lock each other out; SQLite sees to it itself.

    Asked for again and again, since a statement that waits is one whose view VACUUM must preserve.
    """
    if engine.dialect.name == "sqlite":
        yield
        return
    until = time.monotonic() + 2 * PATIENCE_SECONDS
    with _alone(engine) as connection:
        while not connection.scalar(select(func.pg_try_advisory_lock(_LOCK))):
            if time.monotonic() > until:
                raise StoreError(BUSY.what, where=name_of(engine.url), next_step=BUSY.next_step)
            time.sleep(_PAUSE_SECONDS)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(_LOCK)))


@contextlib.contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection whose every statement is a transaction of its own."""
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
