"""What every phone asks every few seconds, from memory: whether somebody is in a session, and how that stands.

    token ──▶ the roll of their session, at most a second old ──▶ who they are, and what their page should show

A worker reads the roll of a session in one go, and only while somebody asks for it: once a second, however many do.
So whoever was erased, by this worker, by another or by another program, is nobody a second later, and what the
facilitator opens is told within that time. Nothing of anybody's answers is in it but how many they gave.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool

from helpers.database import BlockState, Participant, Store
from helpers.database.store import Stage
from helpers.database.tokens import hash_token
from helpers.errors import SessionGone
from helpers.workshop.hosted import HostedPlan

FRESH_SECONDS: Final = 1.0
"""How old what is told to everybody who asks every few seconds may be."""

KEPT_SECONDS: Final = 60.0
"""How long a roll for which nobody asks any more is kept."""


class SessionVersion(NamedTuple):
    """What may change on everybody's page: told apart by `version`.

    `until` is the end of the clock that runs (None: there is none), `step` the id of what runs now.
    """

    version: str
    until: datetime | None
    step: str | None

    def left(self, now: datetime) -> int | None:
        """Whole seconds until the countdown ends, not below nought; None where nothing runs down."""
        return None if self.until is None else max(0, round((self.until - now).total_seconds()))


def version_of(plan: HostedPlan, stage: Stage, blocks: Sequence[BlockState]) -> SessionVersion:
    """The version of a session as it stands.

    `plan` says what is asked, `stage` is what the database has of the session itself, and `blocks` of its parts.
    """
    # With the session its last part ends, on every screen at once, and the clock with it.
    until, step = (stage.countdown, stage.step) if stage.closed_at is None else (None, None)
    stand = [(block.id, block.opened_at, block.open, block.late) for block in blocks]
    facts = f"{stage.closed_at} {until} {step} {stage.shown} {plan.statements} {stand}"
    return SessionVersion(hashlib.sha256(facts.encode()).hexdigest()[:16], until, step)


def read_version(store: Store, session: str) -> SessionVersion:
    """The version of a session as the database has it now. Raises `SessionGone`."""
    return version_of(store.plan(session), store.stage(session), store.blocks(session))


class Roll(NamedTuple):
    """A session: its version, who is in it by the hash of their token, and since when that is known (monotonic)."""

    version: SessionVersion
    people: dict[str, Participant]
    at: float


class Reading(NamedTuple):
    """A roll that is being read, and by the hash of their token how many answers people have given since it began."""

    task: asyncio.Task[Roll]
    since: dict[str, int]


class Present(NamedTuple):
    """Somebody who is in a session, and how that stands."""

    me: Participant
    version: SessionVersion


class Rolls:
    """The rolls that one worker has at hand. All of it is called on the loop, and waits for the database in a thread.

    Raises `StoreError` when the database can't be used.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rolls: dict[str, Roll] = {}
        self._reading: dict[str, Reading] = {}

    async def present(self, token: str) -> Present | None:
        """Whose a token is, and how their session stands; None if it is nobody's, or was erased."""
        hashed = hash_token(token)
        session = next((session for session, roll in self._rolls.items() if hashed in roll.people), None)
        try:
            if session is not None:
                roll = await self._of(session)
                me = roll.people.get(hashed)
            elif me := await run_in_threadpool(self._store.by_token, token):  # who may have come this very moment
                roll = await self._of(me.session)
        except SessionGone:
            return None
        return Present(me, roll.version) if me else None

    def answered(self, token: str, answers: int) -> None:
        """Note how many answers somebody has given by now, so that their other devices hear of it at once."""
        hashed = hash_token(token)
        for roll in self._rolls.values():
            if me := roll.people.get(hashed):
                roll.people[hashed] = me._replace(answers=answers)
        for reading in self._reading.values():  # it may have counted before, and would set the number back
            reading.since[hashed] = answers

    def forget(self, session: str) -> None:
        """What is told next of a session is read afresh: something in it was changed here."""
        self._rolls.pop(session, None)
        self._reading.pop(session, None)  # it may have begun before the change

    def forget_old(self) -> None:
        """Keep no roll for which nobody asks any more."""
        before = time.monotonic() - KEPT_SECONDS
        self._rolls = {session: roll for session, roll in self._rolls.items() if roll.at > before}

    async def _of(self, session: str) -> Roll:
        """The roll of a session. Raises `SessionGone`."""
        roll = self._rolls.get(session)
        if roll is not None and time.monotonic() - roll.at < FRESH_SECONDS:
            return roll
        if session not in self._reading:  # else others wait for it already
            since: dict[str, int] = {}
            self._reading[session] = Reading(asyncio.create_task(self._read(session, since)), since)
        return await asyncio.shield(self._reading[session].task)

    async def _read(self, session: str, since: dict[str, int]) -> Roll:
        store, at = self._store, time.monotonic()
        try:
            roll = await run_in_threadpool(lambda: Roll(read_version(store, session), store.people(session), at))
        except SessionGone:
            self._rolls.pop(session, None)
            raise
        finally:
            # The session may have been forgotten since, even before this had its first turn.
            reading = self._reading.get(session)
            if wanted := reading is not None and reading.since is since:
                del self._reading[session]
        for hashed in since.keys() & roll.people.keys():
            roll.people[hashed] = roll.people[hashed]._replace(answers=since[hashed])
        if wanted:
            self.forget_old()
            self._rolls[session] = roll
        return roll
