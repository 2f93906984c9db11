"""An answer as it is recorded: with the ladder's version and the words that it is given to.

A ladder is reworded every year, and the words of then are what an answer means. So they go with the answer, into
every copy, export and merge of it, and no other file is needed to read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from helpers.journal.events import Answer, Ask, Choice, Event, Evidence, PlanItem, Rater, Reply
from helpers.journal.subjects import PLACES, Subject
from helpers.ladder.model import Ladder
from helpers.ladder.place_id import PlaceId


def answered(subject: str, answer: Answer, ladder: Ladder, at: datetime, rater: Rater = Rater.SELF) -> Event:
    """The event of an answer that is given now, to this version of the ladder.

    `subject` is "kind:id", `at` when it is given (with its time zone). Raises `ValidationError` where the answer
    is of another kind than the subject takes. `rater` says whose view it is.
    """
    about = Subject(subject)
    return Event(
        at=at,
        rater=rater,
        subject=about,
        answer=answer,
        ladder=ladder.id,
        ladder_version=ladder.version,
        asked=tuple(dict(_words(ladder, about, answer)).items()),
        was=_was(ladder, about),
    )


def moment_of(given: datetime, subject: str, rater: Rater, events: Iterable[Event]) -> datetime:
    """When an answer counts as given: at `given`, or just after the one that it replaces if that is later.

    If the clock was set back (a flat battery, a journey), a new answer would be older than the one it
    replaces, and the fold would go on showing the old one although the new one was "saved". Of the `events` only those
    of the same `subject` and `rater` count.
    """
    last = max((event.at for event in events if event.subject == subject and event.rater == rater), default=None)
    return given if last is None or given > last else last + timedelta(microseconds=1)


def events_of(
    given: Iterable[tuple[str, Answer, Rater]], ladder: Ladder, at: datetime, seen: Sequence[Event], act: str = ""
) -> tuple[Event, ...]:
    """The events of what is `given` together, as (subject, answer, rater), to this version of the `ladder`.

    `at` is when they are given, and `seen` what stands already. `act` is the number of the press that gives them: an
    event that it made before is among `seen` under the id that `made_by` says. "" draws ids.
    """
    events: list[Event] = []
    for number, (subject, answer, rater) in enumerate(given):
        event = answered(subject, answer, ladder, moment_of(at, subject, rater, (*seen, *events)), rater)
        events.append(event.model_copy(update={"id": made_by(act, number)}) if act else event)
    return tuple(events)


def made_by(act: str, number: int) -> str:
    """The id of one of the events that a press makes, counted from 0.

    It follows from the number of the press alone. So whoever hears the press a second time, though the kit was ended
    and started again in between, finds what it made the first time.
    """
    return blake2b(f"{act} {number}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def worded(event: Event, ladder: Ladder) -> Event:
    """An event that was kept without the words of its ladder, with them."""
    full = answered(event.subject, event.answer, ladder, event.at, event.rater)
    return full.model_copy(update={"id": event.id})


def _words(ladder: Ladder, subject: Subject, answer: Answer) -> Iterator[tuple[str, str]]:
    """By id, the words of all of the ladder that an answer names; what it doesn't have is left out."""
    match subject.kind, answer:
        case "statement", _:
            yield from _statements(ladder, [subject.id], of="text")
        case "prompt", _:
            yield from (
                (heir.id, heir.text) for heir in ladder.prompt_heirs.get(subject.id, ()) if heir.id == subject.id
            )
        case "evidence", Evidence(supports=supports):
            yield from _statements(ladder, [subject.id, *supports], of="text")
        case "ask", Ask(statements=statements):
            yield from _statements(ladder, statements, of="text")
        case "reply", Reply(seen=seen):
            yield from _statements(ladder, [sighting.statement for sighting in seen], of="text")
        case "plan", PlanItem(focus=focus):
            yield from _statements(ladder, [focus] if focus else [], of="title")
        case "choice", Choice(chosen=chosen) if subject.id == "focus":
            yield from _statements(ladder, chosen, of="title")
        case "choice", Choice(chosen=chosen) if subject.id in PLACES:
            yield from _places(ladder, chosen)


def _statements(ladder: Ladder, ids: Iterable[str], *, of: str) -> Iterator[tuple[str, str]]:
    yield from (
        (statement_id, getattr(ladder.statement(statement_id), of))
        for statement_id in ids
        if ladder.has_statement(statement_id)
    )


def _places(ladder: Ladder, chosen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for place_id in chosen:
        bare = PlaceId(place_id).bare
        yield from ((place_id, place.title) for place in ladder.place_heirs.get(bare, ()) if place.id == bare)


def _was(ladder: Ladder, subject: Subject) -> tuple[str, ...]:
    heirs = ladder.prompt_heirs if subject.kind == "prompt" else ladder.statement_heirs
    if subject.kind not in ("statement", "evidence", "prompt"):
        return ()
    return tuple(old for heir in heirs.get(subject.id, ()) if heir.id == subject.id for old in heir.was)
