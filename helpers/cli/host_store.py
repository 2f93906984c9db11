"""The database that sessions are kept in, and one session of it, as the command line names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from helpers.cli.host_options import DATABASE
from helpers.errors import StoreError, UnknownId
from helpers.paths import typed

if TYPE_CHECKING:
    from helpers.database import SessionInfo, Store


def place_of(db: str | None) -> str:
    """The address of a database, with None for the kit's own."""
    return db or f"sqlite:///{DATABASE}"


@contextmanager
def store_at(place: str, *, there: bool = False) -> Iterator[Store]:
    """The store at an address, where nothing is left whose time is over, also if no service ran meanwhile.

    With `there`, a file that isn't there is told and not made.
    """
    from helpers.database import Store, open_engine
    from helpers.database.engine import is_there

    if there and not is_there(place):
        raise StoreError(
            "there is no such database",
            where=place.removeprefix("sqlite:///"),
            next_step="Check the path, or name another one with --db.",
        )
    store = Store(open_engine(place))
    with suppress(StoreError):  # told by whatever needs the database next
        store.erase_due()
    try:
        yield store
    finally:
        store.engine.dispose()


def session_named(store: Store, named: str) -> SessionInfo:
    """A session by its join code or id. Raises `UnknownId`."""
    by_id = {info.id: info for info in store.sessions()}
    session_id = named if named in by_id else store.by_code(named)
    if session_id is None or session_id not in by_id:
        raise UnknownId("there is no such session", next_step=f"`{typed('host sessions')}` lists those that there are.")
    return by_id[session_id]
