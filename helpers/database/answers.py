"""An answer on its way from a device into the database: what is accepted, and when it counts as given.

The device tells how long ago an answer was given, by the difference of two looks at its own clock. So
a clock that is wrong by an hour or a year changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import ConfigDict, StringConstraints, TypeAdapter, model_validator

from helpers.frozen import Frozen
from helpers.journal import Answer, Event, Subject

MOST_EVENTS: Final = 4000
"""How many answers the database takes from one person. Hundreds are usual: a text is saved often while it grows."""

MOST_BYTES: Final = 2_000_000
"""How many bytes of answers the database takes from one person, replaced ones included."""

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_TICK = timedelta(microseconds=1)


class Given(Frozen):
    """One answer as a device sends it. `id` was drawn there, so that sending it twice is the same as once.

    `age_ms` is how many milliseconds ago it was given; a negative one (the clock was set back since)
    counts as none. `knew` are answers, one of which the device knew to stand when it was given (None: it didn’t say).
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    subject: Annotated[Subject, StringConstraints(max_length=200)]
    answer: Answer
    age_ms: int = 0
    knew: tuple[Answer, ...] | None = None

    @model_validator(mode="after")
    def _answer_fits_subject(self) -> Given:
        self.event(datetime(2000, 1, 1, tzinfo=UTC), "", "")
        return self

    def event(self, at: datetime, ladder: str, version: str) -> Event:
        """The same answer as the journal has it.

        `at` is the time that it gets, and `ladder` and `version` are those of its session.
        """
        return Event(id=self.id, at=at, subject=self.subject, answer=self.answer, ladder=ladder, ladder_version=version)

    def __repr__(self) -> str:
        return f"<Given {self.id}>"  # a log is no place for anybody's words


def compared(given: Iterable[Given], standing: Mapping[str, Answer]) -> tuple[list[Given], dict[str, Answer]]:
    """Which of these answers are to be kept, and by id what stands in the way of others.

    `standing` is by subject what stands. An answer that was given by somebody who didn't know of it is in no order
    with it: neither is written over before they say which. One that says the same as what stands is neither.
    """
    now = dict(standing)
    keep: list[Given] = []
    stands: dict[str, Answer] = {}
    for sent in given:
        there = now.get(sent.subject)
        if sent.knew is not None and there == sent.answer:
            continue
        if sent.knew is not None and there is not None and there not in sent.knew:
            stands[sent.id] = there
            continue
        keep.append(sent)
        now[sent.subject] = sent.answer
    return keep, stands


def moments(
    ages_ms: Sequence[int],
    *,
    now: datetime,
    opened: datetime,
    last: datetime | None,
    after: Sequence[datetime | None] = (),
) -> list[datetime]:
    """When answers that came together from one device were given, in the order in which it sent them.

    Each is `now` less its age, but not before the session was `opened`, and later than the one before it;
    the first is later than `last`, the device's latest so far, and each than the one `after` which it was given, as
    its device knew (a clock may have jumped since). None is after `now` unless there is no other
    way to keep the order, which comes first: our own clock was set back, or the session opened this very moment.
    `ages_ms` says of each how many milliseconds ago it was given, by its device's clock.
    """
    open_for = max(now - opened, timedelta(0)) // timedelta(milliseconds=1)
    times: list[datetime] = []
    for place, age in enumerate(ages_ms):
        # Ages far beyond the session would overflow a time.
        at = now - timedelta(milliseconds=min(max(age, 0), open_for))
        at = min(at, now - (len(ages_ms) - 1 - place) * _TICK)  # room for those that follow
        before = [earlier for earlier in (last, *after[place : place + 1]) if earlier is not None]
        at = max(at, *(earlier + _TICK for earlier in before), opened)
        times.append(at)
        last = at
    return times


def to_json(answer: Answer) -> str:
    """An answer as the database keeps it."""
    return _ANSWER.dump_json(answer).decode()


def from_json(answer: str) -> Answer:
    """The answer that `to_json` wrote."""
    return _ANSWER.validate_json(answer)


def size(subject: str, answer: str) -> int:
    """How many bytes of the room for one person an answer takes."""
    return len(subject.encode()) + len(answer.encode())


def deduplicated(given: Iterable[Given]) -> dict[str, Given]:
    """By id, in their order; of two with one id the first counts."""
    by_id: dict[str, Given] = {}
    for sent in given:
        by_id.setdefault(sent.id, sent)
    return by_id
