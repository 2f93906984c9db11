"""What a page and its engine say to each other; over HTTP, or between a page and a worker, it is the same.

A page says one thing and hears any number of things, in order, some of them seconds apart. Everything is
JSON with a "type". An engine keeps nothing of a page, so that each message says what the page knows:

    chapter   which chapter or lab it shows, by its stem
    version   which version of the answers it shows, as it last heard it
    owns      {element: what that element knows of itself}, as it last heard it; left out where that is ""

To the engine:

    {type: "look", chapter, version, owns, around?}
        Is anything new? A page asks every few seconds, and after it was away. `around`: say what stands around the
        chapter in any case, since the page shows a lab whose questions weren't counted when it was made.
    {type: "answer", chapter, version, owns, element, seq, subject, answer, base?}
        Keep this answer, given in the form of an element. `base` are the answers one of which the page
        knows to stand (see `helpers.form.decide`).
    {type: "act", chapter, version, owns, element, value, act?}
        Somebody used a control with `data-act` in the HTML of an element. `act` is a number that their device drew for
        this press: what comes with it a second time does nothing.

To the page: an `EngineReply`, of which `Version` comes last.

A "form" that is the one which stands already only brings its answers; the page leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import Field as Default
from pydantic import StringConstraints, TypeAdapter, WithJsonSchema

from helpers.chapters.elements import LONGEST_OWN, LONGEST_VALUE
from helpers.chapters.recalling import Beside
from helpers.form import Failed, Saved, SentAnswer, Stands
from helpers.frozen import Frozen

Name = Annotated[str, StringConstraints(max_length=200)]


class Look(Frozen):
    """A page asks whether anything is new."""

    type: Literal["look"]
    chapter: Name
    version: Name = ""
    owns: dict[Name, Annotated[str, StringConstraints(max_length=LONGEST_OWN)]] = Default(default_factory=dict)
    around: bool = False


class Given(Look):
    """Somebody answered something; the answer itself is looked at by `helpers.form`."""

    type: Literal["answer"]  # type: ignore[assignment]
    element: Name
    seq: int | Name
    subject: Name
    answer: Any
    base: list[Any] | None = None


class Act(Look):
    """Somebody used a control."""

    type: Literal["act"]  # type: ignore[assignment]
    element: Name
    value: Annotated[str, StringConstraints(max_length=LONGEST_VALUE)]
    act: Name = ""


Said = Annotated[Look | Given | Act, Default(discriminator="type")]

said: TypeAdapter[Look | Given | Act] = TypeAdapter(Said)
"""Reads what a page says. Raises `ValidationError`."""


class View(TypedDict):
    """What stands in an element now."""

    type: Literal["view"]
    element: str
    html: str


class Own(TypedDict):
    """What an element knows of itself from now on."""

    type: Literal["own"]
    element: str
    own: str


Questions = Annotated[dict[str, Any], WithJsonSchema({"tsType": 'Omit<FormSpec, "words" | "scale">'})]
"""The questions of an element, as `form_spec` says them, without its words and scale: a page has these once."""


class Form(TypedDict):
    """The questions of an element now (None: it asks nothing), their answers by subject, and what stands `beside`
    statements."""

    type: Literal["form"]
    element: str
    form: Questions | None
    values: dict[str, SentAnswer]
    beside: Beside


class Onward(TypedDict):
    """The chapter to go on to."""

    href: str
    title: str


class Progress(TypedDict):
    """How far each chapter that rates a level is, and each lab: (answered, all) by its stem.

    `begun` are the labs in which something is answered and whose questions aren't counted yet, and `ahead` is what
    comes next (None: nothing does).
    """

    type: Literal["progress"]
    chapters: dict[str, tuple[int, int]]
    begun: Sequence[str]
    ahead: Onward | None


class Elsewhere(TypedDict):
    """This engine can't set a PDF: the same act, said to one that can, does it. Only one without Typst says so."""

    type: Literal["elsewhere"]
    element: str


class Version(TypedDict):
    """All that was new up to this version has been told; `given` says where anything was how many answers there are."""

    type: Literal["version"]
    version: str
    given: NotRequired[int]


class Lost(TypedDict):
    """Nothing could be done with what was said, and why, for the person."""

    type: Literal["lost"]
    message: str


class Tally(TypedDict):
    """What the board's form for paper hears (`helpers.pages.tally`)."""

    type: Literal["tally"]
    element: str
    message: Mapping[str, object]


EngineReply = Saved | Failed | Stands | View | Own | Form | Progress | Elsewhere | Version | Lost | Tally
"""What a page hears. It is JSON from the start, and goes its way as it is."""


def view(element: str, html: str) -> View:
    """What stands in an element now."""
    return {"type": "view", "element": element, "html": html}


def own(element: str, known: str) -> Own:
    """What it knows of itself from now on."""
    return {"type": "own", "element": element, "own": known}


def version(now: str) -> Version:
    """All has been told, of how many answers isn't said."""
    return {"type": "version", "version": now}


def lost(message: str) -> Lost:
    """Nothing could be done, and why."""
    return {"type": "lost", "message": message}
