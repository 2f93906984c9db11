"""The team's side of a hosted session: `TeamSession` over one session's row.

This is the only module that reads the answers of many people, and what it reads goes to
`helpers.workshop.session` alone, from where nothing leaves but through `helpers.workshop.suppression`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, select, update

from helpers.database.engine import reading, writing
from helpers.database.store import Store, as_event
from helpers.database.tables import events, participants, sessions
from helpers.errors import SessionGone
from helpers.workshop.folder import Gathered
from helpers.workshop.hosted import asked_ladder, share_of
from helpers.workshop.session import TeamSession


def open_team(store: Store, session_id: str) -> TeamSession:
    """The team session of a hosted one, with the minimum group that people were promised. Raises `SessionGone`.

    Its ladder is what the session asks about, so that "no answers" is never said of what nobody was asked.
    """
    plan = store.plan(session_id)
    memory = DatabaseMemory(store, session_id)
    team = TeamSession(memory, asked_ladder(plan))
    if not memory.read():
        team.begin(plan.min_group)
    return team


class DatabaseMemory:
    """What a team session keeps (`helpers.workshop.memory.Memory`), in the row of a hosted session.

    All of it raises `StoreError` when the database can't be used, and `SessionGone` once the session
    is erased.
    """

    def __init__(self, store: Store, session_id: str) -> None:
        self._store = store
        self._session = session_id
        self._held = threading.local()

    @property
    def where(self) -> str:
        """The place, for messages to the facilitator."""
        return "the session's database"

    def gather(self) -> Gathered:
        """What everybody has shared by now, in the order of ids that say nothing."""
        plan = self._store.plan(self._session)
        said = (
            select(events.c.participant, events.c.id, events.c.at, events.c.subject, events.c.answer)
            .join(participants)
            .where(participants.c.session == self._session, events.c.latest)
            .order_by(events.c.participant)
        )
        with reading(self._store.engine) as connection:
            rows = connection.execute(said).all()
        people = groupby(rows, key=lambda row: row[0])
        shares = (share_of(plan, person, [as_event(plan, *row[1:]) for row in theirs]) for person, theirs in people)
        return Gathered(tuple(share for share in shares if share is not None), aside=())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes what was shown meanwhile, in this process or another; all that is written, or nothing."""
        with writing(self._store.engine) as connection:
            held = select(sessions.c.id).where(sessions.c.id == self._session).with_for_update(key_share=True)
            if connection.scalar(held) is None:
                raise _gone()
            self._held.connection = connection
            try:
                yield
            finally:
                del self._held.connection

    def read(self) -> bytes:
        """What was written last; b"" if nothing was."""
        held: Connection | None = getattr(self._held, "connection", None)
        with contextlib.nullcontext(held) if held is not None else reading(self._store.engine) as connection:
            row = connection.execute(select(sessions.c.memory).where(sessions.c.id == self._session)).first()
        if row is None:
            raise _gone()
        return row.memory or b""

    def write(self, data: bytes) -> None:
        """Keep this instead. Called while locked."""
        connection: Connection = self._held.connection
        connection.execute(update(sessions).where(sessions.c.id == self._session).values(memory=data))


def _gone() -> SessionGone:
    return SessionGone("this session is no longer here", next_step="It was erased.")
