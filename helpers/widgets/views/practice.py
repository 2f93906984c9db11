"""What all labs and cases show alike: header, brief, facilitator's notes, links, and a case once it is decided."""

from __future__ import annotations

from typing import NamedTuple

from helpers.cases import Case, CaseOption, entry, load_cases
from helpers.charts import Theme
from helpers.labs import Lab, load_lab
from helpers.ladder import Statement
from helpers.pages.page import page
from helpers.widgets.chapters import CHAPTERS, ROLES, Chapter, neighbours
from helpers.widgets.session import Moment


def chapter_of(lab_id: str) -> Chapter:
    """The chapter beside which a lab stands."""
    return next((chapter for chapter in CHAPTERS if chapter.level == lab_id), ROLES)


def lab_header(lab: Lab, theme: Theme) -> str:
    """The lab's question, its minutes, and the way back to its chapter."""
    return page("labs/header", lab=lab, chapter=chapter_of(lab.lab), accent=theme.accent)


def brief(lab: Lab) -> str:
    """The company that a lab is played at, and what one learns to do."""
    return page("labs/brief", lab=lab)


def facilitator(lab: Lab) -> str:
    """The facilitator's notes, closed until wanted."""
    return page("labs/facilitator", lab=lab)


def lab_onward(lab: Lab) -> str:
    """Links back to the lab's chapter and on to the chapter after it."""
    chapter = chapter_of(lab.lab)
    return page("labs/onward", chapter=chapter, after=neighbours(chapter)[1])


def lab_card(lab_id: str) -> str:
    """What a chapter shows of its lab: title, minutes, question, and the link. Raises `KitError`."""
    lab = load_lab(lab_id)
    return page("labs/card", lab=lab, entry=entry(lab_id), cases=len(load_cases(lab.level).cases) if lab.level else 0)


def situation(case: Case, number: int, total: int) -> str:
    """A judgement case before anything is chosen."""
    return page("labs/situation", case=case, number=number, total=total)


class Way(NamedTuple):
    """One option of a case with what it shows; `chosen` says whether it is the person's."""

    option: CaseOption
    chosen: bool
    shows: tuple[Statement, ...]


def consequences(moment: Moment, case: Case) -> str:
    """What each choice gets, costs and shows, and the view from a level up; nothing before one is chosen.

    Statements that the ladder in use doesn't have are passed over.
    """
    chosen = next(iter(moment.state.picked(case.subject)), None)
    if chosen is None or case.option(chosen) is None:
        return ""
    ladder = moment.ladder
    ways = [
        Way(
            option,
            option.id == chosen,
            tuple(ladder.statement(id) for id in option.shows if ladder.has_statement(id)),
        )
        for option in case.options
    ]
    return page("labs/consequences", ways=sorted(ways, key=lambda way: not way.chosen), case=case)
