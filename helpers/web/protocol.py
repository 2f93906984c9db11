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

To the page:

    {type: "saved", seq, subject, at}             the answer is kept
    {type: "failed", seq, subject, message}       it isn't, and why, for the person
    {type: "stands", seq, subject, answer}        it isn't, since this other answer was given elsewhere meanwhile
    {type: "view", element, html}                 what stands there now
    {type: "own", element, own}                   what an element knows of itself from now on
    {type: "form", element, form, values, beside} the questions there now (null: none), their answers, and what stands
                                                  beside statements (helpers.chapters.recalling)
    {type: "progress", chapters, begun, ahead}    {stem: [answered, all]}, for chapters that rate a level and for labs;
                                                  the labs in which something is answered and whose questions aren't
                                                  counted yet; what is next: {href, title} or null
    {type: "elsewhere", element}                  this engine can't set the PDF: the same act, said to one that can,
                                                  does it. Only an engine without Typst says so
    {type: "version", version, given?}            comes last: all that was new up to this version has been told; and
                                                  how many answers were ever given, where anything was new
    {type: "lost", message}                       nothing could be done with what was said, and why, for the person

A "form" that is the one which stands already only brings its answers; the page leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field as Default
from pydantic import StringConstraints, TypeAdapter

from helpers.chapters.elements import LONGEST_OWN, LONGEST_VALUE
from helpers.frozen import Frozen

Message = dict[str, Any]
"""What travels: JSON, with a "type"."""

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


def view(element: str, html: str) -> Message:
    """What stands in an element now."""
    return {"type": "view", "element": element, "html": html}


def own(element: str, known: str) -> Message:
    """What an element knows of itself from now on."""
    return {"type": "own", "element": element, "own": known}


def form(element: str, asked: Message | None, values: Message, beside: Mapping[str, Any]) -> Message:
    """The questions of an element, as `form_spec` says them without its words and scale, and their answers.

    `beside` is what stands beside statements, by id (`helpers.chapters.recalling`). `asked` are these questions (None:
    it asks nothing), and `values` are the answers by subject.
    """
    return {"type": "form", "element": element, "form": asked, "values": values, "beside": beside}


def progress(chapters: dict[str, tuple[int, int]], begun: Sequence[str], ahead: Message | None) -> Message:
    """How far each chapter and lab is, (answered, all) by its stem; which other labs are begun; what comes next.

    `ahead` is the chapter to go on to (None: there is none). The questions of the labs that are `begun` aren't counted
    yet.
    """
    return {"type": "progress", "chapters": chapters, "begun": begun, "ahead": ahead}


def elsewhere(element: str) -> Message:
    """An engine that has Typst can finish this act; this one can't."""
    return {"type": "elsewhere", "element": element}


def version(now: str, given: int | None = None) -> Message:
    """All that was new up to this version has been told, of so many answers (None: it isn't said)."""
    return {"type": "version", "version": now, **({} if given is None else {"given": given})}


def lost(message: str) -> Message:
    """Nothing could be done, and why."""
    return {"type": "lost", "message": message}
