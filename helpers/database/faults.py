"""What a database says when it can't, in words for a person.

Nothing of an answer may reach a message or a log, and what a database says of a failed statement may
quote one. So only its codes are read, and its own words stay behind.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpers.errors import StoreError


class Fault(NamedTuple):
    """What is wrong with a database, and what to do about it."""

    what: str
    next_step: str


BUSY = Fault("the database is busy with something else", "Try again; close other programs that have it open.")
READ_ONLY = Fault("the database may not be written to", "Give it back the right to be written, or name another one.")
FULL = Fault("there is no room left on the database's disk", "Free some space there, then try again.")
GONE = Fault("the database can't be reached", "See that it runs and that its address is right, then try again.")
NOT_OPENED = Fault("the database can't be opened", "See that its folder is there and that you may use it.")
FORBIDDEN = Fault("the database doesn't let us in", "Check the user and the password, and what this user may do.")
MISSING = Fault("there is no such database on that server", "Create it first, such as with `createdb`.")
BROKEN = Fault("this is no database that can be read", "Name another one, or bring back a good copy.")
DISK = Fault("the database's file can't be read or written", "See whether its disk is full or damaged, then try again.")
CROWDED = Fault("the database takes no more connections", "Try again; allow it more of them, or run fewer workers.")

_SQLITE: Mapping[int, Fault] = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_CORRUPT: BROKEN,
    sqlite3.SQLITE_NOTADB: BROKEN,
}

_POSTGRESQL: Mapping[str, Fault] = {  # by SQLSTATE, or its first two letters
    "08": GONE,
    "57P": GONE,  # it is being shut down, or is only starting
    "28": FORBIDDEN,
    "42501": FORBIDDEN,
    "3D000": MISSING,
    "53100": FULL,
    "53300": CROWDED,
    "25006": READ_ONLY,
    "55P03": BUSY,
    "57014": BUSY,
    "40": BUSY,  # two got in each other's way
}


@contextlib.contextmanager
def translate_errors(url: URL) -> Iterator[None]:
    """Whatever the database complains about becomes a `StoreError`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        fault = explain(error)
        # `from None`: the chain would carry the database's own words into a log.
        raise StoreError(fault.what, where=name_of(url), next_step=fault.next_step) from None


def name_of(url: URL) -> str:
    """The database in a message: a file's path, or an address without its password."""
    return url.database or "sqlite" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def explain(error: Exception) -> Fault:
    """What an error of SQLAlchemy, SQLite or PostgreSQL means."""
    if isinstance(error, PoolTimeout):
        return BUSY
    said = error.orig if isinstance(error, DBAPIError) and error.orig else error
    code = getattr(said, "sqlite_errorcode", None)
    if isinstance(code, int):
        name = getattr(said, "sqlite_errorname", code)
        return _SQLITE.get(code & 0xFF) or Fault(f"the database failed ({name})", "Try again; check its disk.")
    state = getattr(said, "sqlstate", None)
    if isinstance(state, str):
        faults = (_POSTGRESQL[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRESQL)
        return next(faults, Fault(f"the database refused it (SQLSTATE {state})", "Its own log says more."))
    if type(said).__module__.startswith("psycopg"):  # it never came as far as the server, or lost it
        return _no_connection(str(said))
    return Fault(f"the database failed ({type(said).__name__})", "Try again.")


def _no_connection(words: str) -> Fault:
    """libpq gives no code where it gets no connection, only words; there is no answer in these yet."""
    if re.search(r"password|authentication|role .* does not exist|no pg_hba\.conf entry", words):
        return FORBIDDEN
    if re.search(r"database .* does not exist", words):
        return MISSING
    if "too many clients" in words or "remaining connection slots" in words:
        return CROWDED
    return GONE
