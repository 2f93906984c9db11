"""What a chapter is made of: prose, and elements that ask, show and act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.form import Field
from helpers.journal import Answer, Rater, State
from helpers.journal.lines import Contents

LONGEST_OWN = 20_000
"""The most characters that an element keeps of itself."""

LONGEST_VALUE = 900_000
"""The most characters that a control sends: a file of a workshop's answers is far smaller."""


class Asked(NamedTuple):
    """What a form is about, and its questions.

    `taken` are questions that aren't asked here now but may still stand on a page that was drawn
    before: what is shown follows the answers, what is taken doesn't, so that nobody's words are refused.
    """

    title: str
    fields: tuple[Field, ...]
    taken: tuple[Field, ...] = ()

    @property
    def takes(self) -> tuple[Field, ...]:
        """Every question whose answer belongs here; of two about one subject the one that takes more."""
        wider = {subject for field in self.taken for subject in field.subjects}
        return (*self.taken, *(field for field in self.fields if wider.isdisjoint(field.subjects)))


class Show(NamedTuple):
    """Show this in the place of the element's view, until it is drawn afresh.

    `own`, if given, is what the element knows of itself from now on.
    """

    html: str
    own: str | None = None


class Become(NamedTuple):
    """From now on the element knows this of itself: draw its view and its form afresh."""

    own: str


class Keep(NamedTuple):
    """Keep these answers, as (subject, answer), in this order and together; then draw afresh what follows them.

    `rater` is whose they are: other than the owner's own where they opened what somebody else had said. `besides` are
    the owner's own that go along.
    """

    answers: tuple[tuple[str, Answer], ...]
    rater: Rater = Rater.SELF
    besides: tuple[tuple[str, Answer], ...] = ()

    @property
    def given(self) -> tuple[tuple[str, Answer, Rater], ...]:
        """All of them, each with its rater."""
        theirs = tuple((*answer, self.rater) for answer in self.answers)
        return (*theirs, *((*answer, Rater.SELF) for answer in self.besides))


class Stored(NamedTuple):
    """What became of a file: the address it can be had at, and where it lies on this machine, if it does.

    With `trouble`, what to tell its owner, there is no file.
    """

    href: str
    place: str | None = None
    trouble: str = ""


class Give(NamedTuple):
    """Give its owner a file, kept for them alone; then show what `then` makes of what became of it."""

    name: str
    data: bytes
    media_type: str
    then: Callable[[Stored], Show]


class Bring(NamedTuple):
    """Add what a journal's file holds to the answers; then show what `then` makes of how many of them were new."""

    contents: Contents
    then: Callable[[int], Show]


Result = Show | Become | Keep | Give | Bring
"""One of the things that come of an act, in the order in which they are to be done."""

View = Callable[[ViewContext], str]
Ask = Callable[[ViewContext], Asked]
Act = Callable[[ViewContext, str], Iterable[Result]]
"""What a control with `data-act` does: it is given its value, which comes from the page and is never trusted."""


@dataclass(frozen=True)
class Prose:
    """A Markdown cell. Its links to other chapters are file names of notebooks ("08_your_path.ipynb#Your-report").

    `fold`: somebody may skip it on the way to the questions, so that a page shows it closed at first.
    """

    id: str
    text: str
    fold: bool = False


@dataclass(frozen=True)
class Element:
    """One thing on a page: HTML, or a form, or HTML with a form below it, which both belong to one `own` state.

    `id` is the same at every reading of the chapter, and no other element of it has it.
    `view` and `form` are pure; a view of "" and a form without questions stand for nothing at all.
    `view_follows` and `form_follows` name what each is made anew for: a subject ("choice:standing"), or
    the beginning of some, which ends in ":" or "." ("statement:", "lab:mid."). `personal`: the questions
    themselves tell of answers. `heading` stands above it, if any. `fold`: a page shows it closed at first.
    """

    id: str
    view: View | None = None
    form: Ask | None = None
    act: Act | None = None
    view_follows: tuple[str, ...] = ()
    form_follows: tuple[str, ...] = ()
    personal: bool = False
    heading: str = ""
    fold: bool = False

    def shows(self, context: ViewContext) -> str:
        """The HTML that stands here now. Raises what a view may raise: `KitError`."""
        return self.view(context) if self.view else ""

    def asks(self, context: ViewContext) -> Asked:
        """What is asked here now."""
        return self.form(context) if self.form else Asked("", ())

    def view_changes(self, subjects: Iterable[str]) -> bool:
        """Whether the view may be another one after answers on these subjects."""
        return any(follows(self.view_follows, subject) for subject in subjects)

    def form_changes(self, subjects: Iterable[str]) -> bool:
        """Whether the questions may be others after answers on these subjects."""
        return any(follows(self.form_follows, subject) for subject in subjects)


def changed(before: State, after: State) -> frozenset[str]:
    """The subjects whose answer is another one now, whoever gave it and in whichever window."""
    keys = before.current.keys() | after.current.keys()
    return frozenset(key[1] for key in keys if before.current.get(key) != after.current.get(key))


def follows(followed: Sequence[str], subject: str) -> bool:
    """Whether a subject is among those that are followed: by its name, or by its beginning."""
    return any(subject == name if not name.endswith((":", ".")) else subject.startswith(name) for name in followed)


Part = Prose | Element
"""What a chapter holds, in reading order."""
