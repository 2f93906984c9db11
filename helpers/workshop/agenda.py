"""A workshop as data: blocks with minutes, and everything that its run sheet, slides and handouts say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from helpers.cases import LABS, Case, load_cases
from helpers.documents import Document, Fault, KeyPath, nearest, read_model
from helpers.errors import DocumentError, UsageError
from helpers.frozen import Frozen
from helpers.ladder.model import Id, ShortText, Text
from helpers.paths import ROOT, as_typed, typed
from helpers.workshop.gathering import (
    GROUP,
    Gathering,
    Line,
    Lines,
    Marked,
    SomeLines,
    Ways,
    in_words,
    joined,
    kept,
    with_clock,
    with_group,
)
from helpers.workshop.suppression import DEFAULT_GROUP, LEAST_GROUP

FORMAT = 1
"""The workshop format that this version of the kit reads."""

WORKSHOPS = ROOT / "data/workshops"


Stem = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$")]
"""A notebook's file name without its ending: "08_your_path"."""


class Form(StrEnum):
    """In what company people work during a block; nobody works during a break."""

    ALONE = "alone"
    PAIRS = "pairs"
    FOURS = "fours"
    ALL = "all"
    BREAK = "break"


class Per(StrEnum):
    """How often a thing is needed in a room: once a person, a pair, a four, or a room."""

    PERSON = "person"
    PAIR = "pair"
    FOUR = "four"
    ROOM = "room"


class Handout(StrEnum):
    """The paper that a block uses."""

    WORKSHEET = "worksheet"
    CARDS = "cards"
    PLAN = "plan"
    CONVERSATION = "conversation"
    FEEDBACK = "feedback"

    @property
    def per(self) -> Per:
        """For how many people one of it is made."""
        return {Handout.CARDS: Per.FOUR, Handout.CONVERSATION: Per.PAIR}.get(self, Per.PERSON)


class Activity(StrEnum):
    """What people answer on a device of their own in a block, when the session is hosted."""

    STAND = "stand"
    RATE = "rate"
    REFLECT = "reflect"
    FOCUS = "focus"
    PLAN = "plan"


class SlideKind(StrEnum):
    """What a slide draws from the ladder; `WORDS` shows only its own title and points.

    `PROMISES` reads out the workshop's promises, `CASE` asks a judgement case, `COSTS` tells what each way on
    gets and costs.
    """

    WORDS = "words"
    TITLE = "title"
    PROMISES = "promises"
    MAP = "map"
    LEVELS = "levels"
    SCALE = "scale"
    ROLES = "roles"
    PLAN = "plan"
    PRINCIPLES = "principles"
    CASE = "case"
    COSTS = "costs"


class Slide(Frozen):
    """A slide of a block: what it draws, its title (None: the block's), and points in words, of
    which one way of gathering shows five at most.

    `case` is the judgement case that it asks or tells the costs of ("senior.case-plateau"),
    `countdown` the minutes that run down on it, None where nothing does. They do so many `turns`, one after the other,
    each started anew: in a pair, first for the one and then for the other.
    """

    id: Id
    draws: SlideKind = SlideKind.WORDS
    title: ShortText | None = None
    points: Lines = Field(default=(), max_length=9)
    case: Id | None = None
    countdown: Annotated[int, Field(ge=1, le=120)] | None = None
    turns: Annotated[int, Field(ge=1, le=9)] = 1


class Trouble(Marked):
    """What may go wrong in a block, and what to do then."""

    sign: Text
    do: Text


class Block(Frozen):
    """One part of a workshop. `minutes` are planned; `say` is spoken word for word, or nearly.

    `few` are the minutes with fewer people than a team picture needs (0: it is left out then; None: as planned).
    `handouts_for` and `notebook_for` name the ways of gathering that need them (none: all do). `people` is what
    `do` doesn't tell already, and `remote` what differs for people who aren't in the room.
    """

    id: Id
    title: ShortText
    minutes: Annotated[int, Field(ge=1, le=120)]
    few: Annotated[int, Field(ge=0, le=120)] | None = None
    form: Form
    purpose: Text
    do: SomeLines
    say: Lines = ()
    people: Lines = ()
    slides: tuple[Slide, ...] = ()
    handouts: tuple[Handout, ...] = ()
    handouts_for: Ways = ()
    notebook: Stem | None = None
    notebook_for: Ways = ()
    asks: tuple[Activity, ...] = ()
    remote: SomeLines
    trouble: tuple[Trouble, ...] = Field(min_length=1)

    @property
    def countdowns(self) -> tuple[int, ...]:
        """The minutes of every countdown in it, in the order of its slides and each as often as it has turns."""
        return tuple(slide.countdown for slide in self.slides if slide.countdown for _ in range(slide.turns))

    @property
    def clock(self) -> int:
        """The minutes that the clock is started for first: its first countdown's, or else its own."""
        return next(iter(self.countdowns), self.minutes)


class Material(Marked):
    """A thing to bring: `each` of it per person, pair, four or room, and `spare` more."""

    what: Text
    per: Per = Per.ROOM
    each: Annotated[int, Field(ge=1, le=50)] = 1
    spare: Annotated[int, Field(ge=0, le=50)] = 0


class HardMoment(Frozen):
    """A moment that every facilitator meets one day: what to say in it and what to do."""

    id: Id
    title: ShortText
    say: Text
    do: Text


class Group(Frozen):
    """How many people a workshop works with, and the smallest group whose answers are ever shown together."""

    least: Annotated[int, Field(ge=1, le=200)]
    most: Annotated[int, Field(ge=1, le=200)]
    shown_from: Annotated[int, Field(ge=LEAST_GROUP, le=40)] = DEFAULT_GROUP


class Hosted(Frozen):
    """What a hosted session asks unless its facilitator chooses something else.

    `statements` are rated and `prompts` reflected on, by id; a ladder that doesn't have
    them needs a choice of its own.
    """

    statements: tuple[Id, ...] = Field(min_length=1)
    prompts: tuple[Id, ...] = Field(min_length=1)


class Workshop(Frozen):
    """A whole workshop; its file is the one place where its timings and words stand.

    `ways` are those in which it can gather answers, the usual one first. Each entry of `promise` is one promise,
    whose lines may differ by way; `few` stands for those that tell the smallest group where fewer people come.
    """

    format: Literal[1]
    workshop: Id
    title: ShortText
    subtitle: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    group: Group
    ways: Annotated[Ways, Field(min_length=1)] = (Gathering.FILES, Gathering.HOSTED, Gathering.PAPER)
    preparation: SomeLines
    materials: tuple[Material, ...] = Field(min_length=1)
    promise: tuple[SomeLines, ...] = Field(min_length=1)
    few: Text = "No picture of the team is made today."
    blocks: tuple[Block, ...] = Field(min_length=1)
    hosted: Hosted | None = None
    hard_moments: tuple[HardMoment, ...] = Field(min_length=1)

    @cached_property
    def minutes(self) -> int:
        """How long all blocks take together."""
        return sum(block.minutes for block in self.blocks)

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """Every handout that a block uses, each once, in the order of the blocks."""
        return tuple(dict.fromkeys(handout for block in self.blocks for handout in block.handouts))

    @property
    def slides(self) -> tuple[tuple[Block, Slide], ...]:
        """Every slide with its block, in the order in which they are shown."""
        return tuple((block, slide) for block in self.blocks for slide in block.slides)

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of the judgement cases that slides ask, each once."""
        return tuple(dict.fromkeys(slide.case for _, slide in self.slides if slide.case))


def with_smallest_group(workshop: Workshop, group: int | None) -> Workshop:
    """The workshop with the smallest group that a session of it was given; as it is where nobody gave one.

    Raises `UsageError` where `group` is smaller than what the workshop promises.
    """
    if group is None:
        return workshop
    promised = workshop.group
    if not promised.shown_from <= group <= promised.most:
        raise UsageError(
            f"people are promised pictures of at least {promised.shown_from}, so {group} can't be the smallest group"
            if group < promised.shown_from
            else f"a group of {group} can't be shown together: {promised.most} people come at the most",
            next_step=f"Choose {promised.shown_from} to {promised.most}, or change 'group:' in a file of your own.",
        )
    update = {"shown_from": group, "least": max(promised.least, group)}
    return workshop.model_copy(update={"group": promised.model_copy(update=update)})


def gathered(
    workshop: Workshop,
    ways: Collection[Gathering] = (),
    *,
    people: int | None = None,
    group: int | None = None,
    coarse: bool = False,
    elsewhere: bool = False,
    settled: bool = True,
) -> Workshop:
    """The workshop as it goes in one room: what belongs to other ways of gathering is left out.

    `ways` are how answers are gathered there (none: the workshop's usual way), `people` how many come (None: nobody
    knows, so enough for a picture), `group` the smallest number whose answers are shown together (None: the
    workshop's), `coarse` whether bars have three parts, `elsewhere` whether some people aren't in the room, or may
    not be: what they do stays. Where group, bars and minutes aren't `settled`, the texts keep their places
    for them, and `with_group` and `with_clock` fill them in later. Raises `UsageError` for a way that it hasn't.
    """
    if unknown := [way for way in ways if way not in workshop.ways]:
        raise UsageError(
            f"the workshop {workshop.workshop!r} doesn't gather answers {in_words(unknown)}",
            next_step=f"It does {in_words(workshop.ways)}: leave the option out.",
        )
    chosen = tuple(way for way in workshop.ways if way in ways) or workshop.ways[:1]
    least = group or workshop.group.shown_from

    def worded(text: str) -> str:
        return with_group(text, least, coarse=coarse) if settled else text

    def lines(given: tuple[Line, ...]) -> tuple[Line, ...]:
        holding = kept(given, chosen, elsewhere=elsewhere, picture=not few)
        return tuple(Line(text=worded(line.text)) for line in holding)

    few = people is not None and people < workshop.group.least
    blocks = (_block(block, chosen, lines, few=few, elsewhere=elsewhere, settled=settled) for block in workshop.blocks)
    return workshop.model_copy(
        update={
            "ways": chosen,
            "preparation": lines(workshop.preparation),
            "materials": kept(workshop.materials, chosen, elsewhere=elsewhere, picture=not few),
            "few": worded(workshop.few),
            "promise": tuple(
                (Line(text=worded(workshop.few)),)
                if few and _tells_the_group(each)
                else (Line(text=joined(lines(each))),)
                for each in workshop.promise
            ),
            "blocks": tuple(block for block in blocks if block.minutes),
        }
    )


def _block(
    block: Block,
    ways: Collection[Gathering],
    lines: Callable[[tuple[Line, ...]], tuple[Line, ...]],
    *,
    few: bool,
    elsewhere: bool,
    settled: bool,
) -> Block:
    block = block.model_copy(update={"minutes": block.few if few and block.few is not None else block.minutes})

    def worded(given: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(Line(text=with_clock(line.text, block.clock) if settled else line.text) for line in lines(given))

    needed_here = {
        "handouts": not block.handouts_for or not set(block.handouts_for).isdisjoint(ways),
        "notebook": not block.notebook_for or not set(block.notebook_for).isdisjoint(ways),
    }
    update: dict[str, object] = {key: worded(getattr(block, key)) for key in ("do", "say", "people", "remote")}
    if not elsewhere:
        update["remote"] = ()
    # Slips are counted from the smallest group on, as everything that people say.
    handouts = tuple(handout for handout in block.handouts if not (few and handout is Handout.FEEDBACK))
    slides = (slide.model_copy(update={"points": worded(slide.points)}) for slide in block.slides)
    return block.model_copy(
        update={
            **update,
            "slides": tuple(slides),
            "handouts": handouts if needed_here["handouts"] else (),
            "notebook": block.notebook if needed_here["notebook"] else None,
            "trouble": tuple(
                Trouble(sign=each.sign, do=each.do)
                for each in kept(block.trouble, ways, elsewhere=elsewhere, picture=not few)
            ),
        }
    )


def _tells_the_group(promise: tuple[Line, ...]) -> bool:
    return any(GROUP in line.text for line in promise)


class Timed(NamedTuple):
    """A block with the clock times at which it begins and ends."""

    block: Block
    begins: time
    ends: time


def timetable(workshop: Workshop, start: time) -> tuple[Timed, ...]:
    """The blocks with clock times, one after the other from `start`; past midnight it goes on at 00:00."""
    at = datetime.combine(datetime.min.date(), start)
    timed = []
    for block in workshop.blocks:
        ends = at + timedelta(minutes=block.minutes)
        timed.append(Timed(block, at.time(), ends.time()))
        at = ends
    return tuple(timed)


def as_clock(text: str) -> time:
    """A clock time from words such as "9:30" or "14". Raises `UsageError` for anything else."""
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", text.strip(), re.ASCII)
    hour, minute = (int(part or 0) for part in match.groups()) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise UsageError(
            f"{text!r} isn't a time of day", next_step="Write it as hours and minutes, such as 9:30 or 14:00."
        )
    return time(hour, minute)


def groups(form: Form, people: int) -> tuple[int, ...]:
    """The sizes of the groups that so many people make, the largest first.

    Nobody is left over: of an odd number one pair is three, and fours are threes or
    fives where they don't come out even. Alone, all together or in a break, everybody is
    one group.
    """
    if form is Form.PAIRS:
        count = max(1, people // 2)
    elif form is Form.FOURS:
        count = max(1, -(-people // 4))
        if people // count < 3:  # five make one group, not a three and a two
            count = max(1, count - 1)
    else:
        count = 1
    size, larger = divmod(people, count)
    return (size + 1,) * larger + (size,) * (count - larger)


def needed(per: Per, people: int) -> int:
    """How many of a thing so many people need, without spares."""
    match per:
        case Per.PERSON:
            return people
        case Per.PAIR:
            return len(groups(Form.PAIRS, people))
        case Per.FOUR:
            return len(groups(Form.FOURS, people))
        case Per.ROOM:
            return 1


def check_people(workshop: Workshop, people: int) -> None:
    """Raises `UsageError` when a workshop isn't made for so few or so many people.

    With fewer than a team picture needs it goes without one (see `gathered`); it takes two.
    """
    group = workshop.group
    if people < 1:
        raise UsageError(f"{people} people can't meet", next_step="Give the number of people, such as --people 14.")
    if people < 2:
        raise UsageError(
            "a workshop takes two people at the least",
            next_step=f"One person goes through the chapters alone: {typed('app')}",
        )
    if people > group.most:
        raise UsageError(
            f"{people} people are more than this workshop holds ({group.most})",
            next_step="Run it twice, or with a second facilitator in another room.",
        )


def slide_titles(workshop: Workshop) -> dict[str, str]:
    """The title of every slide, by its id, in the order of the deck."""
    titles = {}
    for block, slide in workshop.slides:
        if slide.draws is SlideKind.TITLE:
            title = workshop.title
        elif slide.case:
            title = judgement_case(slide.case).title
            title = f"{title}: what it costs" if slide.draws is SlideKind.COSTS else title
        else:
            title = block.title
        titles[slide.id] = slide.title or title
    return titles


def load_workshop(named: str | Path) -> Workshop:
    """A workshop by its id ("ninety-minutes") or by the path of its file.

    Raises `FileFaults` with every fault of the file, `DocumentError`, or `UsageError` for
    an id that there isn't.
    """
    path = Path(named)
    if path.suffix in (".yaml", ".yml"):
        return check_workshop(path)
    known = shipped()
    if str(named) not in known:
        raise UsageError(f"there is no workshop {str(named)!r}", next_step=nearest(str(named), known))
    return check_workshop(known[str(named)])


def shipped() -> dict[str, Path]:
    """The workshops that come with the kit: path by id, shortest name first."""
    return {path.stem: path for path in sorted(WORKSHOPS.glob("*.yaml"))}


def check_workshop(path: Path) -> Workshop:
    """The workshop in a file, with commands as they are typed here. Raises `FileFaults` with every fault, or
    `DocumentError`.
    """
    workshop = read_model(path, Workshop, _repeated_ids, _group_order, _unknown_notebooks, _slides, _minutes_of_few)
    reworded = as_typed(written := workshop.model_dump_json())
    return workshop if reworded == written else Workshop.model_validate_json(reworded)


def judgement_case(id: str) -> Case:
    """The judgement case with an id such as "senior.case-plateau".

    Raises `UsageError`, or `DocumentError` where its level has no cases.
    """
    cases = {case.id: case for case in load_cases(id.partition(".")[0]).cases}
    if id not in cases:
        raise UsageError(f"there is no judgement case {id!r}", next_step=nearest(id, cases))
    return cases[id]


def _repeated_ids(document: Document) -> Iterator[Fault]:
    """Ids of blocks, slides and hard moments that stand twice; slides are named across all blocks."""
    lists: dict[str, list[tuple[KeyPath, Any]]] = {"block": list(_blocks(document)), "slide": [], "moment": []}
    for at, block in _blocks(document):
        lists["slide"] += _entries(block, "slides", at)
    if isinstance(document.data, dict):
        lists["moment"] += _entries(document.data, "hard_moments", ())
    for kind, entries in lists.items():
        first: dict[str, int] = {}
        for at, entry in entries:
            given_id, line = entry.get("id"), document.mark((*at, "id")).line
            if not isinstance(given_id, str):
                continue
            if given_id in first:
                what = f"the {kind} '{given_id}' stands twice (first on line {first[given_id]})."
                yield document.fault((*at, "id"), what, "Rename one.")
            first.setdefault(given_id, line)


def _group_order(document: Document) -> Iterator[Fault]:
    group = document.data.get("group") if isinstance(document.data, dict) else None
    if not isinstance(group, dict):
        return
    least, most, shown = group.get("least"), group.get("most"), group.get("shown_from", DEFAULT_GROUP)
    if isinstance(least, int) and isinstance(most, int) and most < least:
        yield document.fault(("group", "most"), f"at most {most} people, at least {least}?", "Swap the two.")
    if isinstance(least, int) and isinstance(shown, int) and least < shown:
        yield document.fault(
            ("group", "least"),
            f"with {least} people nothing could be shown, since a picture needs {shown}.",
            f"Write {shown} or more.",
        )


def _unknown_notebooks(document: Document) -> Iterator[Fault]:
    known = {path.stem for path in (ROOT / "notebooks").rglob("*.ipynb")} | {lab.stem for lab in LABS}
    for at, block in _blocks(document):
        stem = block.get("notebook")
        if isinstance(stem, str) and stem not in known:
            yield document.fault((*at, "notebook"), f"there is no notebook '{stem}'.", nearest(stem, known))


def _slides(document: Document) -> Iterator[Fault]:
    """What a slide asks for must be there: a case that exists, and no more minutes than its block has."""
    for at, block in _blocks(document):
        for here, slide in _entries(block, "slides", at):
            minutes, countdown, turns = block.get("minutes"), slide.get("countdown"), slide.get("turns", 1)
            if all(isinstance(number, int) for number in (minutes, countdown, turns)) and countdown * turns > minutes:
                yield document.fault(
                    (*here, "countdown"),
                    f"{countdown * turns} minutes run down in a block of {minutes}.",
                    f"Write {minutes // turns} or less." if minutes >= turns else "Write fewer turns.",
                )
            draws, case = slide.get("draws", SlideKind.WORDS), slide.get("case")
            about_a_case = draws in (SlideKind.CASE, SlideKind.COSTS)
            if about_a_case and case is None:
                yield document.fault(here, f"a slide that draws '{draws}' needs a case.", "Add 'case: …'.")
            elif case is not None and not about_a_case:
                yield document.fault((*here, "case"), f"a slide that draws '{draws}' shows no case.", "Remove it.")
            elif isinstance(case, str):
                try:
                    judgement_case(case)
                except (DocumentError, UsageError) as error:
                    yield document.fault(
                        (*here, "case"), f"there is no judgement case '{case}'.", error.next_step or ""
                    )


def _minutes_of_few(document: Document) -> Iterator[Fault]:
    """With few people a workshop ends when it would with many: what one block leaves, others take."""
    blocks = [block for _, block in _blocks(document)]
    planned = [n for block in blocks if isinstance(n := block.get("minutes"), int)]
    few = [n for block in blocks if isinstance(n := block.get("few", block.get("minutes")), int)]
    if not len(planned) == len(few) == len(blocks) or sum(planned) == sum(few):
        return
    at = next(at for at, block in _blocks(document) if "few" in block)
    what = f"with few people the blocks take {sum(few)} minutes, and {sum(planned)} otherwise."
    yield document.fault((*at, "few"), what, "Let both add up to the same.")


def _blocks(document: Document) -> list[tuple[KeyPath, dict[str, Any]]]:
    return _entries(document.data, "blocks", ()) if isinstance(document.data, dict) else []


def _entries(mapping: dict[str, Any], key: str, at: KeyPath) -> list[tuple[KeyPath, dict[str, Any]]]:
    """The mappings in a list below a key, with their key paths; whatever else stands there is the model's to tell."""
    listed = mapping.get(key)
    entries = enumerate(listed if isinstance(listed, list) else ())
    return [((*at, key, index), entry) for index, entry in entries if isinstance(entry, dict)]
