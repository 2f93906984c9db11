"""A run sheet: everything that somebody needs in hand to run a workshop, for a start and a number of people.

run_sheet   workshop, start, people ──▶ RunSheet (every word and count)
print_run_sheet   RunSheet ──▶ PDF, tagged and archival
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, time
from pathlib import Path

from helpers.charts import Theme
from helpers.frozen import Frozen
from helpers.insight.words import count_of, listed
from helpers.ladder.spoken import NOBODY, Spoken
from helpers.report.typesetting import Pdf, compile_pdf, for_metadata
from helpers.workshop.agenda import (
    Block,
    Form,
    Handout,
    Per,
    Timed,
    Trouble,
    Workshop,
    check_people,
    gathered,
    groups,
    judgement_case,
    needed,
    slide_titles,
    timetable,
)
from helpers.workshop.gathering import Gathering, joined

SPARE = {Per.PERSON: 3}
"""Spare sheets of a handout that everybody gets; of any other there is one."""

BOARD = "workshop_board"
"""The notebook in which a team picture is shown; a workshop without it makes none."""

FEW = "only-four"
"""The hard moment that is no surprise where few people are expected."""

_TEMPLATE = Path(__file__).with_name("paper") / "run_sheet.typ"
_HANDOUT = {
    Handout.WORKSHEET: "Worksheets of the levels in the room",
    Handout.CARDS: "Sets of level cards, cut",
    Handout.PLAN: "Plan pages",
    Handout.CONVERSATION: "Guides to the conversation in pairs",
    Handout.FEEDBACK: "Slips about the workshop itself, cut",
}
_DEVICES = {Gathering.HOSTED: "phones", Gathering.FILES: "laptops", Gathering.PAPER: "paper"}
_GROUP = {2: "pair", 3: "three", 4: "four", 5: "five"}


class Fact(Frozen):
    """A label and what stands behind it."""

    label: str
    text: str


class Count(Frozen):
    """How many of a thing to bring; `spare` of them are spares."""

    count: int
    what: str
    spare: int


class ShownSlide(Frozen):
    """A slide's number in the deck, its title, and the minutes that run down on it (None: none)."""

    number: int
    title: str
    countdown: int | None


class Part(Frozen):
    """A block with its clock times ("09:38"), the groups that people make, and its words."""

    begins: str
    ends: str
    minutes: int
    title: str
    form: str
    purpose: str
    do: tuple[str, ...]
    say: tuple[str, ...]
    people: str
    slides: tuple[ShownSlide, ...]
    handouts: tuple[str, ...]
    notebook: str | None
    remote: str
    trouble: tuple[Trouble, ...]


class Way(Frozen):
    """One way on in a case, by its letter."""

    letter: str
    text: str
    gets: str
    costs: str


class ReadAloud(Frozen):
    """A judgement case as it is read to a room, and what to show afterwards."""

    title: str
    situation: str
    ways: tuple[Way, ...]
    level_up: str


class ScheduledBlock(Frozen):
    """A hard moment: what to say in it and what to do."""

    title: str
    say: str
    do: str


class RunSheet(Frozen):
    """All that is printed, in words; nothing here is left to the template but its place.

    `few` is what to do where fewer people come than a team picture needs (None: enough come).
    """

    title: str
    subtitle: str
    language: str
    facts: tuple[Fact, ...]
    few: ScheduledBlock | None
    promise: tuple[str, ...]
    preparation: tuple[str, ...]
    materials: tuple[Count, ...]
    parts: tuple[Part, ...]
    cases: tuple[ReadAloud, ...]
    moments: tuple[ScheduledBlock, ...]


def run_sheet(
    workshop: Workshop,
    start: time,
    people: int,
    ways: Collection[Gathering] = (),
    *,
    coarse: bool = False,
    elsewhere: bool = False,
) -> RunSheet:
    """The run sheet of a workshop that begins at `start` with so many people.

    `ways` are how answers are gathered (none: the workshop's usual way), `coarse` whether bars have three parts, and
    `elsewhere` whether some people aren't in the room: what these do is told only then. With fewer people than a
    team picture needs, it is the sheet of a workshop without one. Raises `UsageError` if the workshop isn't made for
    so few or so many, or for a way.
    """
    check_people(workshop, people)
    few = people < workshop.group.least
    here = gathered(workshop, ways, people=people, coarse=coarse, elsewhere=elsewhere)
    timed = timetable(here, start)
    titles = slide_titles(workshop)
    numbers = {slide.id: number for number, (_, slide) in enumerate(workshop.slides, start=1)}
    moments = {
        each.id: ScheduledBlock(title=each.title, say=_within_quotes(each.say), do=each.do)
        for each in workshop.hard_moments
    }
    return RunSheet(
        title=workshop.title,
        subtitle=workshop.subtitle,
        language=workshop.language,
        facts=_facts(here, timed, people, shown=not few and any(b.notebook == BOARD for b in workshop.blocks)),
        few=moments.get(FEW) if few else None,
        promise=tuple(map(joined, here.promise)),
        preparation=tuple(map(str, here.preparation)),
        materials=(*_printed(here, people), *_brought(here, people)),
        parts=tuple(
            _part(
                entry,
                people,
                tuple(
                    ShownSlide(number=numbers[slide.id], title=titles[slide.id], countdown=slide.countdown)
                    for slide in entry.block.slides
                ),
            )
            for entry in timed
        ),
        cases=tuple(_read_aloud(case_id) for case_id in here.cases),
        moments=tuple(moment for moment_id, moment in moments.items() if not (few and moment_id == FEW)),
    )


def for_own_ladder(sheet: RunSheet) -> RunSheet:
    """The same sheet for whoever named a ladder's file: its commands are the kit's, which know nothing of the file."""
    return sheet.model_copy(update={"preparation": (_NAME_IT, *sheet.preparation)})


_NAME_IT = (
    "This workshop is about a ladder of your own. Add --ladder and the name of its file to each command on this sheet "
    "that opens the chapters, a board or a session, or makes handouts or slides."
)


def print_run_sheet(sheet: RunSheet, theme: Theme, *, on: date, spoken: Spoken = NOBODY) -> Pdf:
    """The run sheet as a tagged, archival PDF with the time stamp of a day; `spoken` are its ladder's words.

    Raises `ReportError`. `on` is that day, and `theme` the look.
    """
    data = {**sheet.model_dump(mode="json"), "name": for_metadata(f"Run sheet: {sheet.title}")}
    return compile_pdf(_TEMPLATE, lambda _: data, theme, language=sheet.language, on=on, spoken=spoken)


def company_of(form: Form) -> str:
    """Who works with whom during a block, when nobody knows yet how many will come."""
    return {Form.ALONE: "everyone alone", Form.PAIRS: "in pairs", Form.FOURS: "in fours", Form.ALL: "all together"}.get(
        form, "break"
    )


def company(form: Form, people: int) -> str:
    """Who works with whom during a block: "7 pairs", "2 fours and 2 threes", "all 14"."""
    match form:
        case Form.ALONE:
            return "everyone alone"
        case Form.ALL:
            return f"all {people}"
        case Form.BREAK:
            return "break"
    sizes = Counter(groups(form, people))
    return listed([count_of(count, _GROUP[size]) for size, count in sorted(sizes.items(), key=lambda item: -item[1])])


def _facts(workshop: Workshop, timed: tuple[Timed, ...], people: int, *, shown: bool) -> tuple[Fact, ...]:
    facts = [
        Fact(label="Begins", text=_clock(timed[0].begins)),
        Fact(label="Ends", text=_clock(timed[-1].ends)),
        Fact(label="Minutes", text=str(workshop.minutes)),
        Fact(label="People", text=str(people)),
        Fact(label="Answers on", text=", ".join(_DEVICES[way] for way in workshop.ways)),
    ]
    if shown:
        facts.append(Fact(label="Shown together from", text=f"{workshop.group.shown_from} people"))
    return tuple(facts)


def _part(entry: Timed, people: int, slides: tuple[ShownSlide, ...]) -> Part:
    block: Block = entry.block
    return Part(
        begins=_clock(entry.begins),
        ends=_clock(entry.ends),
        form=company(block.form, people),
        slides=slides,
        handouts=tuple(_HANDOUT[handout] for handout in block.handouts),
        do=tuple(map(str, block.do)),
        say=tuple(_within_quotes(str(words)) for words in block.say),
        people=joined(block.people),
        remote=joined(block.remote),
        **{key: getattr(block, key) for key in ("minutes", "title", "purpose", "notebook", "trouble")},
    )


def _printed(workshop: Workshop, people: int) -> Iterable[Count]:
    for handout in workshop.handouts:
        spare = SPARE.get(handout.per, 1)
        yield Count(count=needed(handout.per, people) + spare, what=_HANDOUT[handout], spare=spare)


def _brought(workshop: Workshop, people: int) -> Iterable[Count]:
    for each in workshop.materials:
        yield Count(count=each.each * needed(each.per, people) + each.spare, what=each.what, spare=each.spare)


def _read_aloud(case_id: str) -> ReadAloud:
    case = judgement_case(case_id)
    ways = tuple(
        Way(letter=letter, text=option.text, gets=option.gets, costs=option.costs)
        for letter, option in zip("ABCD", case.options, strict=True)
    )
    return ReadAloud(title=case.title, situation=case.situation, ways=ways, level_up=case.level_up)


def _within_quotes(words: str) -> str:
    """Words that will stand in double quotes: those inside them become single."""
    return words.translate(str.maketrans("“”", "‘’"))


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
