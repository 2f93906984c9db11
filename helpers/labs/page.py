"""`LabPage`: what a lab asks and shows, by name. It knows no kernel, no server and no screen.

Each lab has one in its `page.py`, as `PAGE`. Whoever shows it makes forms and panels of what it gives:

    page = lab_page("mid")
    title, fields = page.form("order", lab)
    html = page.view("methods", LabContext(lab, ladder, theme, state))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Generic, NamedTuple, TypeVar

from helpers.cases import entry
from helpers.errors import UsageError
from helpers.form import Form
from helpers.labs.context import L, LabContext
from helpers.labs.model import Lab
from helpers.ladder import Ladder
from helpers.pages.render import Renderer, renderer_of

TEMPLATES = Path(__file__).with_name("templates")

T = TypeVar("T")

render = renderer_of(TEMPLATES)
"""The HTML of a template that labs share; every value in it is escaped."""


def lab_renderer(file: str) -> Renderer:
    """The pages of one lab: from the templates beside its `page.py` (`file`), and from those that labs share."""
    return renderer_of(Path(file).with_name("templates"), TEMPLATES)


def waiting(what: str) -> str:
    """What stands in the place of a view until there is something to show: `what` to do first."""
    return render("wait", what=what)


def nothing(here: LabContext[L]) -> str:
    """The starter of a lab that has none."""
    return ""


def none(lab: Lab) -> dict[str, Any]:
    """What follows from the data of a lab whose parts are the same whatever it says."""
    return {}


class Lead(NamedTuple):
    """What stands above a form and its view: a heading, and a few words below it, "" for none."""

    title: str
    note: str = ""


def no_leads(lab: Lab, ladder: Ladder) -> Mapping[str, Lead]:
    """What stands above the forms that follow from a lab's data, where none do."""
    return {}


@dataclass(frozen=True)
class LabPage(Generic[L]):
    """What a lab asks and shows, by the names that its notebook's cells use.

    `forms` are made from the lab's data. `views` are HTML, from its data and the answers so far.
    `starter` gives words that somebody could begin with when they keep something; "" if there is
    nothing yet to begin with. `reads` are what its views read beside the lab's own answers: subjects,
    or their beginnings, which end in ":" or "." ("statement:"). `forms_of` and `views_of` are those that
    follow from the lab's data: a company's own role or case has a form of its own, and `leads_of` says
    what stands above each, by the same names, from the ladder too.
    """

    forms: Mapping[str, Callable[[L], Form]]
    views: Mapping[str, Callable[[LabContext[L]], str]]
    starter: Callable[[LabContext[L]], str] = nothing
    reads: tuple[str, ...] = ()
    forms_of: Callable[[L], Mapping[str, Callable[[L], Form]]] = none
    views_of: Callable[[L], Mapping[str, Callable[[LabContext[L]], str]]] = none
    leads_of: Callable[[L, Ladder], Mapping[str, Lead]] = no_leads

    def form(self, name: str, lab: L) -> Form:
        """What a form is about, and its questions. Raises `UsageError`, naming the forms there are."""
        return _look_up(self.every_form(lab), name, "form")(lab)

    def view(self, name: str, here: LabContext[L]) -> str:
        """The HTML of a view as things stand. Raises `UsageError`, naming the views there are."""
        return _look_up(self.every_view(here.lab), name, "view")(here)

    def every_form(self, lab: L) -> Mapping[str, Callable[[L], Form]]:
        """All forms of a lab with this data, by name."""
        return {**self.forms_of(lab), **self.forms}

    def every_view(self, lab: L) -> Mapping[str, Callable[[LabContext[L]], str]]:
        """All views of a lab with this data, by name."""
        return {**self.views_of(lab), **self.views}

    def follows(self, lab: L) -> tuple[str, ...]:
        """What a view may change with: subjects, or their beginnings. Forms follow no answer."""
        return (lab.subject(""), *self.reads)


def lab_page(lab_id: str) -> LabPage[Lab]:
    """The page of a lab: `PAGE` in the `page.py` of the folder named after it. Raises `UnknownId`.

    Its simulation is imported with it, and NumPy with that.
    """
    named = resolve_name(f"helpers.labs.{entry(lab_id).lab}.page:PAGE")
    if not isinstance(named, LabPage):
        raise TypeError(f"PAGE of the lab {lab_id!r} is no LabPage")
    return named


def _look_up(things: Mapping[str, T], name: str, kind: str) -> T:
    try:
        return things[name]
    except KeyError:
        raise UsageError(
            f"this lab has no {kind} {name!r}", next_step=f"It has: {', '.join(things) or 'none'}."
        ) from None
