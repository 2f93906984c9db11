"""`LabKit`: what the cells of a lab's notebook call. What the lab asks and shows is in its `LabPage`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers.cases import load_cases
from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter, Course
from helpers.chapters.elements import Asked, Become, Element, Keep, Result
from helpers.chapters.maker import Maker, always
from helpers.chapters.route import FOLLOWS as ROUTE
from helpers.chapters.views.header import ahead
from helpers.labs import Lab, frame, keeping, load_lab, resetting
from helpers.labs.context import LabContext
from helpers.labs.left_out import left_out
from helpers.labs.page import lab_page
from helpers.pages.render import paragraphs, render


class LabKit(Maker):
    """A lab. Opening it imports its simulation, and NumPy with that. Raises `KitError` where it can't be used."""

    def __init__(self, course: Course, here: Chapter, show: Callable[[Element], None]) -> None:
        super().__init__(course, here, show)
        self._lab = load_lab(str(here.lab))
        self._page = lab_page(str(here.lab))

    def header(self) -> None:
        """What the lab is, how long it takes, where it is played, and the way back to its chapter."""
        self._add("header", view=lambda context: frame.header(self._lab, _around(context)[0]))

    def brief(self) -> None:
        """The company that the lab is played at, and what one learns to do."""
        self._add("brief", view=always(frame.brief(self._lab)))

    def ask(self, name: str) -> None:
        """One of the lab's forms, by its name. Raises `UsageError`, naming the ones there are."""
        self._ask(f"ask-{name}", Asked(*self._page.form(name, self._lab)))

    def show(self, name: str) -> None:
        """One of the lab's views, by its name. Raises `UsageError`, naming the ones there are."""
        self._add(
            f"show-{name}",
            view=lambda context: self._page.view(name, _in_lab(self._lab, context)),
            follow=self._page.follows(self._lab),
        )

    def each(self) -> None:
        """Every form that follows from the lab's data, below what is said of it, and its view below it.

        So a company's own data has its forms without a notebook of its own.
        """
        leads = self._page.leads_of(self._lab, self._ladder)
        for name in self._page.forms_of(self._lab):
            if lead := leads.get(name):
                above = render("heading", heading=lead.title, rank=3) + str(paragraphs(lead.note))
                self._add(f"lead-{name}", view=always(above))
            self.ask(name)
            if name in self._page.views_of(self._lab):
                self.show(name)

    def keep(self) -> None:
        """What one did, in one's own words, and the buttons that keep it as evidence or reflection."""
        self._ask("keep", Asked(*keeping.question(self._lab)))

        def view(context: ViewContext) -> str:
            here = _in_lab(self._lab, context)
            return keeping.offer(here, self._page.starter(here))

        def act(context: ViewContext, value: str) -> Iterator[Result]:
            yield Keep(tuple(keeping.act(_in_lab(self._lab, context), value).items()))

        self._add("kept", view=view, act=act, follow=(*self._page.follows(self._lab), "evidence:", "prompt:"))

    def cases(self) -> None:
        """The judgement cases of the lab's level."""
        if self._lab.level:
            self._judge(load_cases(self._lab.level).cases)

    def facilitator(self) -> None:
        """Notes for whoever runs the lab with a group, closed until wanted."""
        self._add("facilitator", view=always(frame.facilitator(self._lab, left_out(self._lab, self._ladder))))

    def reset(self) -> None:
        """A button that empties the answers of this lab, and another that puts them back.

        Which answers it emptied last, by the ids of their events, travels with the panel.
        """

        def view(context: ViewContext) -> str:
            return resetting.offer(self._lab, context.state, context.own.split())

        def act(context: ViewContext, value: str) -> Iterator[Result]:
            reset = resetting.act(self._lab, context.events, context.state, value, context.own.split())
            if reset is not None:
                yield Keep(tuple(reset.record.items()))
                yield Become(" ".join(reset.emptied))

        self._add("reset", view=view, act=act, follow=(self._lab.subject(""),))

    def onward(self) -> None:
        """A box for what happened at work, and links back to the lab's chapter and on to the next."""
        self._notes()
        self._add("onward", view=lambda context: frame.onward(*_around(context)), follow=ROUTE)


def _in_lab(lab: Lab, context: ViewContext) -> LabContext[Lab]:
    return LabContext(lab, context.ladder, context.theme, context.state)


def _around(context: ViewContext) -> tuple[frame.ChapterLink, frame.ChapterLink | None]:
    """The chapter of the lab, or the first one where the ladder in use has no place for the lab; and the next."""
    before, _ = context.course.neighbours(context.here)
    after = ahead(context)
    return _link(context, before or context.course.chapters[0]), _link(context, after) if after else None


def _link(context: ViewContext, chapter: Chapter) -> frame.ChapterLink:
    return frame.ChapterLink(context.link(chapter), chapter.title, chapter.number or 0, chapter.minutes)
