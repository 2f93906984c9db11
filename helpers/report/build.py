"""From a ladder and a journal's events to a `Report`: pure, and every word is settled here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from helpers.charts import Theme
from helpers.insight import day_in_words
from helpers.journal import Event, Subject
from helpers.ladder import Ladder
from helpers.report.context import build_context
from helpers.report.model import Report
from helpers.report.phrases import LONGEST_HEADING, fits, shortened
from helpers.report.pictures import with_tables
from helpers.report.reading import how_to_read
from helpers.report.sections import current, gap_and_plan, one_to_one
from helpers.report.sections.one_page import one_page

LONGEST_NAME = 60
"""Characters of a name in the footer, which has one line; the first page shows all of it."""

LONGEST_ROLE = 240
"""Characters of somebody's role below their name."""


def build_report(
    ladder: Ladder,
    events: Iterable[Event],
    *,
    on: date,
    theme: Theme,
    name: str | None = None,
    asked: Collection[str] | None = None,
) -> Report:
    """The report of one person's answers about one ladder, for the day `on`.

    `events` may come in any order and from several ladders: only answers about this one
    count, and what was answered after `on` is left out. `name` is used instead of the
    one in the profile. `asked` are the ids of the statements that they were asked, where that wasn't the whole
    ladder: what nobody asked is counted nowhere. A section with nothing to show says what would fill it, or is
    left out. A rating that is no frequency is a zero nowhere. Raises `OtherLadder` if all
    answers are about another ladder. `theme` is the look.
    """
    material = build_context(ladder, events, on=on, theme=theme, asked=asked)
    person = (material.state.words(Subject.profile("name")) if name is None else name).strip()
    role = material.state.words(Subject.profile("role")).strip()
    day = f"Career report, {day_in_words(on)}"
    too_long = {"Name": (person, LONGEST_HEADING), "Role today": (role, LONGEST_ROLE)}
    sections = (
        current.where(material, {label: text for label, (text, most) in too_long.items() if not fits(text, most)}),
        current.strong(material),
        current.changed(material),
        current.levels(material),
        gap_and_plan.road(material),
        gap_and_plan.focus_and_plan(material),
        one_to_one.from_others(material),
        one_to_one.reflections(material),
        one_to_one.one_to_one(material),
        how_to_read(material),
    )
    return Report(
        on=on,
        title=f"Career report: {person}" if person else "Career report",
        author=person,
        kicker=f"{ladder.title} · {day}",
        heading=shortened(person, LONGEST_HEADING) or "Your career report",
        subtitle=shortened(role, LONGEST_ROLE),
        footer=" · ".join([shortened(person, LONGEST_NAME)] * bool(person) + [day]),
        sections=with_tables(section for section in sections if section),
    ).about(ladder)


def build_one_to_one(ladder: Ladder, events: Iterable[Event], *, on: date, theme: Theme) -> Report:
    """One page for the person that somebody will talk to: questions and statements, and none of the answers.

    `events` and `on` are as in `build_report`. Of what somebody said it holds their name, the level where
    they stand and, unless they left it out, the direction that they chose; nothing else. The `ladder` gives the
    questions, and `theme` the look.
    """
    material = build_context(ladder, events, on=on, theme=theme)
    person = material.state.words(Subject.profile("name")).strip()
    day = day_in_words(on)
    title = f"For a 1:1 with {shortened(person, LONGEST_NAME)}" if person else "For our 1:1"
    return Report(
        on=on,
        title=title,
        author=person,
        kicker=f"{ladder.title} · {day}",
        heading=title,
        subtitle=f"Where I work today: {material.standing.title}" if material.standing else "",
        footer=f"{title} · {day}",
        sections=one_to_one.for_the_other(material),
    ).about(ladder)


def build_one_page(ladder: Ladder, events: Iterable[Event], *, on: date, theme: Theme) -> Report:
    """One page on the level where somebody works, which says on how many of its statements it rests.

    `events` and `on` are as in `build_report`. Raises `OtherLadder` if all answers are about another ladder. `theme` is
    the look.
    """
    material = build_context(ladder, events, on=on, theme=theme)
    person = material.state.words(Subject.profile("name")).strip()
    day = day_in_words(on)
    title = f"First answers: {shortened(person, LONGEST_NAME)}" if person else "My first answers"
    return Report(
        on=on,
        title=title,
        author=person,
        kicker=f"{ladder.title} · {day}",
        heading=shortened(person, LONGEST_HEADING) or "My first answers",
        footer=f"{title} · {day}",
        sections=one_page(material),
    ).about(ladder)
