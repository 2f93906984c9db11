"""The file that somebody took home from a workshop or a site: its answers join those here, and none is replaced."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Bring, Result, Show
from helpers.chapters.notebook import Teaches
from helpers.errors import JournalUnreadable
from helpers.insight.versions import other_ladder
from helpers.insight.words import count_of
from helpers.journal.lines import scan
from helpers.pages.render import render

TAKE = "bring "


def view(_: ViewContext) -> str:
    """The button that takes the file."""
    return _page()


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Take what a journal's file says, which stands behind `TAKE`; all else is nothing."""
    if not value.startswith(TAKE):
        return
    text = value.removeprefix(TAKE)
    if not text.strip():
        yield Show(
            _page(trouble="This file is empty, can’t be read or is far too large. It isn’t one of your answers.")
        )
        return
    try:
        snapshot = scan(text.encode("utf-8", "replace"), where="This file")
    except JournalUnreadable as error:
        yield Show(_page(trouble=str(error)))
        return
    notes = [str(problem.message) for problem in snapshot.problems]
    warning = other_ladder((*context.events, *snapshot.events), context.ladder)
    planned = any(event.subject.kind == "plan" for event in snapshot.events)
    path = context.course.first(Teaches.PATH) if planned else None

    def then(new: int) -> Show:
        said = (
            f"{count_of(new, 'answer is', 'answers are')} here now that {'wasn’t' if new == 1 else 'weren’t'} before."
        )
        done = said if new else "All of its answers are here already."
        onward = (path.title, context.link(path)) if path else None
        return Show(_page(done=done, notes=notes, told=warning or "", onward=onward))

    yield Bring(snapshot.contents, then)


def _page(
    *,
    done: str = "",
    trouble: str = "",
    told: str = "",
    notes: list[str] | None = None,
    onward: tuple[str, str] | None = None,
) -> str:
    return render("bring", done=done, trouble=trouble, told=told, notes=notes or [], onward=onward, take=TAKE)
