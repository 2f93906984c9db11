"""`ViewContext`: all that an element is drawn from. Nothing else goes into a picture of somebody's answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from helpers.charts import Theme
from helpers.frozen import Frozen
from helpers.journal import Event, Problem, State, fold
from helpers.ladder import Ladder
from helpers.review.sealing import Key

if TYPE_CHECKING:
    from helpers.chapters.course import Chapter, Course


Known = TypeVar("Known", bound=Frozen)

QUESTIONS = "questions"
"""What the first questions of a page are linked by."""


class Where(StrEnum):
    """Whose computer keeps the answers: the machine in front of somebody, their browser, or a JupyterHub's server."""

    MACHINE = "machine"
    BROWSER = "browser"
    HUB = "JupyterHub"


@dataclass(frozen=True)
class Kept:
    """Where answers are kept, as a page says it ("/home/ada/journal.jsonl"), and which lines of it can't be read.

    `name` stands for somebody who hasn't said theirs, in the names of files. `key` opens replies that were
    encrypted, None where nothing can lie beside the answers. `answers_at` is the address of the page on which
    somebody answers a second view, as these pages reach it; "" where there is none. `where` is whose
    computer that is. `pages` is the address, from elsewhere, below which these pages are; "" where they have none
    that stays.
    """

    place: str
    name: str = "journal"
    problems: tuple[Problem, ...] = ()
    key: Key | None = None
    answers_at: str = ""
    where: Where = Where.MACHINE
    pages: str = ""


def notebook_link(chapter: Chapter) -> str:
    """The link to a chapter from the notebook beside it."""
    return chapter.file


@dataclass(frozen=True)
class ViewContext:
    """One chapter at one moment, for one person.

    `events` are all lines of the journal and `state` their fold for this ladder. `here` is the
    chapter that is shown, `now` the time, with its time zone. `own` is what the element that is
    drawn knows of itself; it comes from the page, so an element checks it like any answer. `link`
    gives the address of a chapter where this page stands. `kept` is where the answers are.
    """

    ladder: Ladder
    theme: Theme
    course: Course
    here: Chapter
    events: tuple[Event, ...]
    state: State
    now: datetime
    kept: Kept
    own: str = ""
    link: Callable[[Chapter], str] = field(default=notebook_link)

    @classmethod
    def of(
        cls,
        course: Course,
        here: Chapter,
        events: Sequence[Event],
        *,
        theme: Theme,
        now: datetime,
        kept: Kept,
        link: Callable[[Chapter], str] = notebook_link,
    ) -> ViewContext:
        """The context of a chapter from the events of a journal; the parameters are those of the class.

        The `course` has the ladder, and `theme` the colours of what is drawn.
        """
        events = tuple(events)
        state = fold(events, ladder=course.ladder)
        return cls(course.ladder, theme, course, here, events, state, now, kept, link=link)

    @property
    def today(self) -> date:
        """The day that it is where the kit runs."""
        return self.now.astimezone().date()

    def knows(self, kind: type[Known]) -> Known:
        """What the element that is drawn knows of itself; what it began with, where that can't be read as `kind`."""
        try:
            return kind.model_validate_json(self.own) if self.own else kind()
        except ValidationError:
            return kind()

    def questions(self, chapter: Chapter) -> str:
        """The address of a chapter's questions."""
        return f"{self.link(chapter)}#{QUESTIONS}"

    def within(self, own: str) -> ViewContext:
        """The same for an element that knows this of itself."""
        return replace(self, own=own)
