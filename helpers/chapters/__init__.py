"""The course: what a chapter asks, shows and does, for any ladder. It knows no kernel, no widget and no server.

    course(ladder) → Course → Chapter → parts(course, chapter) → Prose and Element, in reading order

The notebooks in `notebooks/` are the source of every chapter; reading one runs nothing. Who shows
the elements is an adapter: JupyterLab's widgets (`helpers.widgets`), pages with an engine behind them.

What an adapter does
--------------------

1.  `course(ladder)` gives the chapters in order and the labs beside them; `course.chapter(stem)` one of
    them; `parts(course, chapter)` what it holds. Both are cheap and may be called for every request. Only the
    parts of a lab import more: its simulation, and NumPy with that.
2.  For each moment it makes a `ViewContext.of(course, chapter, events, theme=…, now=…, kept=…, link=…)`:
    the answers as they stand, the time, and how addresses are written where this page stands.
3.  `Prose.text` is Markdown; a link to another chapter in it is "stem.ipynb#Heading-with-hyphens", so that
    `course.chapter(stem)` and its own way of writing addresses give the link.
4.  For an `Element`, `element.shows(context)` is HTML (by `helpers.pages`, escaped) and `element.asks(context)`
    an `Asked`: title, fields, and what is taken. Either may be nothing (""; no fields), and then nothing
    stands there. The HTML comes first, the form below it.
5.  `element.id` is the same at every reading. What an element knows of itself (the role that is looked at,
    what is ticked) is its `own`, a string that travels in its messages, since an engine keeps nothing for a
    page: draw it with `context.within(own)`. It comes from the page, and an element checks it itself.
6.  An answer: `helpers.form.decide(message, fields=asked.fields, takes=asked.takes, state=…)` says what it is,
    at once and without touching anything: an `Accepted`, to be kept in whatever way the adapter keeps answers,
    or the reply for the screen. A chapter never writes.
7.  After an answer, `changed(before, after)` of two states gives the subjects, and `element.view_changes(subjects)`
    and `element.form_changes(subjects)` say what may be another one now; everything else stays as it is. A form
    is made anew only then, because somebody may be typing in it.
8.  A control with `data-act` in the HTML sends its value: `element.act(context.within(own), value)` gives
    results, to be done in order as they come: `Show` HTML for now (a PDF's progress), `Become` (a new `own`: draw
    the view and the form afresh), `Keep` answers, `Give` a file, whose `then` is
    told where it can be had, or `Bring` in what another journal's file holds.
    An act may take seconds between two results.

A view, a form or an act may raise a `KitError`, whose text is for the person; `drawn` turns that, and any fault
of the kit, into a notice, since an answer that is saved stays saved whatever becomes of a picture of it.
"""

from helpers.chapters.context import Kept, ViewContext, Where
from helpers.chapters.course import NOTEBOOKS, Chapter, Course, course
from helpers.chapters.drawing import drawn
from helpers.chapters.elements import (
    Asked,
    Become,
    Bring,
    Element,
    Give,
    Keep,
    Part,
    Prose,
    Result,
    Show,
    Stored,
    changed,
    follows,
)
from helpers.chapters.kit import Kit
from helpers.chapters.notebook import Teaches
from helpers.chapters.practice import LabKit
from helpers.chapters.reading import kit_of, parts
from helpers.chapters.route import Route, Turn, suggest_route
from helpers.chapters.views.header import Progress, ahead, notices, progress
from helpers.chapters.welcome import last_answered, left_off
from helpers.chapters.welcome import view as welcome_back

__all__ = [
    "NOTEBOOKS",
    "Asked",
    "Become",
    "Bring",
    "Chapter",
    "Course",
    "Element",
    "Give",
    "Keep",
    "Kept",
    "Kit",
    "LabKit",
    "Part",
    "Progress",
    "Prose",
    "Result",
    "Route",
    "Show",
    "Stored",
    "Teaches",
    "Turn",
    "ViewContext",
    "Where",
    "ahead",
    "changed",
    "course",
    "drawn",
    "follows",
    "kit_of",
    "last_answered",
    "left_off",
    "notices",
    "parts",
    "progress",
    "suggest_route",
    "welcome_back",
]
