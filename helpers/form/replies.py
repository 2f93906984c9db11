"""What comes back from a form: never trusted, checked field by field, kept, and answered with one reply.

message from a screen → decide → the journal → reply to the screen

Deciding what an answer is (`decide`) is pure and apart from keeping it, which may take its time
and fail: in a file under a lock, a browser's database, a server's. `apply` does both at once.

to the kernel    {type: "hello"}                          what has been answered so far?
                 {type: "answer", seq, subject, answer, base?}  please keep this; `base` are answers, one of which
                                                          the screen knows to be the one that is kept now
to the screen    a `FormReply`: `Values`, `Saved`, `Failed` or `Stands`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, NotRequired, Protocol, TypedDict

from pydantic import TypeAdapter, ValidationError, WithJsonSchema

from helpers.errors import KitError
from helpers.form.fields import Field
from helpers.journal.events import Answer, Event
from helpers.journal.state import State

LONGEST_ANSWER = 200_000
"""The most characters that one answer may have as JSON: far beyond what anybody writes,
and small enough that a script gone wrong can't fill a journal in one go."""

Seq = str | int | None
"""What a screen numbered its message with, handed back so that it can tell replies apart (None: it didn't)."""

SentAnswer = Annotated[Any, WithJsonSchema({"tsType": "Answer"})]
"""An answer as JSON."""


class Values(TypedDict):
    """Current answers by subject, and what was noted beside statements (`helpers.chapters.recalling`)."""

    type: Literal["values"]
    values: dict[str, SentAnswer]
    beside: NotRequired[Mapping[str, Any]]


class Saved(TypedDict):
    """An answer is on the disk; `at` is the time of its event."""

    type: Literal["saved"]
    seq: Seq
    subject: str
    at: str


class Failed(TypedDict):
    """An answer isn't kept, and why, in words for the person; `subject` is None where none could be made out."""

    type: Literal["failed"]
    seq: Seq
    subject: str | None
    message: str


class Stands(TypedDict):
    """An answer isn't kept, since this other one was given elsewhere meanwhile."""

    type: Literal["stands"]
    seq: Seq
    subject: str
    answer: SentAnswer


FormReply = Values | Saved | Failed | Stands
"""What a screen over a kernel hears for what it said. It is JSON from the start, and goes its way as it is."""


def current_values(fields: Sequence[Field], state: State) -> dict[str, Any]:
    """The current answers to these fields as JSON, by subject; a subject without an answer is left out."""
    events = {subject: state.event(subject) for field in fields for subject in field.subjects}
    return {subject: event.answer.model_dump(mode="json") for subject, event in events.items() if event}


class Accepted(NamedTuple):
    """An answer that belongs in a form, and is to be kept unless it stands already.

    `seq` is the number that the screen gave its message. `standing` is the event of this very
    answer, if it has been kept before: then there is nothing to keep, and `saved(standing.at)` is the reply.
    """

    seq: Seq
    subject: str
    answer: Answer
    standing: Event | None

    def saved(self, at: datetime) -> Saved:
        """The reply once it is kept; `at` is the time of its event."""
        return {"type": "saved", "seq": self.seq, "subject": self.subject, "at": at.isoformat()}

    def failed(self, why: str) -> Failed:
        """The reply where it couldn't be kept, and why, in words for the person."""
        return {"type": "failed", "seq": self.seq, "subject": self.subject, "message": why}


def decide(
    message: object,
    *,
    fields: Sequence[Field],
    state: Callable[[], State],
    takes: Sequence[Question] | None = None,
) -> Accepted | Failed | Stands:
    """What to do with an answer from a screen: keep it, or only give this reply.

    `fields` are the questions that stand there, `takes` those whose answers are taken (None: the
    same), and `state` gives the current answers. A message is never trusted: a subject that is none
    of the form's, an answer of the wrong kind or type, an option that isn't on offer or an oversized
    answer is refused, and the refusal quotes nothing of it. Raises what `state` raises, a `KitError`,
    as a reply. Where the message says which answers its screen knew, and another one stands, the reply
    is that one: nothing is written over that nobody there has seen.
    """
    if not isinstance(message, Mapping):
        return fault(message, _NOT_UNDERSTOOD)
    try:
        if message.get("type") == "answer":
            return _accepted(message, fields if takes is None else takes, state)
    except KitError as error:
        return fault(message, str(error))
    return fault(message, _NOT_UNDERSTOOD)


def apply(
    message: object,
    *,
    fields: Sequence[Field],
    state: Callable[[], State],
    on_answer: Callable[[str, Answer], Event],
    takes: Sequence[Question] | None = None,
) -> FormReply:
    """Do what a screen asks, and give the reply for it; the parameters are those of `decide`.

    `on_answer` keeps an answer and raises a `KitError` (`JournalNotSaved`) when it can't, which
    becomes a "failed" reply in its own words. An answer that already stands is not kept a second
    time, so a screen that heard no reply may safely ask again. A `message` that asks for what is answered hears the
    answers to `fields` in this `state`, whichever it `takes`.
    """
    try:
        if isinstance(message, Mapping) and message.get("type") == "hello":
            return {"type": "values", "values": current_values(fields, state())}
    except KitError as error:
        return fault(message, str(error))
    decided = decide(message, fields=fields, state=state, takes=takes)
    if not isinstance(decided, Accepted):
        return decided
    try:
        event = decided.standing or on_answer(decided.subject, decided.answer)
    except KitError as error:
        return decided.failed(str(error))
    return decided.saved(event.at)


_NOT_UNDERSTOOD = "This answer couldn't be understood, so it was not saved.\nChange it and try again."
_TOO_LONG = "This answer is too long to be saved.\nShorten it, or keep part of it elsewhere."
_BROKEN = "Something in the kit itself went wrong, and nothing was saved.\nTry again."


def fault(message: object, why: str = _BROKEN) -> Failed:
    """The reply to a message that nothing came of, whatever it is: the person must know.

    `why` is in words for them; left out, it says that the kit itself broke down.
    """
    subject = message.get("subject") if isinstance(message, Mapping) else None
    return {
        "type": "failed",
        "seq": _seq(message),
        "subject": subject if isinstance(subject, str) and len(subject) < 200 else None,
        "message": why,
    }


_answers: TypeAdapter[Answer] = TypeAdapter(Answer)


def known(base: object) -> tuple[Answer, ...] | None:
    """The answers, one of which a screen says stood as it knew; None where it doesn't say. What is none is left out."""
    if not isinstance(base, list):
        return None
    answers: list[Answer] = []
    for answer in base:
        with suppress(ValidationError, TypeError, ValueError, RecursionError):
            answers.append(_answers.validate_json(_as_json(answer), strict=True))
    return tuple(answers)


class Question(Protocol):
    """What can be asked: subjects of a journal, and what belongs on each."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the journal that it answers."""

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here, `current` being the one that stands."""


class Refused(KitError):
    """An answer that doesn't belong in a form; its words quote nothing of it."""


def checked(
    subject: object,
    given: object,
    *,
    fields: Sequence[Question],
    current: Callable[[str], Answer | None],
) -> tuple[str, Answer]:
    """The subject and the answer that somebody sent, once they are known to belong to one of these fields.

    `given` is JSON as it was parsed, `current` gives the answer that stands on a subject
    (None: there is none). Raises `Refused`.
    """
    field = next((field for field in fields if subject in field.subjects), None)
    if field is None or not isinstance(subject, str):
        raise Refused(_NOT_UNDERSTOOD)
    try:
        text = _as_json(given)
        if len(text) > LONGEST_ANSWER:
            raise Refused(_TOO_LONG)
        answer = _answers.validate_json(text, strict=True)
    except (ValidationError, TypeError, ValueError, RecursionError):
        raise Refused(_NOT_UNDERSTOOD) from None
    if not field.takes(subject, answer, current(subject)):
        raise Refused(_NOT_UNDERSTOOD)
    return subject, answer


def _accepted(message: Mapping[str, Any], takes: Sequence[Question], state: Callable[[], State]) -> Accepted | Stands:
    now: State | None = None

    def standing(subject: str) -> Event | None:
        nonlocal now
        now = now or state()  # only for an answer that is worth reading the journal for
        return now.event(subject)

    def current(subject: str) -> Answer | None:
        event = standing(subject)
        return event.answer if event else None

    subject, answer = checked(message.get("subject"), message.get("answer"), fields=takes, current=current)
    event = standing(subject)
    knew = known(message.get("base"))
    if event and knew is not None and event.answer not in (answer, *knew):
        stands = event.answer.model_dump(mode="json")
        return {"type": "stands", "seq": _seq(message), "subject": subject, "answer": stands}
    return Accepted(_seq(message), subject, answer, event if event and event.answer == answer else None)


def _as_json(answer: object) -> bytes:
    """An answer as JSON bytes, so that pydantic reads it strictly as JSON ("3" and true are no 3).

    Half a character (a lone surrogate, which some keyboards leave behind) becomes "?":
    it can't be written to a file, and is no reason to lose the rest.
    """
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _seq(message: object) -> Seq:
    seq = message.get("seq") if isinstance(message, Mapping) else None
    return seq if isinstance(seq, int) or (isinstance(seq, str) and len(seq) < 80) else None
