"""The notes of a period: chosen by month, read where they stand, then copied or saved. Nothing is added to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Become, Give, Result, Show, Stored
from helpers.chapters.resting import rests_on
from helpers.frozen import Frozen
from helpers.insight.notes import as_text, by_competency, notes
from helpers.insight.words import MONTHS
from helpers.pages.render import render

FOLLOWS = ("note:",)
SINCE, AS, TAKE = "since ", "as ", "take"
ALL = "all"
MOST = 12
"""How many months are offered."""

MARKDOWN, TEXT = "markdown", "text"
_FILES = {MARKDOWN: ("my-notes.md", "text/markdown"), TEXT: ("my-notes.txt", "text/plain")}


class Own(Frozen):
    """What the panel knows of itself: since when ("2026-03", `ALL`; "" while nothing is chosen), and as what."""

    since: str = ""
    kind: str = TEXT


def view(context: ViewContext, *, stored: Stored | None = None) -> str:
    """The months to choose from and, once one is chosen, the notes since then; "" while there is none."""
    own, months = _own(context), _months(context)
    if not months:
        return ""
    return render(
        "notes_period",
        months=[(key, f"{MONTHS[first.month - 1]} {first.year}") for key, first in months.items()][:MOST],
        own=own,
        kinds=((TEXT, "plain text"), (MARKDOWN, "Markdown")),
        text=_text(context, own),
        name=_FILES[own.kind][0],
        stored=stored,
        rests=rests_on(context, (), _text(context, own)),
        past=_PAST,
    )


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Choose since when or as what, or save what stands there as a file; anything else is nothing."""
    own = _own(context)
    kind, _, what = value.partition(" ")
    if f"{kind} " == SINCE and (what == ALL or what in _months(context)):
        yield Become(own.model_copy(update={"since": what}).model_dump_json())
    elif f"{kind} " == AS and what in _FILES:
        yield Become(own.model_copy(update={"kind": what}).model_dump_json())
    elif value == TAKE and (text := _text(context, own)):
        name, media_type = _FILES[own.kind]
        yield Give(name, text.encode(), media_type, lambda stored: Show(view(context, stored=stored)))


_PAST = "Your notes of this period have changed since this file was made. Save it again to have them all."


def _own(context: ViewContext) -> Own:
    own = context.knows(Own)
    return own if own.kind in _FILES else Own()


def _months(context: ViewContext) -> dict[str, date]:
    """The months about which there is a note, the newest first, each with its first day."""
    firsts = sorted({note.day.replace(day=1) for note in notes(context.state)}, reverse=True)
    return {f"{first:%Y-%m}": first for first in firsts}


def _text(context: ViewContext, own: Own) -> str:
    months = _months(context)
    if own.since != ALL and own.since not in months:  # none was chosen, or its last note has moved or gone since
        return ""
    since = months.get(own.since)
    return as_text(by_competency(context.ladder, context.state, since), markdown=own.kind == MARKDOWN)
