"""`Kit`: what the cells of a chapter call. Each method makes elements and hands them to whoever shows them.

The same calls are made in a kernel, when somebody runs a cell, and by `parts`, when a page is made
from a notebook that nobody runs. A `heading` stands above what a call shows, where it shows anything.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from helpers.cases import Case
from helpers.chapters import cases, questions, rating, report, roles, sharing
from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter, Course
from helpers.chapters.elements import Act, Ask, Asked, Element, Part, Prose, Result, View
from helpers.chapters.notebook import CallCell, OtherCell, Teaches, TextCell, read_notebook
from helpers.chapters.views import header, level, roads, terrain, time
from helpers.errors import KitError, UsageError
from helpers.labs import frame, judgement
from helpers.ladder import RATED, Level
from helpers.pages.page import page

MAP = ("statement:", "choice:standing", "choice:destination")
ROUTE = ("choice:standing", "choice:curious")
GAP = ("statement:", "evidence:", "choice:destination")
EVERYTHING = ("statement:", "evidence:", "prompt:", "plan:", "choice:", "profile:")


class Kit:
    """One chapter of a course. `show` is given each element as it is made."""

    def __init__(self, course: Course, here: Chapter, show: Callable[[Element], None]) -> None:
        self._course = course
        self._ladder = course.ladder
        self._here = here
        self._show = show
        self._named: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"Kit({self._here.stem!r})"

    # What is read

    def header(self) -> None:
        """The kit's title, the chapters with what is answered in each, and where answers are kept."""
        self._add("header", view=header.header, follow=("statement:",))

    def onward(self) -> None:
        """Links to the chapters before and after."""
        self._add("onward", view=header.onward)

    def summary(self) -> None:
        """The chapter's title, and what its level is about."""
        here, level_ = self._here, self._level()
        self._add("summary", view=lambda _: level.summary(level_, here))

    def changes(self, heading: str | None = None) -> None:
        """What changes when somebody comes to this level."""
        here = self._level()
        self._add("changes", view=lambda _: level.changes(self._ladder, here), heading=heading)

    def notes(self, heading: str | None = None) -> None:
        """The notes that stand beside the lists of this level."""
        here = self._level()
        self._add("notes", view=lambda _: level.notes(self._ladder, here), heading=heading)

    def terrain_notes(self, heading: str | None = None) -> None:
        """The notes on the ladder as a whole."""
        self._add("terrain-notes", view=lambda _: terrain.terrain_notes(self._ladder), heading=heading)

    def principles(self, heading: str | None = None) -> None:
        """The closing principles."""
        self._add("principles", view=lambda _: terrain.principles(self._ladder), heading=heading)

    def scale(self) -> None:
        """The words that people answer with, and what each means."""
        self._add("scale", view=lambda _: terrain.scale(self._ladder))

    # What is asked

    def rate(self, section: str | None = None) -> None:
        """The statements of a section ("responsibilities", "signs", "skills") to rate, with evidence.

        None stands for every section that this level has, each below its heading; a long level is
        asked one competency at a time. Raises `UsageError` for a section that isn't rated.
        """
        here = self._level()
        if section is not None:
            self._ask(f"rate-{section}", questions.statements(self._ladder, here.id, section))
        elif len(here.statements) > rating.MOST_AT_ONCE:
            self._add(
                "rate",
                view=partial(rating.competencies, here),
                form=partial(rating.questions_of, here),
                act=rating.choose,
                follow=("statement:",),
            )
        else:
            for each in RATED:
                asked = questions.statements(self._ladder, here.id, each)
                self._ask(f"rate-{each}", asked, rating.HEADINGS[each], rank=3)

    def reflect(self, heading: str | None = None) -> None:
        """The reflection prompts of this level, of each role, or of the ladder as a whole: as the chapter is about."""
        if self._here.teaches is Teaches.ROLES:
            for role in self._ladder.roles:
                self._ask(f"reflect-{role.id}", questions.prompts(role), role.title, rank=3)
        elif self._here.level:
            self._ask("reflect", questions.prompts(self._level()), heading)
        else:
            self._ask("reflect", questions.path_prompts(self._ladder), heading)

    def profile(self) -> None:
        """Name, role, where somebody stands and what they are curious about: all may stay empty."""
        self._ask("profile", questions.profile(self._ladder))

    # What can be practised

    def lab(self, heading: str | None = None) -> None:
        """The labs that belong here: title, minutes, question, and the link to each. Nothing where there is none."""
        for lab in self._course.labs_of(self._here):
            self._add(f"lab-{lab.lab}", view=_card(lab), heading=heading)
            heading = None

    def cases(self, heading: str | None = None) -> None:
        """The judgement cases of this level: choose first, then see what each choice gets and costs."""
        found = cases.of_level(self._course, self._level().id)
        for number, case in enumerate(found, 1):
            self._add(
                f"case-{case.id}",
                view=_always(judgement.situation(case, number, len(found))),
                form=_asks(Asked(case.title, (judgement.choice_field(case),))),
                heading=heading,
            )
            self._add(f"consequences-{case.id}", view=_consequences(case), follow=(case.subject,))
            heading = None

    # What the answers say

    def insight(self) -> None:
        """What the answers to this level say."""
        here = self._level()
        follow = tuple(f"{kind}:{each.id}" for each in here.statements for kind in ("statement", "evidence"))
        self._add("insight", view=lambda context: level.insight(context, here.id), follow=follow)

    def map(self) -> None:
        """The map of the ladder, with where somebody stands."""
        self._add("map", view=terrain.terrain_map, follow=MAP)

    def route(self) -> None:
        """Which chapters matter to this person."""
        self._add("route", view=terrain.route, follow=ROUTE)

    def since_last_time(self) -> None:
        """What is different since the visit before this one."""
        self._add("since-last-time", view=time.since_last_time, follow=EVERYTHING)

    # Where to

    def explore_roles(self) -> None:
        """The families of neighbouring roles one at a time, with the questions still open on what each draws on."""
        if self._ladder.roles:
            follow = ("statement:", "evidence:")
            self._add(
                "explore-roles", view=roles.view, form=roles.questions, act=roles.act, follow=follow, personal=True
            )

    def compare(self) -> None:
        """Up to three destinations to choose, and those side by side."""
        self._add("roads", form=questions.comparison, ask_again=("choice:standing",), personal=True)
        self._add("compare", view=roads.compare, follow=(*GAP, "choice:compare", "choice:standing"))

    def choose_destination(self) -> None:
        """The direction for now."""
        self._add("choose-destination", form=questions.direction, ask_again=("choice:standing",), personal=True)

    def gap(self) -> None:
        """What lies between the answers and the chosen destination."""
        self._add("gap", view=roads.between, follow=GAP)

    def choose_focus(self) -> None:
        """At most three statements to work on; what is on offer depends on the chosen destination."""
        destination = ("choice:destination",)
        self._add(
            "choose-focus",
            view=lambda context: "" if questions.focus(context).fields else roads.no_focus(),
            form=questions.focus,
            follow=destination,
            ask_again=destination,
            personal=True,
        )

    def plan(self) -> None:
        """An if–then plan for each focus area, and then all of them to be said aloud."""
        self._add("plan", form=questions.plans, ask_again=("choice:focus",), personal=True)
        self._add("plan-aloud", view=time.plan_aloud, follow=("plan:", "choice:focus"))

    def report(self) -> None:
        """The button that makes the PDF, and the link to it."""
        self._add("report", view=lambda _: report.invitation(), act=_report)

    def share(self) -> None:
        """What a workshop gets, if there is one: chosen, seen as it will stand in the file, then written."""
        self._add("share", view=sharing.view, act=sharing.act, follow=sharing.FOLLOWS)

    # How

    def _level(self) -> Level:
        if self._here.level is None:
            raise UsageError(
                f"the chapter “{self._here.title}” teaches no level",
                next_step="Name the level in the notebook’s metadata, under “kit”.",
            )
        return self._ladder.level(self._here.level)

    def _ask(self, name: str, asked: Asked, heading: str | None = None, *, rank: int = 2) -> None:
        """Make an element of questions that are always the same; none where there are no questions."""
        if asked.fields:
            self._add(name, form=_asks(asked), heading=heading, rank=rank)

    def _add(
        self,
        name: str,
        *,
        view: View | None = None,
        form: Ask | None = None,
        act: Act | None = None,
        follow: tuple[str, ...] = (),
        ask_again: tuple[str, ...] = (),
        personal: bool = False,
        heading: str | None = None,
        rank: int = 2,
    ) -> None:
        """Make an element and hand it on. A second one of the same name in a chapter gets a number."""
        if heading:
            view = _headed(page("heading", heading=heading, rank=rank), view, form)
        self._named[name] += 1
        id = name if self._named[name] == 1 else f"{name}-{self._named[name]}"
        self._show(Element(id, view, form, act, follow, ask_again, personal))


def parts(course: Course, here: Chapter) -> tuple[Part, ...]:
    """What a chapter holds, in reading order, read from its notebook. Nothing is run.

    A cell that is no call of the kit, or one that the kit refuses, becomes an element that says so.
    Prose about another ladder is left out. Raises `DocumentError` if the notebook can't be read.
    """
    found: list[Part] = []
    kit = Kit(course, here, found.append)
    for cell in read_notebook(here.notebook).cells:
        match cell:
            case TextCell(id, text, mark) if mark.where is None and mark.ladder in (None, course.ladder.id):
                found.append(Prose(f"text-{id}", text))
            case CallCell():
                found.extend(_trouble(kit, cell))
            case OtherCell(id):
                found.append(Element(f"cell-{id}", view=_always(page("left_out"))))
    return tuple(found)


def _trouble(kit: Kit, cell: CallCell) -> list[Element]:
    """Make a cell's call; what stands in its place where it can't be made."""
    method = getattr(kit, cell.method, None)
    try:
        if method is None:
            raise TypeError
        inspect.signature(method).bind(*cell.positional, **cell.named)
    except TypeError:
        return [Element(f"cell-{cell.id}", view=_always(page("left_out")))]
    try:
        method(*cell.positional, **cell.named)
    except KitError as error:
        return [Element(f"cell-{cell.id}", view=_always(page("trouble", what=str(error))))]
    return []


def _headed(heading: str, view: View | None, form: Ask | None) -> View:
    """A view below its heading; no heading where nothing is shown or asked."""

    def headed(context: ViewContext) -> str:
        html = view(context) if view else ""
        return heading + html if html.strip() or (form and form(context).fields) else ""

    return headed


def _card(lab: Chapter) -> View:
    return lambda context: frame.card(str(lab.lab), context.link(lab))


def _consequences(case: Case) -> View:
    return lambda context: judgement.consequences(case, context.ladder, context.state)


def _report(context: ViewContext, _: str) -> Iterator[Result]:
    return report.making(partial(report.make_pdf, context))


def _always(html: str) -> View:
    return lambda _: html


def _asks(asked: Asked) -> Ask:
    return lambda _: asked
