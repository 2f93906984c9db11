"""A workshop as data: blocks with minutes, and everything that its run sheet, slides and handouts say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from helpers.documents import Document, Fault, KeyPath, nearest, read_model
from helpers.errors import UsageError
from helpers.frozen import Frozen
from helpers.ladder.model import Id, ShortText, Text
from helpers.places import ROOT
from helpers.workshop.suppression import DEFAULT_GROUP, LEAST_GROUP

FORMAT = 1
"""The workshop format that this version of the kit reads."""

WORKSHOPS = ROOT / "data/workshops"


class Form(StrEnum):
    """In what company people work during a block."""

    ALONE = "alone"
    PAIRS = "pairs"
    FOURS = "fours"
    ALL = "all"


class Handout(StrEnum):
    """The paper that a block uses."""

    WORKSHEET = "worksheet"
    CARDS = "cards"
    PLAN = "plan"
    CONVERSATION = "conversation"


class SlideKind(StrEnum):
    """What a slide draws from the ladder; `WORDS` shows only the block's own title and points."""

    WORDS = "words"
    TITLE = "title"
    MAP = "map"
    LEVELS = "levels"
    SCALE = "scale"
    ROLES = "roles"
    METHOD = "method"
    PLAN = "plan"
    PRINCIPLES = "principles"


class Slide(Frozen):
    """A slide of a block: what it draws, its title (None: the block's), and up to five points in words."""

    id: Id
    draws: SlideKind = SlideKind.WORDS
    title: ShortText | None = None
    points: Annotated[tuple[Text, ...], Field(max_length=5)] = ()
    countdown: bool = False


class Trouble(Frozen):
    """What may go wrong in a block, and what to do then."""

    sign: Text
    do: Text


class Block(Frozen):
    """One part of a workshop. `minutes` are planned; `say` is spoken word for word, or nearly."""

    id: Id
    title: ShortText
    minutes: Annotated[int, Field(ge=1, le=120)]
    form: Form
    purpose: Text
    do: tuple[Text, ...] = Field(min_length=1)
    say: tuple[Text, ...] = ()
    people: Text
    slides: tuple[Slide, ...] = ()
    handouts: tuple[Handout, ...] = ()
    notebook: Id | None = None
    remote: Text
    trouble: tuple[Trouble, ...] = Field(min_length=1)


class HardMoment(Frozen):
    """A moment that every facilitator meets one day: what to say in it and what to do."""

    id: Id
    title: Text
    say: Text
    do: Text


class Group(Frozen):
    """How many people a workshop works with, and the smallest group whose answers are ever shown together."""

    least: Annotated[int, Field(ge=1, le=200)]
    most: Annotated[int, Field(ge=1, le=200)]
    shown_from: Annotated[int, Field(ge=LEAST_GROUP, le=40)] = DEFAULT_GROUP


class Workshop(Frozen):
    """A whole workshop; its file is the one place where its timings and words stand."""

    format: Literal[1]
    workshop: Id
    title: ShortText
    subtitle: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    group: Group
    preparation: tuple[Text, ...] = Field(min_length=1)
    materials: tuple[Text, ...] = Field(min_length=1)
    promise: tuple[Text, ...] = Field(min_length=1)
    blocks: tuple[Block, ...] = Field(min_length=1)
    hard_moments: tuple[HardMoment, ...] = Field(min_length=1)

    @cached_property
    def minutes(self) -> int:
        """How long all blocks take together."""
        return sum(block.minutes for block in self.blocks)

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """Every handout that a block uses, each once, in the order of the blocks."""
        return tuple(dict.fromkeys(handout for block in self.blocks for handout in block.handouts))


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
    """A clock time from words such as "9:30" or "14:00". Raises `UsageError` for anything else."""
    for form in ("%H:%M", "%H.%M", "%H"):
        try:
            return datetime.strptime(text.strip(), form).time()
        except ValueError:
            continue
    raise UsageError(f"{text!r} isn't a time of day", next_step="Write it as hours and minutes, such as 9:30 or 14:00.")


def check_people(workshop: Workshop, people: int) -> None:
    """Raises `UsageError` when a workshop isn't made for so few or so many people."""
    group = workshop.group
    if people < 1:
        raise UsageError(f"{people} people can't meet", next_step="Give the number of people, such as --people 14.")
    if people < group.least:
        raise UsageError(
            f"with {people} people this workshop can't show a team picture: it needs {group.least}",
            next_step="Let the few work through the notebooks side by side, or wait until more can come.",
        )
    if people > group.most:
        raise UsageError(
            f"{people} people are more than this workshop holds ({group.most})",
            next_step="Run it twice, or with a second facilitator in another room.",
        )


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
    """The workshop in a file. Raises `FileFaults` with every fault, or `DocumentError`."""
    return read_model(path, Workshop, _repeated_ids, _group_order)


def _repeated_ids(document: Document) -> Iterator[Fault]:
    blocks = document.data.get("blocks") if isinstance(document.data, dict) else None
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if not isinstance(block, dict):
            continue
        slides = block.get("slides")
        places: list[tuple[KeyPath, object]] = [(("blocks", index, "id"), block.get("id"))]
        places += [
            (("blocks", index, "slides", at, "id"), slide.get("id"))
            for at, slide in enumerate(slides if isinstance(slides, list) else ())
            if isinstance(slide, dict)
        ]
        for at, id in places:
            if not isinstance(id, str):
                continue
            kind = "slide" if len(at) > 3 else "block"
            name = f"{kind}:{id}"
            if name in seen:
                yield document.fault(at, f"the {kind} '{id}' stands twice (first on line {seen[name]}).", "Rename one.")
            else:
                seen[name] = document.mark(at).line


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
