"""A database brought to this kit's version, once, however many processes open it together.

The migrations stand in `helpers/database/migrations/versions`, numbered 0001, 0002, … A released one
is never changed; a change to `tables` comes with a new one, and a test holds that they lead to the
same tables.
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from helpers.database.faults import name_of
from helpers.database.tables import VERSION_TABLE, metadata
from helpers.errors import StoreError, StoreTooNew

MIGRATIONS = Path(__file__).with_name("migrations")
WRITES = "kit_writes"
"""The execution option of a transaction that writes from its beginning; the engine of SQLite heeds it."""

_LOCK = 0x6B69745F686F7374  # ours among a server's advisory locks: "kit_host"
_PATIENCE_SECONDS = 30


def migrate(engine: Engine) -> None:
    """Bring a database to the newest version. Whoever comes second waits and finds it done.

    Raises `StoreTooNew`, and `StoreError` for a database of something else; both have touched nothing.
    """
    with engine.connect() as connection:
        if _version(connection) == newest():
            return
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)
    with engine.connect() as connection, connection.execution_options(**{WRITES: True}).begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        if _version(connection) != newest():
            _upgrade(connection)


@cache
def newest() -> str:
    """The version that this kit works with: the number of its last migration."""
    return max(path.name[1:5] for path in (MIGRATIONS / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


def _version(connection: Connection) -> str | None:
    """How far a database has come; None for an empty one. Raises as `migrate`."""
    names = set(inspect(connection).get_table_names())
    where = name_of(connection.engine.url)
    if VERSION_TABLE not in names:
        # A file is ours as a whole; on a server other tables may well stand beside ours.
        if foreign := names if connection.dialect.name == "sqlite" else names & metadata.tables.keys():
            raise StoreError(
                f"this is another program's database (it has a table {min(foreign)!r})",
                where=where,
                next_step="Nothing in it was changed. Name another one, which may be empty.",
            )
        return None
    version = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    if version is not None and version > newest():
        raise StoreTooNew(
            f"a newer version of the kit works with this database "
            f"(its version is {version}, this one knows {newest()})",
            where=where,
            next_step="Nothing in it was changed. Update the kit, or name another database.",
        )
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command  # costs more than opening a database that is up to date
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _write_ahead(engine: Engine) -> None:
    """Let readers and a writer work side by side; the file remembers it. Two that ask at once take turns."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except engine.dialect.loaded_dbapi.OperationalError as error:
            # SQLite doesn't wait here, whatever time it was given.
            if time.monotonic() > until or "locked" not in str(error):
                raise
            time.sleep(0.02)
        finally:
            connection.close()
