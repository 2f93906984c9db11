"""`Maker`: how the calls of a notebook's cells become elements, each of which is handed to whoever shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from helpers.cases import Case
from helpers.chapters import inbox, period
from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter, Course
from helpers.chapters.elements import Act, Ask, Asked, Element, View
from helpers.chapters.views.earlier import asking, earlier
from helpers.labs import judgement
from helpers.pages.render import render


class Maker:
    """One chapter or lab of a course. `show` is given each element as it is made."""

    def __init__(self, course: Course, here: Chapter, show: Callable[[Element], None]) -> None:
        self._course = course
        self._ladder = course.ladder
        self._here = here
        self._show = show
        self._named: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._here.stem!r})"

    def _ask(self, name: str, asked: Asked, heading: str | None = None, *, rank: int = 2) -> None:
        """Make an element of questions that are always the same; none where there are no questions.

        Above those that are open again since the ladder changed stand the earlier answers.
        """
        if asked.fields:
            follow = tuple(subject for subject, _ in asking(asked.fields))
            view = partial(_earlier, asked)
            self._add(name, view=view, form=asks(asked), follow=follow, heading=heading, rank=rank)

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
            view = _headed(render("heading", heading=heading, rank=rank), view, form)
        self._named[name] += 1
        element_id = name if self._named[name] == 1 else f"{name}-{self._named[name]}"
        self._show(Element(element_id, view, form, act, follow, ask_again, personal, heading or ""))

    def _notes(self) -> None:
        """Make the elements of a box for what happened at work, of notes that back nothing yet, and of a period."""
        self._add("note", form=inbox.questions, personal=True)
        self._add("notes", view=inbox.view, act=inbox.act, follow=inbox.FOLLOWS)
        self._add("notes-period", view=period.view, act=period.act, follow=period.FOLLOWS)

    def _judge(self, cases: tuple[Case, ...], heading: str | None = None) -> None:
        """Make the elements of judgement cases: choose first, then see what each choice gets and costs."""
        for number, case in enumerate(cases, 1):
            self._add(
                f"case-{case.id}",
                view=always(judgement.situation(case, number, len(cases))),
                form=asks(Asked(case.title, (judgement.choice_field(case),))),
                heading=heading,
            )
            self._add(f"consequences-{case.id}", view=_consequences(case), follow=(case.subject,))
            heading = None


def _earlier(asked: Asked, context: ViewContext) -> str:
    return earlier(context, asking(asked.fields))


def _headed(heading: str, view: View | None, form: Ask | None) -> View:
    """A view below its heading; no heading where nothing is shown or asked."""

    def headed(context: ViewContext) -> str:
        html = view(context) if view else ""
        return heading + html if html.strip() or (form and form(context).fields) else ""

    return headed


def _consequences(case: Case) -> View:
    return lambda context: judgement.consequences(case, context.ladder, context.state)


def always(html: str) -> View:
    """A view that is the same whatever was answered."""
    return lambda _: html


def asks(asked: Asked) -> Ask:
    """Questions that are the same whatever was answered."""
    return lambda _: asked
