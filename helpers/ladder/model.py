"""What a career ladder is: frozen models, with no knowledge of files or screens.

A `Ladder` is made by `helpers.ladder.load_ladder`, which checks everything that one
model can't see (references, circles, duplicate ids) before it hands one out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from typing import Annotated, Any, Literal, TypeVar

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from helpers.errors import UnknownId
from helpers.frozen import Frozen
from helpers.graphemes import beginning, border
from helpers.ladder.spoken import Spoken, spoken

T = TypeVar("T")

FORMAT = 4
"""The newest ladder format that this version of the kit reads.

2 brought `versions`, `was` and `since`; 3 examples, links, mandatory statements and states, the steps of a
competency, and scales that expect nothing; 4 `occasions` of a statement and `rare` of the scale.
"""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=80)]
"""A stable name: lower-case words joined by hyphens, dots between parts (`mid.roadmap`)."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that a person reads; never empty."""

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=48)]
"""A label: short enough to stand beside a dot in a chart."""

MOST_TITLE, MOST_SHORT_TITLE = 48, 24
"""How many characters a statement's title and a level's name on the map have at most."""

Frequency = Annotated[int, Field(ge=0, le=4)]
"""On how many of its occasions a behaviour was seen, 0 (not yet) to 4 (almost always)."""


class Section(StrEnum):
    """The parts of a level. Those in `RATED` are what people rate themselves on."""

    CHANGES = "changes"
    RESPONSIBILITIES = "responsibilities"
    SIGNS = "signs"
    SKILLS = "skills"
    PLAIN = "plain"
    """What a level asks where nobody has divided it; `statements` in a file."""


RATED = (Section.RESPONSIBILITIES, Section.SIGNS, Section.SKILLS, Section.PLAIN)


class NoteKind(StrEnum):
    """What a note that stands beside the lists is about."""

    AIM = "aim"
    NOT_EXPECTED = "not_expected"
    CONTEXT = "context"
    SUITS = "suits"
    COST = "cost"
    ENTRY = "entry"
    PACE = "pace"


class Source(Frozen):
    """Where statements come from; `origin` elsewhere names one of these by id."""

    id: Id
    title: Text
    note: Text | None = None


class FrequencyLabel(Frozen):
    """The word for one step of the frequency scale and what it stands for."""

    value: Frequency
    label: ShortText
    meaning: Text


class StateLabel(Frozen):
    """The words for an answer that is not a frequency."""

    label: ShortText
    meaning: Text


class Occasions(StrEnum):
    """How often the occasion for a behaviour comes up."""

    USUAL = "usual"
    RARE = "rare"
    """Once or twice in a year or two, so that six months tell little."""


class RareScale(Frozen):
    """How people are asked about what seldom comes up: further back, and how many occasions there were.

    Memory of rare acts is poorer and their number small, so `note` says what one occasion that was taken comes to,
    and the answer is told with its number of occasions. `period` is the time in a few words, for where a
    statement stands in a list under the ordinary question ("18 months").
    """

    question: Text
    period: ShortText
    note: Text
    how_many: Text
    no_opportunity: StateLabel


class Scale(Frozen):
    """How people are asked: a behavioural observation scale (Latham & Wexley 1977).

    A question that ends with "…" is completed by each statement; any other is about it as it
    stands ("How often was this true of your work?"), as `state_question` is about statements
    that are states. `expected` is the frequency that a level expects of its statements unless
    a statement says otherwise; None expects none, and then there is no gap. It belongs to the
    ladder, never to the person. `rare` is how statements about rare occasions are asked
    (None: like all others). `origin` is the source whose judgement all expectations are;
    None is the ladder's own. `since` is the version from which on its words mean something else.
    """

    question: Text
    state_question: Text | None = None
    since: Text | None = None
    frequencies: tuple[FrequencyLabel, ...] = Field(min_length=5, max_length=5)
    expected: Frequency | None = 3
    origin: Id | None = None
    no_opportunity: StateLabel
    not_applicable: StateLabel
    dont_know: StateLabel
    rare: RareScale | None = None

    def rare_of(self, statement: Statement) -> RareScale | None:
        """How a statement is asked if its occasions are rare; None where it is asked like all others."""
        return self.rare if statement.occasions is Occasions.RARE else None

    def question_of(self, statement: Statement) -> str:
        """The question that a statement is asked by."""
        rare = self.rare_of(statement)
        return rare.question if rare else self.question

    @property
    def completed(self) -> bool:
        """Whether a statement completes the question ("how often did you …") instead of standing below it."""
        return self.question.endswith("…")

    def asked(self, statement: Statement) -> str:
        """A statement with the question that is asked about it, in one line."""
        if statement.state and self.state_question:
            return f"{self.state_question} {statement.text}"
        question = self.question_of(statement)
        if question.endswith("…"):
            return f"{question.rstrip(' …')} {statement.text}?"
        return f"{question} {statement.text}"


class Step(Frozen):
    """A step of proficiency that a competency has of its own, whatever levels there are ("2: works alone")."""

    title: ShortText
    text: Text


class Competency(Frozen):
    """A family of behaviour that runs across levels; `steps` are its levels of proficiency, lowest first, to read."""

    id: Id
    title: ShortText
    text: Text | None = None
    steps: tuple[Step, ...] = ()
    origin: Id | None = None


NO_COMPETENCY = Competency.model_construct(id="no_competency", title="Everything else", steps=())
"""What stands for the competency of statements that name none, where statements are shown by competency.

No ladder has one with this id, which isn't of the form of ids.
"""


class Link(Frozen):
    """Something to read about a statement: its name, and an address on the web."""

    title: Text
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=2000)]


class Remark(Frozen):
    """A statement that is read, not rated: what changes at a level, a principle."""

    id: Id
    text: Text
    origin: Id | None = None


class Statement(Frozen):
    """A behaviour that people rate: `text` completes "how often did you …".

    Only its id and text need be there. `title` is the text, shortened at a word, where the
    file gives none. `expected` is a frequency 0–4; None means the scale's own expectation.
    `meaning` says, on demand, what the behaviour looks like in practice, `examples` and `links`
    more of it. `mandatory` is what the company asks of everybody at the level. `state` is a text
    that is no act ("deep understanding of the market"): it is asked as it stands. `was` are the
    ids that it had, or of those it was put together from; `since` is the version of the ladder
    from which on it means something else. `occasions` says whether they are so rare that people
    are asked as the scale's `rare` has it.
    """

    id: Id
    was: tuple[Id, ...] = ()
    since: Text | None = None
    title: ShortText = ""
    text: Text
    state: bool = False
    mandatory: bool = False
    meaning: Text | None = None
    examples: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()
    competency: Id | None = None
    origin: Id | None = None
    expected: Frequency | None = None
    occasions: Occasions = Occasions.USUAL

    @model_validator(mode="before")
    @classmethod
    def _titled(cls, data: Any) -> Any:
        return _with_short(data, "title", "text", MOST_TITLE)

    @property
    def named(self) -> bool:
        """Whether the title is one of its own, and not the text or its beginning."""
        return self.title.casefold() != shortened(self.text, MOST_TITLE).casefold()

    @property
    def headline(self) -> str:
        """The title, or all of the text where there is none of its own: what stands above the text, if any is left."""
        return self.title if self.named else self.in_full

    @property
    def in_full(self) -> str:
        """The title and the text as one line, or the text alone where the title says no more."""
        return f"{self.title}: {self.text}" if self.named else self.text[:1].upper() + self.text[1:]


class Practice(Frozen):
    """One concrete way to practise a skill."""

    text: Text
    origin: Id | None = None


class Skill(Statement):
    """A behaviour to grow into at a level, with a way to practise it if the ladder has one."""

    practice: Practice | None = None


class Note(Frozen):
    """Something that stands beside the lists of a level or of the whole ladder."""

    id: Id
    kind: NoteKind
    title: ShortText
    text: Text
    origin: Id | None = None


class Prompt(Frozen):
    """A question to reflect on; `hint` helps someone who doesn't know how to begin.

    `was` and `since` are as a statement's.
    """

    id: Id
    was: tuple[Id, ...] = ()
    since: Text | None = None
    text: Text
    hint: Text | None = None
    origin: Id | None = None


class Track(Frozen):
    """A line of levels: the shared first steps, managing people, individual contributor."""

    id: Id
    title: ShortText
    text: Text | None = None


class Level(Frozen):
    """One level: what changes, what is asked, what good looks like, what to grow.

    `follows` holds the ids of the levels that people usually come from; a level that
    two others follow is a fork. `number` is what people call it (2, "IC3"), if anything.
    `short_title` is the title, shortened at a word, where the file gives none; the ladder tells those apart that were
    cut alike. `plain` is what a level asks where the file doesn't divide it ("statements" there).
    `lab` is the lab that practises it and `cases` the level whose judgement cases fit it, where neither goes by
    its own id. `was` are the ids that it had in earlier versions.
    """

    model_config = ConfigDict(populate_by_name=True)

    id: Id
    was: tuple[Id, ...] = ()
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=MOST_SHORT_TITLE)] = ""
    number: int | ShortText | None = None
    other_titles: tuple[ShortText, ...] = ()
    track: Id | None = None
    follows: tuple[Id, ...] = ()
    lab: Id | None = None
    cases: Id | None = None
    summary: Remark | None = None
    changes: tuple[Remark, ...] = ()
    responsibilities: tuple[Statement, ...] = ()
    signs: tuple[Statement, ...] = ()
    skills: tuple[Skill, ...] = ()
    plain: tuple[Statement, ...] = Field(default=(), alias="statements")
    notes: tuple[Note, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        return _with_short(data, "short_title", "title", MOST_SHORT_TITLE)

    @model_validator(mode="after")
    def _asks(self) -> Level:
        if not self.statements:
            raise ValueError("a level has at least one statement to rate")
        return self

    @property
    def map_title(self) -> str:
        """The name where there is room for any: the short title that the file gives, or the title where it was cut."""
        return self.title if self.cut else self.short_title

    @property
    def cut(self) -> bool:
        """Whether the short title is no more than a piece of the title."""
        return len(self.title) > MOST_SHORT_TITLE and "…" in self.short_title

    @property
    def numbered_title(self) -> str:
        """The title with what people call the level beside it ("Senior engineer, IC3")."""
        return self.title if self.number is None else f"{self.title}, {self.number_name}"

    @property
    def number_name(self) -> str:
        """What people call the level: "IC3", "level 3"; "" where it has no number of its own."""
        if self.number is None:
            return ""
        return f"level {self.number}" if str(self.number).isdigit() else str(self.number)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that people rate at this level, in reading order."""
        return (*self.responsibilities, *self.signs, *self.skills, *self.plain)


class Draw(Frozen):
    """A statement of the ladder that a neighbouring role builds on, and why."""

    statement: Id
    because: Text


class Learning(Frozen):
    """Something a neighbouring role asks for that product work rarely teaches."""

    id: Id
    title: ShortText
    text: Text
    first_try: Text


class Role(Frozen):
    """A family of roles beside product management; `costs` is what one gives up for it, if the ladder says.

    `lab` is a lab that practises it beside the one of all roles. `was` are the ids that it had in earlier versions.
    `origin` is the source of what names none of its own: other titles, what it draws on, what is to be learnt, whom to
    talk to.
    """

    id: Id
    was: tuple[Id, ...] = ()
    title: ShortText
    other_titles: tuple[ShortText, ...] = ()
    lab: Id | None = None
    summary: Remark
    suits: Remark
    costs: Remark | None = None
    draws_on: tuple[Draw, ...] = Field(min_length=1)
    learn: tuple[Learning, ...] = Field(min_length=1)
    talk_to: Text
    prompts: tuple[Prompt, ...] = Field(min_length=1)
    origin: Id


class Ladder(Frozen):
    """A whole ladder: levels, tracks, neighbouring roles and how to rate against them.

    `versions` are all whose answers can be told apart, oldest first, this one last; none stands for this one alone.
    """

    format: Literal[1, 2, 3, 4]
    id: Id
    version: Text
    versions: tuple[Text, ...] = ()
    title: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    sources: tuple[Source, ...] = ()
    scale: Scale
    competencies: tuple[Competency, ...] = ()
    tracks: tuple[Track, ...] = ()
    notes: tuple[Note, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = ()
    principles: tuple[Remark, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @field_validator("levels", mode="after")
    @classmethod
    def _told_apart(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        return _apart(levels)

    # Lookups. Cached on the instance: a ladder never changes.

    @cached_property
    def spoken(self) -> Spoken:
        """What it says in another language than the kit's, to be marked as such wherever it stands."""
        return spoken(self.language, self.model_dump(mode="json"))

    @cached_property
    def _levels(self) -> dict[str, Level]:
        return {level.id: level for level in self.levels}

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def _statements(self) -> dict[str, tuple[Level, Section, Statement]]:
        return {statement.id: (level, section, statement) for level, section, statement in self.walk()}

    @cached_property
    def _prompts(self) -> dict[str, Prompt]:
        return {prompt.id: prompt for _, prompt in self.walk_prompts()}

    @cached_property
    def digest(self) -> str:
        """What tells the words that people answer to in two files of one version apart: statements and scale.

        What a ladder leaves out is left out here too, so that a part that a later version of the kit brings
        changes no digest; and `origin` says whose judgement the expectations are, which nobody answers to.
        """
        asked = [
            self.scale.model_dump(mode="json", exclude={"origin"}, exclude_defaults=True),
            [
                (s.id, s.text, *(["state"] if s.state else []), *([s.occasions] if self.scale.rare_of(s) else []))
                for _, _, s in self.walk()
            ],
        ]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]

    @cached_property
    def rare(self) -> frozenset[str]:
        """The ids of the statements that are asked about as rare occasions."""
        return frozenset(statement.id for _, _, statement in self.walk() if self.scale.rare_of(statement))

    # By an id of now or of an earlier version: what has it now, or was made of it (see `helpers.ladder.lineage`).

    @cached_property
    def statement_heirs(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements that have an id, or that were renamed, put together or split from it."""
        return _heirs(statement for _, _, statement in self.walk())

    @cached_property
    def prompt_heirs(self) -> Mapping[str, tuple[Prompt, ...]]:
        """The same of reflection prompts."""
        return _heirs(prompt for _, prompt in self.walk_prompts())

    @cached_property
    def place_heirs(self) -> Mapping[str, tuple[Level | Role, ...]]:
        """The same of levels and roles, which share their ids."""
        return _heirs((*self.levels, *self.roles))

    def walk(self) -> Iterator[tuple[Level, Section, Statement]]:
        """Every rated statement with its level and section, in reading order."""
        for level in self.levels:
            for section in RATED:
                for statement in getattr(level, section):
                    yield level, section, statement

    def walk_prompts(self) -> Iterator[tuple[Level | Role | None, Prompt]]:
        """Every reflection prompt with the level or role that asks it (None: the whole ladder), in reading order."""
        holders: tuple[Level | Role, ...] = (*self.levels, *self.roles)
        yield from ((holder, prompt) for holder in holders for prompt in holder.prompts)
        yield from ((None, prompt) for prompt in self.prompts)

    def level(self, id: str) -> Level:
        """The level with this id. Raises `UnknownId`, naming the ids there are."""
        return _look_up(self._levels, id, "level")

    def role(self, id: str) -> Role:
        """The neighbouring role with this id. Raises `UnknownId`."""
        return _look_up(self._roles, id, "neighbouring role")

    def statement(self, id: str) -> Statement:
        """The rated statement with this id. Raises `UnknownId`."""
        return _look_up(self._statements, id, "statement")[2]

    def has_statement(self, id: str) -> bool:
        """Whether this version of the ladder has a rated statement with this id."""
        return id in self._statements

    def level_of(self, statement_id: str) -> Level:
        """The level that a statement belongs to. Raises `UnknownId`."""
        return _look_up(self._statements, statement_id, "statement")[0]

    def section_of(self, statement_id: str) -> Section:
        """The section of its level that a statement stands in. Raises `UnknownId`."""
        return _look_up(self._statements, statement_id, "statement")[1]

    def prompt(self, id: str) -> Prompt:
        """The reflection prompt with this id. Raises `UnknownId`."""
        return _look_up(self._prompts, id, "prompt")

    def competency(self, id: str) -> Competency:
        """The competency with this id. Raises `UnknownId`."""
        return _look_up({c.id: c for c in self.competencies}, id, "competency")

    def by_competency(self, statements: Iterable[Statement]) -> tuple[tuple[Competency, tuple[Statement, ...]], ...]:
        """Statements by what they belong to, in the ladder's order; those that name none come last.

        They stand under `NO_COMPETENCY`. A competency that none of them names isn't there.
        """
        named: dict[str, list[Statement]] = {}
        for statement in statements:
            named.setdefault(statement.competency or NO_COMPETENCY.id, []).append(statement)
        every = (*self.competencies, NO_COMPETENCY)
        return tuple((each, tuple(named[each.id])) for each in every if each.id in named)

    @property
    def lines(self) -> tuple[str | None, ...]:
        """The tracks by id, in order; None, before them, is that of the levels that name none."""
        unnamed = [None] if any(level.track is None for level in self.levels) else []
        return (*unnamed, *(track.id for track in self.tracks))

    def track(self, id: str) -> Track:
        """The track with this id. Raises `UnknownId`."""
        return _look_up({t.id: t for t in self.tracks}, id, "track")

    @property
    def expecter(self) -> str:
        """Whose judgement the expectations are: the title of a source, or the ladder's own."""
        return next((source.title for source in self.sources if source.id == self.scale.origin), self.title)

    def stands_alone(self, statement: Statement) -> bool:
        """Whether a statement is asked as it stands, and may be a state, which is harder to see than an act."""
        return statement.state or not self.scale.completed

    @property
    def expects(self) -> bool:
        """Whether the ladder expects a frequency of any statement."""
        return any(self.expected(statement) is not None for _, _, statement in self.walk())

    def expected(self, statement: Statement) -> int | None:
        """The frequency (0–4) that the ladder expects of a statement; None if it expects none."""
        return self.scale.expected if statement.expected is None else statement.expected


def shortened(text: str, most: int) -> str:
    """A text in at most so many characters: as it is, or cut after a word (after a letter, where there is no space)."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = beginning(text, most - 1)
    whole, _, _ = text[:most].rpartition(" ")
    return (whole if len(whole) > most // 2 else cut).rstrip(" ,;:.-–") + "…"


def _with_short(data: Any, short: str, long: str, most: int) -> Any:
    """What a file says, with a short name made of the long text if it gives none."""
    if not isinstance(data, Mapping) or data.get(short) is not None or not isinstance(data.get(long), str):
        return data
    cut = _cut(data[long], most)
    return {**data, short: cut} if cut else data


def _cut(text: str, most: int) -> str:
    """A text as its own short name, which begins with a capital."""
    cut = shortened(text, most)
    return cut[:1].upper() + cut[1:]


def _apart(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The levels with short titles that say where titles of one beginning differ ("Senior … growth").

    Only those that were made alike change; what a file calls a level stays, and so does what was told apart before.
    """
    shortened_ids = {level.id for level in levels if _is_made(level)}
    return _changed(_changed(levels, shortened_ids, _differing), shortened_ids, _between)


def _changed(
    levels: tuple[Level, ...], shortened_ids: Container[str], name: Callable[[Level, Sequence[str]], str]
) -> tuple[Level, ...]:
    """The levels, those of these ids that have one short title by a name that says how their titles differ."""
    alike: dict[str, list[str]] = {}
    for level in levels:
        if level.id in shortened_ids:
            alike.setdefault(level.short_title.casefold(), []).append(level.title)
    return tuple(
        level.model_copy(update={"short_title": name(level, titles)})
        if level.id in shortened_ids and len(titles := alike[level.short_title.casefold()]) > 1
        else level
        for level in levels
    )


def _is_made(level: Level) -> bool:
    """Whether its short title is what is made of its title where the file gives none."""
    return level.cut and level.short_title == _cut(level.title, MOST_SHORT_TITLE)


def _differing(level: Level, titles: Sequence[str]) -> str:
    """The first word of a title and where it differs from the `titles`, in at most `MOST_SHORT_TITLE` characters."""
    title = level.title
    at_each = zip(*titles, strict=False)
    same = sum(1 for _ in takewhile(lambda characters: len({each.casefold() for each in characters}) == 1, at_each))
    shared = title[: min(same, min(map(len, titles)) - 1)]
    begins = shared.rfind(" ") + 1 or border(title, len(shared))
    first = title.split()[0]
    first = f"{first} … " if " " in shared and len(first) <= MOST_SHORT_TITLE // 2 else "… "
    return first + shortened(title[begins:], MOST_SHORT_TITLE - len(first))


def _between(level: Level, titles: Sequence[str]) -> str:
    """The word in which two beginnings differ, and where a title differs from its like ("programme … growth")."""
    at_each = zip(*(title.split() for title in titles), strict=False)
    same = sum(1 for _ in takewhile(lambda words: len({each.casefold() for each in words}) == 1, at_each))
    word = (*level.title.split(), "")[same]
    end = level.short_title.rpartition("… ")[2]
    room = MOST_SHORT_TITLE - len(" … ") - len(end)
    return f"{shortened(word, room)} … {end}" if word and room > len(word) // 2 else level.short_title


H = TypeVar("H", bound=Statement | Prompt | Level | Role)


def _heirs(things: Iterable[H]) -> Mapping[str, tuple[H, ...]]:
    heirs: dict[str, tuple[H, ...]] = {}
    for each in things:
        for thing_id in dict.fromkeys((each.id, *each.was)):
            heirs[thing_id] = (*heirs.get(thing_id, ()), each)
    return heirs


def _look_up(things: dict[str, T], id: str, kind: str) -> T:
    try:
        return things[id]
    except KeyError:
        known = ", ".join(list(things)[:12]) + (" …" if len(things) > 12 else "")
        raise UnknownId(f"this ladder has no {kind} {id!r}", next_step=f"It has: {known or 'none'}.") from None
