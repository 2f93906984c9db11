"""What a person said, as events: each immutable, each a line of their journal.

    Event = id · at · rater · subject · answer · ladder id and version

`v`, the first field of a line, is the number of its format: the earliest in which the line can be
said. So a journal holds lines of several formats, and an earlier version of the kit reads all that it
can. A version that meets a higher number tells the line by its number, leaves it where it is and passes
it on to the byte (`helpers.journal.lines`). What is new to a line therefore raises `FORMAT` by one:

- a kind of subject: `helpers.journal.subjects.KINDS` gets `Kind(answers, since=FORMAT)`
- a kind of answer: a model in the union `Answer`, with `kind: Literal["x"] = since(FORMAT, "x", always=True)`
- a field: `field: str = since(FORMAT, "")`; a line without it must mean what it meant before
- another value of a field that is there (a rater, a state): its number has a place in `format_of`

and a journal with such a line joins `tests/fixtures/formats`. What a line of an earlier format says
never changes.

A subject is "kind:id", such as `statement:mid.roadmap`, `prompt:mid.prompt-no`,
`evidence:mid.roadmap`, `choice:destination`, `plan:1`, `profile:name`, `lab:mid.ranking`
(a part of a lab), `case:mid.two-customers` (a judgement case), `ask:1f3c09ab`, `reply:…` or `agreed:…` (a
second view that was asked for, one that was opened, and what came of talking about it) or `draft:note` (what
somebody is still writing, which is no answer to anything). The current state of a subject is its latest
event (see `helpers.journal.state`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from helpers.frozen import Frozen
from helpers.journal.subjects import KINDS, Kind, Subject

FORMAT: Final = 8
"""The newest format of a line that this version of the kit reads and writes."""


def since(format: int, default: object, *, always: bool = False) -> Any:
    """A field that came with a later format, for the class body of an answer or of `Event`.

    `format` is the number that `FORMAT` was raised to for it; `default` is what a line without it means.
    A line leaves the field out where it has its default, and so stays in the earlier format, which earlier
    versions read; with `always` it never does, as the `kind` of a new answer must.
    """
    left_out = None if always else lambda value: bool(value == default)
    return Field(default, exclude_if=left_out, json_schema_extra={"since": format})


def _storable(text: object) -> object:
    """Text that UTF-8 can hold: a surrogate pair becomes its character, a lone surrogate U+FFFD.

    It runs before pydantic looks at the text, because pydantic refuses surrogates outright.
    """
    if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


FreeText = Annotated[str, BeforeValidator(_storable)]
"""What somebody typed: any text at all, kept as it is. It is data everywhere, code nowhere."""


def _in_utc(at: datetime) -> datetime:
    # An OverflowError would escape pydantic. The last year is kept free so that a moment can always be added.
    if not 1 < at.year < 9999:
        raise ValueError("no answer was given in that year")
    return at.astimezone(UTC)


UtcDatetime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time, in UTC whatever zone it was given in."""


class Rater(StrEnum):
    """Who gives an answer. Other than `SELF` these are sealed second views: made without sight of the person's own."""

    SELF = "self"
    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    OTHER = "other"


class RatingState(StrEnum):
    """The kinds of answer to a statement. Only `FREQUENCY` enters a denominator; none of the others is a zero."""

    FREQUENCY = "frequency"
    NO_OPPORTUNITY = "no_opportunity"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    UNANSWERED = "unanswered"


MOST_OCCASIONS: Final = 4
"""From so many occasions on, a rating says no longer how many there were: it stands for that number or more."""


class Rating(Frozen):
    """The answer to one statement: `frequency` is 0–4 in that state and None in every other.

    `occasions` is how many there were, where they are rare and somebody said it: 1 to 3, and 4 for four or more.
    None says nothing about their number.
    """

    kind: Literal["rating"] = "rating"
    state: RatingState
    frequency: Annotated[int, Field(ge=0, le=4)] | None = None
    occasions: Annotated[int, Field(ge=1, le=MOST_OCCASIONS)] | None = since(6, None)

    @model_validator(mode="after")
    def _frequency_goes_with_its_state(self) -> Rating:
        if (self.state is RatingState.FREQUENCY) != (self.frequency is not None):
            raise ValueError("a frequency 0–4 goes with the state 'frequency', and with no other")
        if self.occasions is not None and self.frequency is None:
            raise ValueError("a number of occasions goes with a frequency")
        return self


UNANSWERED = Rating(state=RatingState.UNANSWERED)


def often(frequency: int, *, occasions: int | None = None) -> Rating:
    """A frequency answer, 0 (not yet) to 4 (almost always), of a number of rare occasions if it was told."""
    return Rating(state=RatingState.FREQUENCY, frequency=frequency, occasions=occasions)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=80)]

Labs = Annotated[tuple[Name, ...], Field(max_length=20)]
"""The labs that a text was taken from, by their ids, however it was edited since; none for one's own work."""


class Evidence(Frozen):
    """A line of evidence and the statements it supports; empty text withdraws it."""

    kind: Literal["evidence"] = "evidence"
    text: FreeText
    supports: tuple[str, ...]
    labs: Labs = since(8, ())


class Words(Frozen):
    """A reflection or a name, in somebody's own words; empty text withdraws it."""

    kind: Literal["words"] = "words"
    text: FreeText
    labs: Labs = since(8, ())


class Choice(Frozen):
    """Ids that somebody chose (levels, roles, statements), in their order; none is a choice too."""

    kind: Literal["choice"] = "choice"
    chosen: tuple[str, ...]


class PlanItem(Frozen):
    """An if–then plan (Gollwitzer & Sheeran 2006) for one focus area; all parts may still be empty.

    `focus` is a statement id, or None for something of one's own named in `aim`.
    `by` is the date of the first step, `follow_up` the date to look back and `look_again` those on which
    to do so again, in any order. `obstacle` is what may get in the way.
    """

    kind: Literal["plan"] = "plan"
    focus: str | None = None
    aim: FreeText = ""
    when: FreeText = ""
    then: FreeText = ""
    first_step: FreeText = ""
    by: date | None = None
    shows: FreeText = ""
    follow_up: date | None = None
    dropped: bool = False
    obstacle: FreeText = since(3, "")
    look_again: tuple[date, ...] = since(3, ())

    @property
    def look_backs(self) -> tuple[date, ...]:
        """The dates to look back, each once, the first one first."""
        return tuple(sorted({*self.look_again, *([self.follow_up] if self.follow_up else [])}))

    @property
    def written(self) -> bool:
        """Whether anything of the plan is filled in beside its focus: words or a date."""
        texts = (self.aim, self.when, self.then, self.first_step, self.shows, self.obstacle)
        return any(text.strip() for text in texts) or self.by is not None or bool(self.look_backs)


Number = Annotated[float, Field(allow_inf_nan=False)]


def _fixed(values: Mapping[str, float]) -> Mapping[str, float]:
    # In the order of their names, so that two answers that say the same are the same line.
    return MappingProxyType(dict(sorted(values.items())))


class Figures(Frozen):
    """Finite numbers by name: levers, estimates, allocations of a lab. What is absent was left as it
    starts; none at all is a reset. The unit of each is the lab's to say.
    """

    kind: Literal["figures"] = "figures"
    values: Annotated[Mapping[Name, Number], AfterValidator(_fixed), PlainSerializer(dict)]

    def __hash__(self) -> int:
        return hash((self.kind, tuple(self.values.items())))


EventId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Ask(Frozen):
    """That somebody asked for a second view, of which statements, and what their own answers were at that moment.

    `frozen` names, by statement, the events that held their own answers then, ratings and evidence: whatever is
    answered, merged or changed later has other ids, and so is no part of it. `whom` (a name, or "") and `word` (what
    was written to them) are the owner's, `of` what the one asked is to them: never `SELF`.
    """

    kind: Literal["ask"] = since(5, "ask", always=True)
    of: Rater
    whom: FreeText = ""
    word: FreeText = ""
    statements: Annotated[tuple[str, ...], Field(min_length=1)]
    frozen: tuple[tuple[str, EventId], ...] = ()

    @model_validator(mode="after")
    def _of_somebody_else(self) -> Ask:
        if self.of is Rater.SELF:
            raise ValueError("a second view is somebody else's")
        return self


class Seen(Frozen):
    """What somebody else saw of one statement: `often` is 0–4, None where they haven't seen it, which is no zero.

    `quotable` says whether its author allowed that it stands in a report.
    """

    statement: str
    often: Annotated[int, Field(ge=0, le=4)] | None
    example: FreeText = ""
    quotable: bool = False


class Reply(Frozen):
    """A second view, as it was opened: what its author saw of each statement that they said something about.

    `to` is the id of the event that asked. `by` is their name if they gave it, `more` one thing to do more of.
    It is never put together with anybody's ratings, nor with another reply.
    """

    kind: Literal["reply"] = since(5, "reply", always=True)
    to: EventId
    by: FreeText = ""
    seen: tuple[Seen, ...]
    more: FreeText = ""


Answer = Annotated[Rating | Evidence | Words | Choice | PlanItem | Figures | Ask | Reply, Field(discriminator="kind")]


def says_something(answer: Answer) -> bool:
    """Whether an answer says anything: one that was taken back, emptied or dropped doesn't, nor a plan of nothing
    but its focus.
    """
    match answer:
        case Rating(state=state):
            return state is not RatingState.UNANSWERED
        case Words(text=text) | Evidence(text=text):
            return bool(text.strip())
        case Choice(chosen=chosen):
            return bool(chosen)
        case Figures(values=values):
            return bool(values)
        case PlanItem() as plan:
            return plan.written and not plan.dropped
        case Ask():
            return True
        case Reply(seen=seen, more=more):
            return bool(seen or more.strip())


def format_of(kind: Kind, *parts: Frozen) -> int:
    """The earliest format in which these parts of a line can be said on a kind of subject: the line's number."""
    later = ((name, number, part) for part in parts for name, number in _later_fields(type(part)))
    return max(kind.since, *(number for name, number, part in later if name in part.model_dump()), 1)


def formats() -> dict[str, dict[str, Any]]:
    """What came with a later format than the first, for whoever writes lines without these models.

    `subjects` has the format of a kind of subject, `answers` those of the fields of a kind of answer: {"statement": 1,
    …} and {"rating": {"occasions": 6}, …}. Where such a field is empty (null, "" or a list of nothing), a line leaves
    it out.
    """
    answers = get_args(get_args(Answer)[0])
    return {
        "subjects": {name: kind.since for name, kind in KINDS.items()},
        "answers": {model.model_fields["kind"].default: dict(_later_fields(model)) for model in answers},
    }


@cache
def _later_fields(part: type[Frozen]) -> tuple[tuple[str, int], ...]:
    fields = ((name, field.json_schema_extra) for name, field in part.model_fields.items())
    return tuple((name, int(str(extra["since"]))) for name, extra in fields if isinstance(extra, dict))


class Event(Frozen):
    """One answer, given at one time by one rater about one subject of one ladder version.

    `v` is the format of its line: the earliest in which it can be said, unless it was read from a line
    that claims a later one. `asked` are the words of the ladder that it was given to, by id, as they stood then:
    a later version may have others, or none. `was` are the earlier ids in whose place it was asked. Both are
    empty in lines of format 1 (`helpers.journal.recording` fills them in).
    """

    v: Annotated[int, Field(ge=1, le=FORMAT)] = 1
    id: EventId = Field(default_factory=lambda: uuid.uuid4().hex)
    at: UtcDatetime
    rater: Rater = Rater.SELF
    subject: Subject
    answer: Answer
    ladder: str
    ladder_version: str
    asked: tuple[tuple[str, FreeText], ...] = since(2, ())
    was: tuple[str, ...] = since(2, ())

    @model_validator(mode="after")
    def _answer_fits_subject(self) -> Event:
        kind = self.subject.kind
        if self.answer.kind not in KINDS[kind].answers:
            fitting = " or ".join(sorted(KINDS[kind].answers))
            raise ValueError(f"a {kind} takes a {fitting} answer, not a {self.answer.kind}")
        return self

    @model_validator(mode="after")
    def _line_has_its_format(self) -> Event:
        needed = format_of(KINDS[self.subject.kind], self.answer, self)
        if "v" not in self.model_fields_set:
            object.__setattr__(self, "v", needed)  # ours alone still: nobody has seen the event yet
        elif self.v < needed:
            raise ValueError(f"this is said in format {needed}, and the line is marked {self.v}")
        return self
