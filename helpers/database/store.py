"""Hosted sessions: who may come in, what they answered, and how far they are.

    facilitator   open_session · begin · set_block · set_countdown · progress · close · erase
    participant   join · append · events · leave

Every method is one transaction and may be called from any thread and any number of processes. All raise
`StoreError` when the database can't be used. Nothing here gives out the answers of more than one
person; only `helpers.database.team` reads those, for `helpers.workshop.suppression`.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from helpers.clock import utc_now
from helpers.database import progress
from helpers.database.answers import (
    MOST_BYTES,
    MOST_EVENTS,
    Given,
    compared,
    deduplicated,
    from_json,
    moments,
    size,
    to_json,
)
from helpers.database.engine import reading, writing
from helpers.database.erasing import note, scrub
from helpers.database.progress import Progress
from helpers.database.tables import blocks, erased, events, keys, participants, sessions
from helpers.database.tokens import hash_token, new_code, new_token, tidy_code, token_from
from helpers.errors import (
    SessionClosed,
    SessionFull,
    SessionGone,
    StoreError,
    StoreTooNew,
    TooMuch,
    UnknownId,
    UsageError,
)
from helpers.journal import Answer, Event, says_something
from helpers.journal.state import by_time
from helpers.workshop.course import Course
from helpers.workshop.hosted import MOST_PEOPLE, PICTURE, HostedPlan
from helpers.workshop.session import Kept
from helpers.workshop.share import Share
from helpers.workshop.suppression import open_ledger, set_coarse, set_min_group

MOST_TRIALS = 20
"""How many devices may try a session out: enough for everybody who leads it, and no way to fill a disk."""

ERASED_IS_SAID = timedelta(days=1)
"""How long screens that still show a session are told that it was erased, and when."""

_PLANS_AT_HAND = 64
_PLAN_SECONDS = 5
"""How long a plan is believed: everybody may be taken out by another process, and another plan made then."""
_NEWER_KIT = "Lead it with that version. Nothing was changed."
_OTHER_HANDS = "Another version of the kit, or another program, wrote it. Bring back a good copy, or erase the session."


# Said once, since every answer and every look of every phone asks them: putting a statement together costs SQLAlchemy
# more than SQLite takes to answer it.
_p, _e, _s = participants.c, events.c, sessions.c
_WHO = select(_p.token, _p.id, _p.session, _p.trial, _p.missed, _p.events)
_WHOSE = _WHO.where(_p.token == bindparam("hash"))
_PEOPLE = _WHO.where(_p.session == bindparam("session"))
_ROOM = (
    select(_p.events, _p.bytes, _s.opened_at, blocks.c.id.label("block"), blocks.c.opened_at.label("asked_at"))
    .join_from(participants, sessions)
    .join(blocks, blocks.c.session == _s.id)
    .where(_p.id == bindparam("person"))
    .with_for_update(of=participants)
)
_THERE = select(_e.id, _e.subject, _e.at, events.c.answer, _e.latest).where(
    _e.participant == bindparam("person"),
    _e.id.in_(bindparam("ids", expanding=True)) | (_e.latest & _e.subject.in_(bindparam("subjects", expanding=True))),
)
_LAST = select(func.max(_e.at)).where(_e.participant == bindparam("person"), _e.device == bindparam("device"))
_COUNT = update(participants).where(_p.id == bindparam("person"))
_COUNT = _COUNT.values(events=bindparam("count"), bytes=bindparam("room"))
_OVERTAKEN = update(events).where(_e.participant == bindparam("person"), _e.id.in_(bindparam("ids", expanding=True)))
_OVERTAKEN = _OVERTAKEN.values(latest=False)
_KEEP = insert(events)
_MINE = (
    select(_p.session, _e.id, _e.at, _e.subject, events.c.answer).outerjoin(events).where(_p.id == bindparam("person"))
)
_STAGE = select(
    _s.closed_at, _s.erase_at, _s.countdown, _s.step, func.coalesce(func.length(_s.memory), 0).label("shown")
).where(_s.id == bindparam("session"))
_BLOCKS = (
    select(_s.closed_at, blocks.c.id, blocks.c.opened_at, blocks.c.open, blocks.c.late)
    .join_from(sessions, blocks)
    .where(_s.id == bindparam("session"))
)
_RUNS = select(_s.step, _s.began_at, _s.ran).where(_s.id == bindparam("session")).with_for_update(key_share=True)
_HELD = select(_s.closed_at, _s.most_people).where(_s.id == bindparam("session")).with_for_update(key_share=True)


class Opened(NamedTuple):
    """A session that was opened: its id, the code to join with, and the facilitator's key, given out this once."""

    id: str
    code: str
    key: str

    def __repr__(self) -> str:
        return f"<Opened {self.id}>"


class Joined(NamedTuple):
    """Somebody who joined: their id, and the token that is theirs alone, given out this once."""

    participant: str
    token: str

    def __repr__(self) -> str:
        return f"<Joined {self.participant}>"


class Participant(NamedTuple):
    """Who a token belongs to, and in which session; a `trial` only tries it out, and is counted nowhere.

    `missed` are the ids of the blocks that had been closed when they joined.
    `answers` is how many times they have answered: another number where they did so on another device.
    """

    id: str
    session: str
    trial: bool = False
    missed: frozenset[str] = frozenset()
    answers: int = 0


class SessionInfo(NamedTuple):
    """What a list of sessions says of one.

    `closed_at` is None while it is open; `people` is how many have joined, and `trying` how many only try it out.
    `most_people` is how many may join since the facilitator changed it (None: as many as the plan says). `took` is
    how many took their PDF along, and `reported_at` when the team report was taken last (None: not
    since something new was shown).
    """

    id: str
    code: str
    title: str
    workshop: str
    opened_at: datetime
    closed_at: datetime | None
    erase_at: datetime
    people: int
    trying: int = 0
    most_people: int | None = None
    took: int = 0
    reported_at: datetime | None = None


class BlockState(NamedTuple):
    """Where a block stands: when it was opened first (None: never), and whether it is open now.

    This is the rule of `helpers.workshop.closing.CLOSING`: `is_asked` is what a page may ask everybody now, `asked_of`
    what one person, `is_accepted` whether answers to it are kept, which nothing ends but erasing. `late` says that it
    was opened again for those who came after it was closed.
    """

    id: str
    opened_at: datetime | None
    open: bool
    session_closed: bool = False
    late: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether pages ask for its answers: it is open, and so is the session."""
        return self.open and not self.session_closed

    @property
    def asked_late(self) -> bool:
        """Whether it is open for those alone who came after it was closed, and so is the session."""
        return self.late and not self.open and not self.session_closed

    def asked_of(self, person: Participant) -> bool:
        """Whether this person's page asks for its answers."""
        return self.is_asked or (self.asked_late and self.id in person.missed)

    @property
    def is_accepted(self) -> bool:
        """Whether its answers are kept: once it was opened, also when it was closed since."""
        return self.opened_at is not None


class Stage(NamedTuple):
    """What may change of a session while people answer: when it closed, is erased, its clock ends; the step that runs.

    None stands for not closed yet, no clock, and nothing begun. `shown` is the length of what is remembered of pictures
    that were shown, which grows with each; 0 before the first.
    """

    closed_at: datetime | None
    erase_at: datetime
    countdown: datetime | None
    step: str | None
    shown: int


class Before(NamedTuple):
    """What is known before answers are taken: the blocks that were ever `opened`, which events are `there` already.

    `standing` is by subject what the person says now, as far as these answers are about it.
    """

    opened: frozenset[str]
    there: frozenset[str]
    standing: dict[str, Answer]


class Appended(NamedTuple):
    """What became of answers that were sent.

    `kept` are the ids of those that are kept now, whether they are new or were there before. `stands` holds, by id, the
    answer that stands in place of one that was not kept: it was given elsewhere, and the device didn't know of it.
    `new` is how many are new, and `answers` how many the person has given in all (None: nothing was sent).
    """

    kept: frozenset[str] = frozenset()
    stands: Mapping[str, Answer] = MappingProxyType({})
    new: int = 0
    answers: int | None = None


class Known(NamedTuple):
    """What one person shared (None: nothing), as it was when they had answered so many times.

    `unread` says that something in their answers can't be read, so that nothing of theirs is shown.
    """

    events: int
    share: Share | None
    unread: bool = False


class Store:
    """The sessions in one database. `clock` gives the time (UTC), and `now` asks it."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self.now = clock
        self._plans: dict[str, tuple[float, HostedPlan]] = {}
        self._one_reads = threading.Lock()
        self.shares: dict[str, dict[str, Known]] = {}  # by session and person: what `team` has read so far

    def today(self) -> date:
        """The day now, by the clock, in this machine's time zone."""
        return self.now().astimezone().date()

    # sessions

    def open_session(self, plan: HostedPlan, keep: timedelta) -> Opened:
        """Open a session, which is erased once it is as old as `keep`. Raises `UsageError` unless that is ahead."""
        if keep <= timedelta(0):
            raise UsageError("a session must be kept for some time", next_step="Give a number of days above nought.")
        now = self.now()
        kept = Kept(ladder=plan.ladder.id, ledger=open_ledger(plan.min_group, coarse=plan.coarse))
        opened = Opened(uuid.uuid4().hex, "", new_token())
        with writing(self.engine) as connection:
            code = _free_code(connection)
            connection.execute(
                insert(sessions).values(
                    id=opened.id,
                    code=code,
                    workshop=plan.workshop,
                    title=plan.title,
                    plan=plan.model_dump_json(),
                    memory=kept.model_dump_json().encode(),
                    opened_at=now,
                    erase_at=now + keep,
                )
            )
            connection.execute(insert(keys).values(hash=hash_token(opened.key), session=opened.id))
            connection.execute(
                insert(blocks), [{"session": opened.id, "id": block.id, "open": False} for block in plan.blocks]
            )
        return opened._replace(code=code)

    def replan(self, session_id: str, change: Callable[[HostedPlan], HostedPlan]) -> None:
        """Change what a session asks, as long as nobody has joined but to try it out, and no picture was shown.

        Raises `UsageError` after that, what `change` raises, and `SessionGone`.
        """
        with writing(self.engine) as connection:
            # Held, so that nobody joins meanwhile and answers what isn't asked any more.
            plan = _read_plan(_of_session(connection, session_id, sessions.c.plan, hold=True))
            if connection.scalar(_heads(session_id)):
                raise UsageError(
                    "somebody has joined already, so what is asked stays as it is",
                    next_step="If those were tests, take everybody out first.",
                )
            kept = _kept(connection, session_id)
            if kept and kept.ledger.snapshots:
                raise UsageError(
                    "a picture was shown already, so what is asked stays as it is",
                    next_step="Open another session to ask something else.",
                )
            changed = change(plan)
            this = sessions.c.id == session_id
            connection.execute(update(sessions).where(this).values(plan=changed.model_dump_json()))
            if kept:
                answers_in = bool(kept.paper or kept.codes)  # that somebody entered on the board
                ledger = set_min_group(kept.ledger, changed.min_group, answers_in=answers_in)
                ledger = set_coarse(ledger, changed.coarse, answers_in=answers_in)
                kept = kept.model_copy(update={"ledger": ledger})
                connection.execute(update(sessions).where(this).values(memory=kept.model_dump_json().encode()))
        self._plans.pop(session_id, None)

    def new_key(self, session_id: str) -> str:
        """Another key for the facilitator; earlier ones go on working. Raises `SessionGone`."""
        key = new_token()
        with writing(self.engine) as connection:
            _of_session(connection, session_id, sessions.c.id)
            connection.execute(insert(keys).values(hash=hash_token(key), session=session_id))
        return key

    def sessions(self) -> tuple[SessionInfo, ...]:
        """Every session there is, in the order in which they were opened."""
        with reading(self.engine) as connection:
            rows = connection.execute(_infos().order_by(sessions.c.opened_at, sessions.c.id)).all()
        return tuple(SessionInfo(**row._mapping) for row in rows)

    def session(self, session_id: str) -> SessionInfo:
        """One session. Raises `SessionGone`."""
        with reading(self.engine) as connection:
            row = connection.execute(_infos().where(sessions.c.id == session_id)).first()
        if row is None:
            raise _gone()
        return SessionInfo(**row._mapping)

    def plan(self, session_id: str) -> HostedPlan:
        """What a session asks. It stays as it is once somebody has joined. Raises `SessionGone`."""
        known = self._plan_at_hand(session_id)
        if known is not None:
            return known
        with self._one_reads:  # a room that comes in at once after a restart needs it once
            if (known := self._plan_at_hand(session_id)) is not None:
                return known
            with reading(self.engine) as connection:
                # first whether it is settled: who joins in between settles what is read after that
                settled = connection.scalar(_heads(session_id))
                plan = _read_plan(_of_session(connection, session_id, sessions.c.plan))
            if settled:
                if len(self._plans) >= _PLANS_AT_HAND:
                    self._plans.clear()
                self._plans[session_id] = (time.monotonic(), plan)
            return plan

    def _plan_at_hand(self, session_id: str) -> HostedPlan | None:
        at, plan = self._plans.get(session_id, (0.0, None))
        return plan if time.monotonic() - at < _PLAN_SECONDS else None

    def by_code(self, code: str) -> str | None:
        """The session with a join code, however it was typed; None if there is none."""
        tidy = tidy_code(code)
        row = self._one(select(sessions.c.code, sessions.c.id).where(sessions.c.code == tidy))
        return row.id if row and hmac.compare_digest(row.code, tidy) else None

    def by_key(self, key: str) -> str | None:
        """The session that a facilitator's key is for; None if there is none."""
        hashed = hash_token(key)
        row = self._one(select(keys.c.hash, keys.c.session).where(keys.c.hash == hashed))
        return row.session if row and hmac.compare_digest(row.hash, hashed) else None

    def by_token(self, token: str) -> Participant | None:
        """Whose a participant's token is; None if it is nobody's, or was erased."""
        hashed = hash_token(token)
        row = self._one(_WHOSE, hash=hashed)
        if row is None or not hmac.compare_digest(row.token, hashed):
            return None
        return _participant(row)

    def people(self, session_id: str) -> dict[str, Participant]:
        """Who is in a session, by the hash of their token; nobody if there is no such session."""
        with reading(self.engine) as connection:
            rows = connection.execute(_PEOPLE, {"session": session_id}).all()
        return {row.token: _participant(row) for row in rows}

    # participants

    def check_not_closed(self, session_id: str) -> None:
        """Raise `SessionClosed` if nobody can join any more, and `SessionGone` if it was erased."""
        if self.stage(session_id).closed_at is not None:
            raise _closed()

    def join(self, session_id: str, *, act: str = "", trial: bool = False) -> Joined:
        """Let one more person in.

        `act` is a random number that their device drew for this, of at least 128 bits ("": none): with the same
        one again they are who they were. A `trial` only tries the session out: their answers are theirs, and are
        counted nowhere. Raises `SessionClosed`, `SessionFull` and `SessionGone`. `session_id` is 32 hex digits.
        """
        planned = self.plan(session_id).most_people  # which no change of the plan touches
        joined = Joined(uuid.uuid4().hex, token_from(act, session_id) if act else new_token())
        with writing(self.engine) as connection:
            # Held until the end, so that two can't both take the last place.
            held = connection.execute(_HELD, {"session": session_id}).first()
            if held is None:
                raise _gone()
            hashed = hash_token(joined.token)
            if first := connection.scalar(select(participants.c.id).where(participants.c.token == hashed)):
                return joined._replace(participant=first)
            if held.closed_at is not None:
                raise _closed()
            most = MOST_TRIALS if trial else held.most_people or planned
            if (connection.scalar(_heads(session_id, trial=trial)) or 0) >= most:
                raise SessionFull(
                    f"{most} devices try this session out already"
                    if trial
                    else f"{most} people have joined, and there is no room for more"
                )
            over = (blocks.c.session == session_id) & blocks.c.opened_at.is_not(None) & ~blocks.c.open
            missed = sorted(connection.scalars(select(blocks.c.id).where(over)))
            connection.execute(
                insert(participants).values(
                    id=joined.participant,
                    session=session_id,
                    token=hashed,
                    events=0,
                    bytes=0,
                    trial=trial,
                    missed=" ".join(missed) or None,
                )
            )
        return joined

    def events(self, participant_id: str) -> tuple[Event, ...]:
        """Everything that a person ever answered, in the order of time; nothing if there is no such person."""
        with reading(self.engine) as connection:
            rows = connection.execute(_MINE, {"person": participant_id}).all()
        if not rows:
            return ()
        plan = self.plan(rows[0].session)
        return tuple(sorted((as_event(plan, *row[1:]) for row in rows if row.id is not None), key=by_time))

    def append(self, participant_id: str, device: str, given: Sequence[Given]) -> Appended:
        """Keep answers of one device, in the order in which they were given there.

        Sending them again changes nothing. Nothing is written over that the device didn't know of (`Given.knew`).
        Of somebody who is in a picture, whether they want to be in it is kept no more.
        See `moments` for the time that each gets. Raises `TooMuch`
        if they are more than one person gives, and `SessionGone`; then none was kept. `participant_id` says whose
        device it is.
        """
        if not given:
            return Appended()
        ids, subjects = [sent.id for sent in given], {sent.subject for sent in given}
        return self.take(participant_id, device, ids, subjects, lambda before: given)

    def take(
        self,
        participant_id: str,
        device: str,
        ids: Collection[str],
        subjects: Collection[str],
        check: Callable[[Before], Sequence[Given]],
    ) -> Appended:
        """The same as `append` of what `check` gives, in one transaction with it.

        `check` is told which of these `ids` are kept already, what stands on these `subjects`, and which blocks were
        opened; what it gives is about these alone. What it raises leaves everything as it was. It is called while
        nobody else can write, so it is quick. `participant_id` says whose `device` it is.
        """
        with writing(self.engine) as connection:
            # First, as whoever takes a picture holds the session before its people: else two might wait for each other.
            counted = PICTURE in subjects and _is_counted(connection, participant_id)
            rows = connection.execute(_ROOM, {"person": participant_id}).all()
            if not rows:
                raise _gone("you are")
            person, opened = rows[0], frozenset(row.block for row in rows if row.asked_at is not None)
            known, standing = _there(connection, participant_id, ids, subjects)
            answers_now = {subject: stood.answer for subject, stood in standing.items()}
            wanted = deduplicated(check(Before(opened, frozenset(known), answers_now.copy())))
            came = [
                sent
                for sent_id, sent in wanted.items()
                if sent_id not in known and not (counted and sent.subject == PICTURE)
            ]
            new, stands = compared(came, answers_now)
            same = {sent.id for sent in came} - {sent.id for sent in new} - stands.keys()
            count = person.events + len(new)
            if new:
                answers = [to_json(sent.answer) for sent in new]
                room = person.bytes + sum(map(size, (sent.subject for sent in new), answers))
                if count > MOST_EVENTS or room > MOST_BYTES:
                    raise TooMuch("this is more than one person can have kept here; your earlier answers are safe")
                times = moments(
                    [sent.age_ms for sent in new],
                    now=self.now(),
                    opened=person.opened_at,
                    last=connection.scalar(_LAST, {"person": participant_id, "device": device}),
                    after=[
                        standing[sent.subject].at if sent.knew and sent.subject in standing else None for sent in new
                    ],
                )
                latest = _overtake(connection, participant_id, standing, list(zip(new, times, strict=True)))
                connection.execute(
                    _KEEP,
                    [
                        {
                            "participant": participant_id,
                            "id": sent.id,
                            "device": device,
                            "at": at,
                            "subject": sent.subject,
                            "answer": answer,
                            "latest": sent.id in latest,
                            "says": says_something(sent.answer),
                        }
                        for sent, at, answer in zip(new, times, answers, strict=True)
                    ],
                )
                connection.execute(_COUNT, {"person": participant_id, "count": count, "room": room})
        kept = frozenset(known | same).union(sent.id for sent in new)
        return Appended(kept, stands, len(new), count)

    def note_taken(self, participant_id: str) -> None:
        """Note that somebody took their PDF along, which is told in counts alone. It is no error if there is nobody."""
        mine = (participants.c.id == participant_id) & ~participants.c.took
        with writing(self.engine) as connection:
            connection.execute(update(participants).where(mine).values(took=True))

    def leave(self, participant_id: str) -> bool:
        """Erase a person with all that they answered; what was shown of it already stays as it is.

        Returns whether it is overwritten on the disk already; if not, `erase_due` sees to it. It is
        no error if there is no such person.
        """
        with writing(self.engine) as connection:
            _erase(connection, participants, participant_id)
        return scrub(self.engine)

    # the workshop's course

    def blocks(self, session_id: str) -> tuple[BlockState, ...]:
        """Where the session's blocks stand, in the order of the workshop. Raises `SessionGone`."""
        plan = self.plan(session_id)
        with reading(self.engine) as connection:
            rows = connection.execute(_BLOCKS, {"session": session_id}).all()
        by_id = {
            row.id: BlockState(row.id, row.opened_at, row.open, row.closed_at is not None, row.late) for row in rows
        }
        if not by_id:
            raise _gone()
        return tuple(by_id[block.id] for block in plan.blocks)

    def stage(self, session_id: str) -> Stage:
        """What may change of a session while people answer. Raises `SessionGone`."""
        if (row := self._one(_STAGE, session=session_id)) is None:
            raise _gone()
        return Stage(row.closed_at, row.erase_at, row.countdown, row.step, row.shown)

    def open_late(self, session_id: str, block_id: str) -> None:
        """Open a block again for those alone who came after it was closed, until it is opened or closed for all.

        Where it is open for everybody, or never was, nothing is done. Raises `UnknownId` and `SessionGone`.
        """
        if block_id not in {block.id for block in self.plan(session_id).blocks}:
            raise UnknownId("this session has no such block")
        this = (blocks.c.session == session_id) & (blocks.c.id == block_id)
        over = blocks.c.opened_at.is_not(None) & ~blocks.c.open
        with writing(self.engine) as connection:
            _of_session(connection, session_id, sessions.c.id)
            connection.execute(update(blocks).where(this, over).values(late=True))

    def set_block(self, session_id: str, block_id: str, open: bool) -> None:
        """Open a block, or close it; opened for the first time, it is the step that runs. The clock ends with it.

        Raises `UnknownId` and `SessionGone`. `block_id` is one of the plan of the session `session_id`; with `open`
        it is opened, else closed.
        """
        if block_id not in {block.id for block in self.plan(session_id).blocks}:
            raise UnknownId("this session has no such block")
        now = literal(self.now() if open else None, blocks.c.opened_at.type)
        since = func.coalesce(blocks.c.opened_at, now)
        with writing(self.engine) as connection:
            this = (blocks.c.session == session_id) & (blocks.c.id == block_id)
            first = connection.scalar(select(func.count()).where(this, blocks.c.opened_at.is_(None)))
            if not connection.execute(
                update(blocks).where(this).values(open=open, opened_at=since, late=False)
            ).rowcount:
                raise _gone()
            if open and first:
                self._begin(connection, session_id, block_id)
            if not open:
                runs = (sessions.c.id == session_id) & (sessions.c.step == block_id)
                connection.execute(update(sessions).where(runs).values(countdown=None))

    def course(self, session_id: str) -> Course:
        """Which step runs and since when, and which have begun. Raises `SessionGone`."""
        mine = select(_s.step, _s.step_at, _s.began_at, _s.ran).where(_s.id == session_id)
        if (row := self._one(mine)) is None:
            raise _gone()
        return Course(row.step, row.step_at, row.began_at, None if row.ran is None else frozenset(row.ran.split()))

    def begin(
        self, session_id: str, step_id: str, *, close: Collection[str] = (), close_late: Collection[str] = ()
    ) -> None:
        """Begin a step: a block of that id is opened, the blocks of `close` are closed, and no clock runs any more.

        Nothing is done where it runs already, as after a second press: what has happened since stays.
        Raises `UnknownId` and `SessionGone`. `step_id` is one of the plan of the session `session_id`. What is open
        for latecomers alone is closed where `close_late` names it, and nowhere else.
        """
        plan = self.plan(session_id)
        if step_id not in {step.id for step in plan.course}:
            raise UnknownId("this session has no such step")
        with writing(self.engine) as connection:
            if not self._begin(connection, session_id, step_id):
                return
            here = blocks.c.session == session_id
            now = literal(self.now(), blocks.c.opened_at.type)
            since = func.coalesce(blocks.c.opened_at, now)
            connection.execute(
                update(blocks).where(here, blocks.c.id == step_id).values(open=True, opened_at=since, late=False)
            )
            for column, ids in ((blocks.c.open, close), (blocks.c.late, close_late)):
                if others := set(ids) - {step_id}:
                    connection.execute(update(blocks).where(here, blocks.c.id.in_(others)).values({column: False}))

    def _begin(self, connection: Connection, session_id: str, step_id: str) -> bool:
        """Let a step run from now on; gives False, and changes nothing, where it runs already."""
        row = connection.execute(_RUNS, {"session": session_id}).first()
        if row is None:
            raise _gone()
        if row.step == step_id:
            return False
        now = self.now()
        before = [] if row.began_at is None else None if row.ran is None else row.ran.split()
        ran = None if before is None else " ".join(dict.fromkeys([*before, step_id]))
        values = {"step": step_id, "step_at": now, "began_at": row.began_at or now, "countdown": None, "ran": ran}
        connection.execute(update(sessions).where(sessions.c.id == session_id).values(**values))
        return True

    def countdown(self, session_id: str) -> datetime | None:
        """When the countdown ends or has ended; None if there is none. Raises `SessionGone`."""
        with reading(self.engine) as connection:
            ends: datetime | None = _of_session(connection, session_id, sessions.c.countdown)
        return ends

    def set_countdown(self, session_id: str, until: datetime | None) -> None:
        """Let a countdown run until then, or take it away with None. Raises `SessionGone`."""
        self._set(session_id, countdown=until)

    def set_most_people(self, session_id: str, most: int) -> None:
        """Let so many people join from now on; who has joined stays. Raises `UsageError` and `SessionGone`."""
        if not 1 <= most <= MOST_PEOPLE:
            raise UsageError(f"a session can't hold {most} people", next_step=f"Choose 1 to {MOST_PEOPLE}.")
        self._set(session_id, most_people=most)

    def note_report(self, session_id: str) -> None:
        """Note that the team report was taken now. Raises `SessionGone`."""
        self._set(session_id, reported_at=self.now())

    def progress(self, session_id: str) -> Progress:
        """How many joined, how far they are, and how many came late: counts alone. Raises `SessionGone`."""
        plan = self.plan(session_id)
        here = (participants.c.session == session_id) & ~participants.c.trial
        # An outer join, since who came late and has said nothing yet is counted too.
        said = (
            select(participants.c.id, participants.c.missed, events.c.subject)
            .outerjoin(events, (events.c.participant == participants.c.id) & events.c.latest & events.c.says)
            .where(here)
            .order_by(participants.c.id)
        )
        with reading(self.engine) as connection:
            _of_session(connection, session_id, sessions.c.id)
            rows = connection.execute(said).all()
        people = [[*each] for _, each in groupby(rows, key=lambda row: row.id)]
        return progress.count(
            plan,
            [frozenset(row.subject for row in each if row.subject is not None) for each in people],
            missed=[frozenset((each[0].missed or "").split()) for each in people],
        )

    def close(self, session_id: str) -> None:
        """Let nobody join any more; what a device still holds is taken all the same. Raises `SessionGone`."""
        self._set(
            session_id, closed_at=func.coalesce(sessions.c.closed_at, literal(self.now(), sessions.c.closed_at.type))
        )

    # the end

    def erase(self, session_id: str) -> bool:
        """Erase a session with everything in it. It is no error if it is gone already.

        Returns whether it is overwritten on the disk already; if not (somebody is still reading, or
        the disk is full), `erase_due` sees to it. `helpers.database.erasing` says what is beyond our reach.
        """
        with writing(self.engine) as connection:
            if _erase(connection, sessions, session_id):
                _say_erased(connection, session_id, self.now())
        self._forget(session_id)
        return scrub(self.engine)

    def erased_at(self, mark: str) -> datetime | None:
        """When the session of this mark (see `mark_of`) was erased; None if it wasn't, or more than a day ago."""
        row = self._one(select(erased.c.at).where(erased.c.mark == mark))
        return row.at if row else None

    def erase_due(self) -> int:
        """Erase the sessions whose time has come, and overwrite what is left of earlier ones; how many there were."""
        with reading(self.engine) as connection:
            there = dict(connection.execute(select(sessions.c.id, sessions.c.erase_at)).all())
        due = [session_id for session_id, erase_at in there.items() if erase_at <= self.now()]
        for session_id in due:
            with writing(self.engine) as connection:
                if _erase(connection, sessions, session_id):
                    _say_erased(connection, session_id, self.now())
        self._forget_marks()
        self._forget(*(({*self._plans, *self.shares} - there.keys()) | set(due)))  # by other processes too
        scrub(self.engine)
        return len(due)

    def _forget_marks(self) -> None:
        old = erased.c.at < self.now() - ERASED_IS_SAID
        if self._one(select(erased.c.mark).where(old)):
            with writing(self.engine) as connection:
                connection.execute(delete(erased).where(old))

    def _forget(self, *session_ids: str) -> None:
        for session_id in session_ids:
            self._plans.pop(session_id, None)
            self.shares.pop(session_id, None)

    def _one(self, query: Select[Any], **given: object) -> Row[Any] | None:
        with reading(self.engine) as connection:
            return connection.execute(query, given).first()

    def _set(self, session_id: str, **values: object) -> None:
        with writing(self.engine) as connection:
            if not connection.execute(update(sessions).where(sessions.c.id == session_id).values(**values)).rowcount:
                raise _gone()


def as_event(plan: HostedPlan, id: str, at: datetime, subject: str, answer: str) -> Event:
    """The event that these columns hold. Raises `StoreError` if somebody else wrote into them.

    `plan` has the ladder and its version; `id`, `at` (with its time zone) and `subject` are as stored, and `answer` is
    its JSON.
    """
    try:
        return Event(
            id=id,
            at=at,
            subject=subject,
            answer=_read(answer),
            ladder=plan.ladder.id,
            ladder_version=plan.ladder.version,
        )
    except ValidationError:  # which quotes the answer
        raise _unreadable() from None


def _read(answer: str) -> Answer:
    try:
        return from_json(answer)
    except ValidationError:
        raise _unreadable() from None


def _unreadable() -> StoreError:
    return StoreError("an answer in the database can't be read", next_step=_OTHER_HANDS)


@lru_cache(maxsize=_PLANS_AT_HAND)
def _read_plan(plan: str) -> HostedPlan:
    """The plan of its text; the same text is the same plan, ladder and all, so that it is read once."""
    try:
        return HostedPlan.model_validate_json(plan)
    except ValidationError as error:
        if any(
            fault["type"] == "extra_forbidden" for fault in error.errors(include_input=False, include_context=False)
        ):
            raise StoreTooNew("a newer version of the kit planned this session", next_step=_NEWER_KIT) from None
        raise StoreError("what this session asks can't be read", next_step=_OTHER_HANDS) from None


def _closed() -> SessionClosed:
    return SessionClosed(
        "this session is closed; nobody can join any more",
        next_step="Whoever was in it comes back with their personal link.",
    )


def _gone(what: str = "this session is") -> SessionGone:
    return SessionGone(f"{what} no longer here", next_step="It may have been erased. Ask whoever leads the workshop.")


def _of_session(connection: Connection, session_id: str, column: Column[Any], *, hold: bool = False) -> Any:
    """One column of a session, which is held against changes by others until the transaction ends if need be."""
    query = select(column).where(sessions.c.id == session_id)
    # key_share: people who answer meanwhile only need to know that it is there
    row = connection.execute(query.with_for_update(key_share=True) if hold else query).first()
    if row is None:
        raise _gone()
    return row[0]


def _kept(connection: Connection, session_id: str) -> Kept | None:
    """What a session remembers of its pictures; it is held, so that none is taken until the transaction ends."""
    data: bytes = _of_session(connection, session_id, sessions.c.memory, hold=True)
    return Kept.model_validate_json(data) if data else None


def _is_counted(connection: Connection, participant_id: str) -> bool:
    """Whether somebody is in a picture; none is taken until the transaction ends."""
    session_id = connection.scalar(select(participants.c.session).where(participants.c.id == participant_id))
    kept = _kept(connection, session_id) if session_id is not None else None
    return kept is not None and participant_id in kept.ledger.joined


def _heads(session_id: str | Column[Any], *, trial: bool = False) -> Select[Any]:
    """How many people are in a session, or how many only try it out."""
    here = participants.c.session == session_id
    return (
        select(func.count())
        .select_from(participants)
        .where(here, participants.c.trial if trial else ~participants.c.trial)
    )


def _infos() -> Select[Any]:
    s = sessions.c
    return select(
        s.id,
        s.code,
        s.title,
        s.workshop,
        s.opened_at,
        s.closed_at,
        s.erase_at,
        s.most_people,
        s.reported_at,
        _heads(s.id).where(participants.c.took).scalar_subquery().label("took"),
        _heads(s.id).scalar_subquery().label("people"),
        _heads(s.id, trial=True).scalar_subquery().label("trying"),
    )


def _free_code(connection: Connection) -> str:
    while True:
        code = new_code()
        if connection.scalar(select(sessions.c.id).where(sessions.c.code == code)) is None:
            return code


def _participant(row: Any) -> Participant:
    return Participant(row.id, row.session, row.trial, frozenset((row.missed or "").split()), row.events)


class _Standing(NamedTuple):
    """What somebody says on a subject now."""

    at: datetime
    id: str
    answer: Answer


def _there(
    connection: Connection, participant_id: str, ids: Collection[str], subjects: Collection[str]
) -> tuple[set[str], dict[str, _Standing]]:
    """Those of these events of a person that are kept already, and by subject what they say now."""
    rows = connection.execute(_THERE, {"person": participant_id, "ids": [*ids], "subjects": [*subjects]}).all()
    said = [row for row in rows if row.latest and row.subject in subjects]
    current = {row.subject: _Standing(row.at, row.id, _read(row.answer)) for row in said}
    return {row.id for row in rows if row.id in ids}, current


def _overtake(
    connection: Connection,
    participant_id: str,
    standing: Mapping[str, _Standing],
    new: Sequence[tuple[Given, datetime]],
) -> set[str]:
    """Which of these new events are now what the person says; those that were until now no longer are.

    The same rule as in `helpers.journal.fold`: the latest counts, and of two at the same time the greater id.
    """
    before = {subject: (stood.at, stood.id) for subject, stood in standing.items()}
    now = dict(before)
    for sent, at in new:
        now[sent.subject] = max(now.get(sent.subject, (at, sent.id)), (at, sent.id))
    gone = [event_id for subject, (_, event_id) in before.items() if now[subject][1] != event_id]
    if gone:
        connection.execute(_OVERTAKEN, {"person": participant_id, "ids": gone})
    return {event_id for _, event_id in now.values()}


def _erase(connection: Connection, table: Table, row_id: str) -> bool:
    """What hangs on it goes with it, by the database's foreign keys. Whether there was anything."""
    if not connection.execute(delete(table).where(table.c.id == row_id)).rowcount:
        return False
    note(connection)
    return True


def mark_of(session_id: str) -> str:
    """What stands for a session once it is erased; nothing else can be found by it."""
    return hashlib.sha256(f"erased {session_id}".encode()).hexdigest()[:32]


def _say_erased(connection: Connection, session_id: str, now: datetime) -> None:
    connection.execute(insert(erased).values(mark=mark_of(session_id), at=now))
