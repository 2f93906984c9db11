"""The engine behind the pages: what it hears, it answers. It knows no server, and keeps nothing of a page.

    message ─▶ decide (helpers.form, helpers.chapters: pure) ─▶ keep (`Keeping`) ─▶ what is another one now

Whatever keeps the answers (a file under a lock, a browser's database) is a `Keeping`. The engine remembers
the answers as they stood at the last few versions, so that a page at one of these is told only what can
have changed; a page at any other is told everything, which is right as well, and only takes longer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from helpers.chapters import (
    NOTEBOOKS,
    Become,
    Bring,
    Chapter,
    Course,
    Element,
    Give,
    Keep,
    Kept,
    Part,
    Result,
    Show,
    Stored,
    ViewContext,
    ahead,
    changed,
    course,
    drawn,
    follows,
    kit_of,
    parts,
)
from helpers.chapters import progress as progress_of
from helpers.chapters.completion import answered_of, questions_of
from helpers.chapters.drawing import BROKEN, note
from helpers.chapters.notebook import Teaches
from helpers.chapters.recalling import Beside, beside
from helpers.charts import Theme
from helpers.clock import utc_now
from helpers.errors import KitError, NoTypesetter
from helpers.form import Accepted, Field, SentAnswer, current_values, decide, fault, form_spec
from helpers.journal import Answer, Event, Rater, State
from helpers.journal.events import says_something
from helpers.journal.lines import Contents
from helpers.journal.recording import made_by
from helpers.ladder import Ladder
from helpers.pages.acts import Acts
from helpers.pages.render import render
from helpers.web import protocol
from helpers.web.protocol import (
    Act,
    Elsewhere,
    EngineReply,
    Form,
    Given,
    Look,
    Onward,
    Progress,
    Questions,
    Version,
    said,
)

AROUND = ("statement:", "lab:", "case:", "choice:standing", "choice:curious")
"""What stands around a chapter is made from these: how far each is, and what comes next."""

MOST_VERSIONS = 24
"""How many versions of the answers are remembered: as many windows as anybody has open, and some more."""


class Keeping(Protocol):
    """What keeps somebody's answers. Every method may raise a `KitError`, whose text is for the person."""

    def version(self) -> str:
        """A short text that is another one whenever any answer may be."""

    def events(self) -> tuple[Event, ...]:
        """Every answer ever given, in the order of time."""

    def kept(self) -> Kept:
        """Where answers are kept, as a page says it."""

    def record(self, subject: str, answer: Answer, rater: Rater = Rater.SELF) -> Event:
        """Keep an answer of its owner's, or of another `rater`; return its event once nothing can happen to it.

        `subject` is "kind:id".
        """

    def keep(self, given: Sequence[tuple[str, Answer, Rater]], act: str) -> None:
        """Keep answers that belong together, as (subject, answer, rater): all, or none where it raises.

        `act` is the number of the press that gives them ("": it has none), from which the ids of their events follow
        (`helpers.journal.recording.made_by`).
        """

    def bring(self, contents: Contents) -> int:
        """Keep what of another journal isn't there yet, and return how many answers that were."""

    def store(self, file: Give) -> Stored:
        """Keep a file for its owner alone, and say where it can be had."""

    def token(self) -> str:
        """A short text that stands for this very store of answers, and says nothing about it."""


class Drawn(NamedTuple):
    """An element as it stands now: its HTML, its questions as a screen needs them (None: none), their answers, and what
    stands beside its statements."""

    element: Element
    html: str
    form: Questions | None
    values: dict[str, SentAnswer]
    beside: Beside


class Engine:
    """The chapters of one ladder over one person's answers.

    `link` gives a chapter's address on the page, `now` the time, `folder` is where the notebooks are.
    """

    def __init__(
        self,
        ladder: Ladder,
        keeping: Keeping,
        *,
        theme: Theme,
        link: Callable[[Chapter], str],
        now: Callable[[], datetime] = utc_now,
        folder: Path = NOTEBOOKS,
    ) -> None:
        self.ladder = ladder
        self.keeping = keeping
        self.theme = theme
        self.link = link
        self._now = now
        self._folder = folder
        self._known: OrderedDict[str, State] = OrderedDict()
        self._one_at_a_time = threading.Lock()
        self._acts = Acts()
        self._lab_questions: dict[str, tuple[Field, ...] | None] = {}  # by stem; None where they can't be had

    @property
    def course(self) -> Course:
        """The chapters as the notebooks have them now. Raises `KitError`."""
        return course(self.ladder, self._folder)

    def moment(self, here: Chapter) -> tuple[str, ViewContext]:
        """How a chapter stands now, and the version that this is. Raises `KitError`."""
        version = self.keeping.version()  # first: what is written meanwhile is found at the next look
        context = ViewContext.of(
            self.course,
            here,
            self.keeping.events(),
            theme=self.theme,
            now=self._now(),
            kept=self.keeping.kept(),
            link=self.link,
        )
        # The first state of a version is its earliest: a page at it has seen all that is in it.
        self._known.setdefault(version, context.state)
        self._known.move_to_end(version)
        while len(self._known) > MOST_VERSIONS:
            self._known.popitem(last=False)
        return version, context

    def parts(self, here: Chapter) -> tuple[Part, ...]:
        """What a page holds, in reading order. Raises `KitError`."""
        if here.teaches is not Teaches.LAB:
            return parts(self.course, here)
        first: list[Part] = []
        kit_of(self.course, here, first.append).header()
        return (*first, *parts(self.course, here))

    def drawn(self, element: Element, context: ViewContext) -> Drawn:
        """An element as it stands at a moment; never raises."""
        html = drawn(element.shows, context) if element.view else ""
        return Drawn(element, html, *self._asked(element, context))

    def handle(self, message: object) -> Iterator[EngineReply]:
        """What a page hears for what it said (see `helpers.web.protocol`), as it comes; never raises."""
        try:
            heard = said.validate_python(message)
            here = self.course.chapter(heard.chapter)
            elements = {part.id: part for part in self.parts(here) if isinstance(part, Element)}
            match heard:
                case Given():
                    replies = self._answer(heard, here, elements)
                case Act() if self._is_new(heard.act):
                    replies = self._act(heard, here, elements)
                case _:
                    replies = self._news(heard, here, elements)
            yield from map(self._spoken, replies)
        except ValidationError:
            yield protocol.lost(_NOT_UNDERSTOOD)
        except KitError as error:
            yield protocol.lost(str(error))
        except Exception as error:
            note(error, "a page could not be answered")
            yield protocol.lost(BROKEN)

    def _spoken(self, reply: EngineReply) -> EngineReply:
        """A reply whose HTML says of the ladder's words in which language they are."""
        if reply["type"] != "view":
            return reply
        return protocol.view(reply["element"], self.ladder.spoken.in_html(reply["html"]))

    # Answers

    def _answer(self, heard: Given, here: Chapter, elements: Mapping[str, Element]) -> Iterator[EngineReply]:
        reply: EngineReply
        try:
            with self._one_at_a_time:  # what an answer is, is decided by the one that stands
                reply = self._kept(heard, here, elements)
        except KitError as error:
            reply = fault(heard.model_dump(), str(error))
        except Exception as error:
            note(error, "an answer could not be kept")
            reply = fault(heard.model_dump())
        yield reply
        yield from self._news(heard, here, elements)

    def _kept(self, heard: Given, here: Chapter, elements: Mapping[str, Element]) -> EngineReply:
        context = self.moment(here)[1].within(heard.owns.get(heard.element, ""))
        asked = elements[heard.element].asks(context) if heard.element in elements else None
        fields, takes = (asked.fields, asked.takes) if asked else ((), ())
        decided = decide(heard.model_dump(), fields=fields, takes=takes, state=lambda: context.state)
        if not isinstance(decided, Accepted):
            return decided
        event = decided.standing or self.keeping.record(decided.subject, decided.answer)
        return decided.saved(event.at)

    # Controls

    def _is_new(self, act: str) -> bool:
        """Whether this press is heard for the first time, also by a kit that was ended and started again since."""
        if not self._acts.are_new(act):
            return False
        first = made_by(_part(act, 0), 0)
        return not act or all(event.id != first for event in self.keeping.events())

    def _act(self, heard: Act, here: Chapter, elements: Mapping[str, Element]) -> Iterator[EngineReply]:
        element = elements.get(heard.element)
        owns = dict(heard.owns)
        try:
            if element and element.act:
                context = self.moment(here)[1].within(owns.get(element.id, ""))
                kept = count()
                for result in element.act(context, heard.value):
                    act = _part(heard.act, next(kept)) if isinstance(result, Keep) else ""
                    yield from self._done(result, element, here, owns, act)
        except NoTypesetter:
            yield Elsewhere(type="elsewhere", element=heard.element)
            return
        except KitError as error:
            yield protocol.view(heard.element, render("trouble", what=str(error)))
        except Exception as error:
            note(error, "a control failed")
            yield protocol.view(heard.element, render("trouble", what=BROKEN))
        yield from self._news(heard.model_copy(update={"owns": owns}), here, elements)

    def _done(
        self, result: Result, element: Element, here: Chapter, owns: dict[str, str], act: str
    ) -> Iterator[EngineReply]:
        match result:
            case Show():
                yield from _shown(result, element, owns)
            case Become(own):
                owns[element.id] = own
                yield protocol.own(element.id, own)
                now = self.drawn(element, self.moment(here)[1].within(own))
                yield protocol.view(element.id, now.html)
                if element.form:
                    yield _form(now)
            case Keep():
                self.keeping.keep(result.given, act)
            case Bring(contents, then):
                yield from _shown(then(self.keeping.bring(contents)), element, owns)
            case Give():
                yield from _shown(result.then(self.keeping.store(result)), element, owns)

    # What is another one now

    def _news(self, heard: Look, here: Chapter, elements: Mapping[str, Element]) -> Iterator[EngineReply]:
        """What can be another one than the page shows."""
        if heard.type == "look" and heard.version == self.keeping.version() and not heard.around:
            yield protocol.version(heard.version)
            return
        version, context = self.moment(here)
        before = self._known.get(heard.version) if heard.version else None
        subjects = None if before is None else changed(before, context.state)
        for element in elements.values():
            yield from self._news_of(element, context.within(heard.owns.get(element.id, "")), subjects)
        around = heard.around or subjects is None or any(follows(AROUND, subject) for subject in subjects)
        if around and here != context.course.talk:  # that page is for two: nothing there follows from answers
            after = ahead(context)
            onward = Onward(href=self.link(after), title=after.title) if after else None
            if heard.type == "look":  # nobody waits for it
                self._count_labs(context)
            now = self.progress(context)
            yield Progress(type="progress", chapters=now, begun=self.uncounted(context), ahead=onward)
        yield Version(type="version", version=version, given=given_by_owner(context))

    def _news_of(
        self, element: Element, context: ViewContext, subjects: frozenset[str] | None
    ) -> Iterator[EngineReply]:
        if element.view and (subjects is None or element.view_changes(subjects)):
            yield protocol.view(element.id, drawn(element.shows, context))
        if element.form and (subjects is None or element.form_changes(subjects) or _asks(element, context, subjects)):
            yield _form(Drawn(element, "", *self._asked(element, context)))

    def progress(self, context: ViewContext) -> dict[str, tuple[int, int]]:
        """How far each chapter is that rates a level, and each lab whose questions have been counted."""
        by_stem = {chapter.stem: progress_of(context, chapter) for chapter in context.course.chapters}
        for stem, fields in self._lab_questions.items():
            by_stem[stem] = answered_of(fields, context.state) if fields else None
        return {stem: (counts.answered, counts.total) for stem, counts in by_stem.items() if counts}

    def uncounted(self, context: ViewContext) -> list[str]:
        """The labs in which something is answered and whose questions haven't been counted yet, by their stems."""
        given = (event for event in context.state.current.values() if says_something(event.answer))
        answered = {event.subject.lab_part[0] for event in given}
        labs = (lab.stem for lab in context.course.labs if lab.lab in answered)
        return [stem for stem in labs if not self._lab_questions.get(stem)]

    def _count_labs(self, context: ViewContext) -> None:
        """Count the questions of the labs that are begun. It opens them, which takes longer than a page may."""
        for stem in set(self.uncounted(context)) - self._lab_questions.keys():
            try:
                self._lab_questions[stem] = questions_of(context, context.course.chapter(stem))
            except (KitError, ImportError) as error:  # a site has no NumPy: there it says that the lab is begun
                note(error, "a lab's questions could not be counted")
                self._lab_questions[stem] = None

    def _asked(self, element: Element, context: ViewContext) -> tuple[Questions | None, dict[str, SentAnswer], Beside]:
        """The questions of an element, their answers and what stands beside; none where they can't be made."""
        try:
            asked = element.asks(context)
            if not asked.fields:
                return None, {}, {}
            spec = form_spec(
                asked.fields,
                scale=self.ladder.scale,
                words={},
                title=asked.title,
                token=self.keeping.token(),
                spoken=self.ladder.spoken,
            )
            del spec["words"], spec["scale"]  # a page has them once, for all its forms
            return spec, current_values(asked.fields, context.state), beside(asked.fields, context)
        except Exception as error:
            note(error, "questions could not be made")
            return None, {}, {}


def _part(act: str, number: int) -> str:
    """The number of one of the things that a press keeps, counted from 0; "" for a press that has none."""
    return act and f"{act}-{number}"


def given_by_owner(context: ViewContext) -> int:
    """How many answers their owner ever gave, those that were given again included; what is being written is none."""
    return sum(event.rater is Rater.SELF and event.subject.kind != "draft" for event in context.events)


def _asks(element: Element, context: ViewContext, subjects: frozenset[str]) -> bool:
    """Whether an element asks for one of these subjects."""
    try:
        return any(not subjects.isdisjoint(field.subjects) for field in element.asks(context).fields)
    except KitError:
        return False


def _form(now: Drawn) -> Form:
    return Form(type="form", element=now.element.id, form=now.form, values=now.values, beside=now.beside)


def _shown(shown: Show, element: Element, owns: dict[str, str]) -> Iterator[EngineReply]:
    if shown.own is not None:
        owns[element.id] = shown.own
        yield protocol.own(element.id, shown.own)
    yield protocol.view(element.id, shown.html)


_NOT_UNDERSTOOD = "The kit couldn’t understand this page. It may be of another version: reload it to go on."
