"""The team's side of a hosted session: `TeamSession` over one session's row.

This is the only module that reads the answers of many people, and what it reads goes to
`helpers.workshop.session` alone, from where nothing leaves but through `helpers.workshop.suppression`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from helpers.database.engine import is_there, open_engine, reading, writing
from helpers.database.erasing import note, scrub
from helpers.database.store import Known, Store, as_event
from helpers.database.tables import events, participants, sessions
from helpers.errors import SessionGone, StoreError, UnknownId
from helpers.paths import typed
from helpers.workshop import feedback
from helpers.workshop.folder import Aside, Gathered
from helpers.workshop.hosted import PICTURE, RELEASE, HostedPlan, asked_ladder, feedback_of, share_of
from helpers.workshop.session import Kept, TeamSession
from helpers.workshop.slips import keep_to_group

UNREAD = (
    "an answer of theirs was written by another version of the kit or by another program; nothing of this person is "
    "shown, and all of it is kept as it is"
)
"""Why somebody in a hosted session is left out."""


def open_team(store: Store, session_id: str) -> TeamSession:
    """The team session of a hosted one, with the minimum group that people were promised. Raises `SessionGone`.

    Its ladder is what the session asks about, so that "no answers" is never said of what nobody was asked.
    """
    plan = store.plan(session_id)
    memory = DatabaseMemory(store, session_id)
    team = TeamSession(memory, asked_ladder(plan), asked=plan.statements, coded=plan.ladder)
    if not memory.read():
        team.begin(plan.min_group, coarse=plan.coarse or None)
    return team


def open_feedback(store: Store, session_id: str) -> TeamSession:
    """What people said of a session itself: a team session of its own, about `feedback.questions()`.

    It has the smallest group of the picture, and fine bars: nobody is set beside an expectation. Raises `SessionGone`.
    """
    memory = FeedbackMemory(store, session_id)
    session = TeamSession(memory, feedback.questions())
    least = open_team(store, session_id).min_group
    if not memory.read():
        session.begin(least)
    keep_to_group(session, least)
    return session


def find_team(url: str, named: str) -> TeamSession:
    """The team session with this id or join code, in the database at an address.

    Raises `UnknownId` for any other name, `UsageError` for what is no address, and `StoreError` where
    the database isn't there or can't be used; none is made.
    """
    if not is_there(url):
        raise StoreError("there is no such database", next_step=f"Check the address; `{typed('host')}` made it.")
    store = Store(open_engine(url))
    session_id = next((info.id for info in store.sessions() if named.strip() == info.id), None) or store.by_code(named)
    if session_id is None:
        store.engine.dispose()
        raise UnknownId(
            "there is no such session", next_step=f"`{typed('host sessions')}` lists them with their codes."
        )
    return open_team(store, session_id)


def is_counted(store: Store, session_id: str, person: str) -> bool:
    """Whether somebody is in a picture that was taken of a session, by their id. Raises `SessionGone`.

    `store` holds the session `session_id`, and `person` is the id of a participant in it.
    """
    data = DatabaseMemory(store, session_id).read()
    return bool(data) and person in _joined(data)


@lru_cache(maxsize=64)
def _joined(memory: bytes) -> frozenset[str]:
    """Who is in the pictures of this memory; every phone that looks asks for it."""
    return frozenset(Kept.model_validate_json(memory).ledger.joined)


def remove_uncounted(store: Store, session_id: str) -> int:
    """Take out all who are in no picture yet, with all that they answered; how many they were.

    Before the first picture that is everybody who has joined, but those of whom it was shown what they say of the
    session: come again, they would count there twice. Whoever leads it learns nothing by that, then or
    later: it is all of them or nobody, what was shown holds nothing of theirs, and the next picture is made of whole
    batches as if they had never come. Who is in a picture stays, since the next one would tell what they had answered.
    After it, whoever answered and shares nothing stays too: in a room where all the others are in the picture, it
    would be they alone who go, which shows who they are and takes their own answers from them.
    Raises `SessionGone`.
    """
    memory = DatabaseMemory(store, session_id)
    quiet = memory.quiet() if open_team(store, session_id).snapshot else set[str]()
    with memory.locked():
        number = memory.remove_people(stay={*memory.counted(), *quiet})
    scrub(store.engine)
    return number


class DatabaseMemory:
    """What a team session keeps (`helpers.workshop.memory.Memory`), in the row of a hosted session.

    All of it raises `StoreError` when the database can't be used, and `SessionGone` once the session
    is erased.
    """

    leaves_out = True
    _column = sessions.c.memory

    def __init__(self, store: Store, session_id: str) -> None:
        self._store = store
        self._session = session_id
        self._held = threading.local()

    @property
    def where(self) -> str:
        """The place, for messages to the facilitator."""
        return "the session's database"

    def gather(self, least: int | None = None) -> Gathered:
        """What everybody has shared by now, in the order of ids that say nothing.

        Everybody was promised the group that the session was opened with, so `least` leaves nobody out. A person's
        answers are read again only when there are more of them than last time. Somebody of whom an answer can't be
        read is left out with the reason, and stops nobody else: to show what they said before would be to guess.
        """
        plan = self._store.plan(self._session)
        known = self._store.shares.get(self._session, {})
        people = select(participants.c.id, participants.c.events).where(
            participants.c.session == self._session, ~participants.c.trial
        )
        with reading(self._store.engine) as connection:
            counts = dict(sorted((row.id, row.events) for row in connection.execute(people)))
            changed = [
                person_id
                for person_id, count in counts.items()
                if person_id not in known or known[person_id].events != count
            ]
            rows = connection.execute(_said_now(changed)).all() if changed else ()
        said = {person: list(theirs) for person, theirs in groupby(rows, key=lambda row: row.participant)}
        fresh = {
            person_id: _known(plan, person_id, counts[person_id], said.get(person_id, ())) for person_id in changed
        }
        now = {person_id: fresh.get(person_id) or known[person_id] for person_id in counts}
        self._store.shares[self._session] = now
        return Gathered(
            shares=tuple(person.share for person in now.values() if person.share is not None),
            aside=tuple(Aside("", UNREAD) for person in now.values() if person.unread),
        )

    def quiet(self) -> set[str]:
        """The ids of those who answered and share none of it: left out of every picture, or nothing of it counts."""
        shares = {share.id for share in self.gather().shares}
        here = (participants.c.session == self._session) & ~participants.c.trial & (participants.c.events > 0)
        with reading(self._store.engine) as connection:
            return set(connection.scalars(select(participants.c.id).where(here))) - shares

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
            row = connection.execute(select(self._column).where(sessions.c.id == self._session)).first()
        if row is None:
            raise _gone()
        return row[0] or b""

    def counted(self) -> frozenset[str]:
        """Who is in what was shown of the session, or of what people say of it, by id. Called while locked."""
        connection: Connection = self._held.connection
        here = select(sessions.c.memory, sessions.c.feedback).where(sessions.c.id == self._session)
        shown = filter(None, connection.execute(here).one())
        return frozenset(person_id for data in shown for person_id in Kept.model_validate_json(data).ledger.joined)

    def remove_people(self, *, stay: Collection[str] = ()) -> int:
        """Erase everybody who takes part but those who `stay`, by id; how many they were. Called while locked."""
        connection: Connection = self._held.connection
        here = (participants.c.session == self._session) & ~participants.c.trial & participants.c.id.not_in(stay)
        number = connection.execute(delete(participants).where(here)).rowcount
        if number:
            note(connection)
        return number

    def write(self, data: bytes) -> None:
        """Keep this instead. Called while locked. Once something else is shown, no team report tells it yet."""
        connection: Connection = self._held.connection
        values: dict[Any, Any] = {self._column: data}
        if _shown(data) != _shown(self.read()):
            values[sessions.c.reported_at] = None
        connection.execute(update(sessions).where(sessions.c.id == self._session).values(values))


class FeedbackMemory(DatabaseMemory):
    """The same for what people said of the session itself, in a column of its own."""

    _column = sessions.c.feedback

    def gather(self, least: int | None = None) -> Gathered:
        """What everybody who takes part says of the session by now, in the order of ids that say nothing."""
        plan = self._store.plan(self._session)
        about = {*feedback.subjects(), PICTURE, RELEASE}
        here = (participants.c.session == self._session) & ~participants.c.trial
        with reading(self._store.engine) as connection:
            people = sorted(connection.scalars(select(participants.c.id).where(here)))
            rows = connection.execute(_said_now(people).where(events.c.subject.in_(about))).all() if people else ()
        said = {person: list(theirs) for person, theirs in groupby(rows, key=lambda row: row.participant)}
        shares, aside = [], []
        for person_id in people:
            try:
                share = feedback_of(person_id, [as_event(plan, *row[1:]) for row in said.get(person_id, ())])
            except StoreError:
                aside.append(Aside("", UNREAD))
            else:
                shares += [share] if share else []
        return Gathered(tuple(shares), tuple(aside))


def _known(plan: HostedPlan, person: str, count: int, rows: Sequence[Any]) -> Known:
    """What somebody shared, of the rows that say what they say now."""
    try:
        return Known(count, share_of(plan, person, [as_event(plan, *row[1:]) for row in rows]))
    except StoreError:
        return Known(count, None, unread=True)


def _said_now(people: Sequence[str]) -> Select[Any]:
    """What these people say now about each subject; what they said before isn't needed."""
    return (
        select(events.c.participant, events.c.id, events.c.at, events.c.subject, events.c.answer)
        .where(events.c.participant.in_(people), events.c.latest)
        .order_by(events.c.participant)
    )


def _shown(memory: bytes) -> tuple[object, ...]:
    """What a team report would tell of this memory; the same before and after, where nothing new was shown."""
    if not memory:
        return ()
    kept = Kept.model_validate_json(memory)
    return (kept.ledger.snapshots, kept.words) if kept.ledger.snapshots else ()


def _gone() -> SessionGone:
    return SessionGone("this session is no longer here", next_step="It was erased.")
