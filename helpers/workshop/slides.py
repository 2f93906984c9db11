"""What a slide shows: every word and picture of it, from the workshop and the ladder.

    Workshop + Ladder ──▶ Projected ──▶ HTML (helpers/workshop/deck.py) and PDF (paper/slides.typ)

There are five layouts, and each face knows how to set each of them.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Literal

from helpers.charts import Picture, Theme, ladder_map
from helpers.frozen import Frozen
from helpers.ladder.model import Ladder
from helpers.report.pictures import LONG
from helpers.workshop.agenda import Block, Slide, SlideKind, Workshop, judgement_case, slide_titles
from helpers.workshop.gathering import Gathering, joined
from helpers.workshop.handouts import PLAN_EXAMPLE
from helpers.workshop.ladder_facts import undrawn_kinds

SESSIONS_CLOCK = "by the clock on the phones"
"""Where the one clock is in a hosted session. A slide with a clock of its own would be a second truth."""

MAP_WIDTH = 900
"""px; what is read from the back of a room needs more of the slide than of a page."""


class Entry(Frozen):
    """One of several things side by side or below each other; `apart` sets it off from the others."""

    label: str
    text: str
    more: tuple[str, ...] = ()
    apart: bool = False


class Projected(Frozen):
    """A slide with its number, counted from 1. `countdown` is in minutes, None where nothing runs down.

    `clock` says which clock runs for it ("": a clock on the slide).

    `title`: title and lead alone; `points`: a few large lines; `picture`; `cards`: entries
    in columns; `rows`: entries below each other, with `head` over their columns.
    """

    id: str
    number: int
    layout: Literal["title", "points", "picture", "cards", "rows"]
    title: str
    lead: str = ""
    points: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    columns: int = 1
    picture: Picture | None = None
    countdown: int | None = None
    clock: str = ""


def projected(workshop: Workshop, ladder: Ladder, theme: Theme) -> tuple[Projected, ...]:
    """The slides of a workshop, in order, without those of what this ladder hasn't (roles, principles).

    Raises `UsageError` for a case that there isn't. `theme` gives the colours of what is drawn on them.
    """
    titles = slide_titles(workshop)
    undrawn = undrawn_kinds(ladder)
    shown = ((block, slide) for block, slide in workshop.slides if slide.draws not in undrawn)
    return tuple(
        _projected(number, block, slide, titles[slide.id], workshop, ladder, theme)
        for number, (block, slide) in enumerate(shown, start=1)
    )


def _projected(
    number: int, block: Block, slide: Slide, title: str, workshop: Workshop, ladder: Ladder, theme: Theme
) -> Projected:
    base = Projected(
        id=slide.id,
        number=number,
        layout="points",
        title=title,
        points=tuple(map(str, slide.points)),
        countdown=slide.countdown,
        clock=SESSIONS_CLOCK if slide.countdown and Gathering.HOSTED in workshop.ways else "",
    )
    return base.model_copy(update=_drawn(block, slide, workshop, ladder, theme))


def _drawn(block: Block, slide: Slide, workshop: Workshop, ladder: Ladder, theme: Theme) -> dict[str, object]:
    """What a kind of slide has that others haven't, by field."""
    match slide.draws:
        case SlideKind.WORDS:
            return {} if slide.points else {"layout": "title", "lead": joined(block.people)}
        case SlideKind.TITLE:
            return {"layout": "title", "lead": workshop.subtitle}
        case SlideKind.PROMISES:
            return {"points": tuple(map(joined, workshop.promise))}
        case SlideKind.MAP:
            picture = ladder_map(ladder, theme, width=MAP_WIDTH, is_across=True)
            if SlideKind.LEVELS not in undrawn_kinds(ladder):  # that slide names the rest, as text
                picture = picture._replace(alt=_opening_sentences(picture.alt, LONG))
            return {"layout": "picture", "picture": picture}
        case SlideKind.LEVELS:
            entries = tuple(
                Entry(label=it.short_title, text=it.summary.text if it.summary else "") for it in ladder.levels
            )
            return {"layout": "cards", "entries": entries, "columns": 3}
        case SlideKind.ROLES:
            entries = tuple(Entry(label=it.title, text=it.summary.text) for it in ladder.roles)
            return {"layout": "cards", "entries": entries, "columns": 3}
        case SlideKind.SCALE:
            return {"layout": "cards", "lead": ladder.scale.question, "entries": _answers(ladder), "columns": 4}
        case SlideKind.PLAN:
            entries = tuple(Entry(**each) for each in PLAN_EXAMPLE)
            return {"layout": "rows", "entries": entries}
        case SlideKind.PRINCIPLES:
            return {"points": tuple(it.text for it in ladder.principles)}
        case SlideKind.CASE | SlideKind.COSTS:
            return _case(slide)


def _opening_sentences(text: str, longest: int) -> str:
    """As many whole sentences of a text, from its first on, as have at most so many characters; at least one."""
    openings = list(accumulate(re.split(r"(?<=\.) ", text), "{} {}".format))
    return [openings[0], *(opening for opening in openings if len(opening) <= longest)][-1]


def _answers(ladder: Ladder) -> tuple[Entry, ...]:
    scale = ladder.scale
    apart = (scale.no_opportunity, scale.not_applicable, scale.dont_know)
    return (
        *(Entry(label=it.label, text=_first_sentence(it.meaning)) for it in scale.frequencies),
        *(Entry(label=it.label, text=_first_sentence(it.meaning), apart=True) for it in apart),
    )


def _case(slide: Slide) -> dict[str, object]:
    case = judgement_case(slide.case or "")
    with_costs = slide.draws is SlideKind.COSTS
    entries = tuple(
        Entry(label=letter, text=option.text, more=(option.gets, option.costs) if with_costs else ())
        for letter, option in zip("ABCD", case.options, strict=True)
    )
    if with_costs:
        head = ("Way", "What you would do", "What it gets", "What it costs")
        return {"layout": "rows", "entries": entries, "head": head}
    return {"layout": "rows", "entries": entries, "lead": case.situation}


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."
