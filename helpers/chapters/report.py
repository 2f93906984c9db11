"""The personal report at the press of a button: a page that reads in any browser, then the PDF.

And the page for the other person, without the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.drawing import note
from helpers.chapters.elements import Give, Result, Show, Stored
from helpers.chapters.resting import PAST, rests_on
from helpers.charts import Theme
from helpers.errors import KitError, NoTypesetter
from helpers.journal import Subject
from helpers.pages.render import render

if TYPE_CHECKING:
    from helpers.report import Pdf, Report

PDF, HTML = "application/pdf", "text/html"

_BROKEN = "Something in the kit itself went wrong, and no {} was made. Your answers are safe in your journal."


class File(NamedTuple):
    """A file that was made: its name, its size in bytes, where it can be had, and what its reader should know."""

    name: str
    size: int
    stored: Stored
    notices: tuple[str, ...] = ()


def make_page(context: ViewContext) -> Give:
    """The report as one HTML file, which is made at once; the PDF is still to come. Raises `KitError`."""
    from helpers.report import as_page, build_report

    missing = _missing(context)
    report = build_report(context.ladder, context.events, on=context.today, theme=context.theme).with_notices(missing)
    data = as_page(report, context.theme).encode()
    name = _named(context, ".html")

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(invitation(context, busy=True, trouble=stored.trouble))
        files = (File(name, len(data), stored),)
        return Show(invitation(context, busy=True, files=files, say="Your report is there to be read"))

    return Give(name, data, HTML, then)


def make_pdf(context: ViewContext, before: tuple[File, ...] = ()) -> Give:
    """The report of somebody's answers, set, as a file that is named after them and the day.

    `before` are the files that were made already, and stay in the panel. Raises `KitError`, `NoTypesetter`
    where this process can set nothing.
    """
    from helpers.report import build_report

    return _given_pdf(invitation, context, build_report, before, ending=".pdf")


def make_one_to_one(context: ViewContext) -> Give:
    """The page for the other person, as a PDF; its words stand in the panel as text. Raises what `make_pdf` raises."""
    from helpers.report import as_text, build_one_to_one

    typeset = _typesetter()
    sheet = build_one_to_one(context.ladder, context.events, on=context.today, theme=context.theme)
    pdf = typeset(sheet, context.theme)
    name = _named(context, "-1-1.pdf")

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(handing_over(context, trouble=stored.trouble, say="No PDF was made"))
        file = File(name, len(pdf.data), stored, pdf.notices)
        return Show(handing_over(context, files=(file,), text=as_text(sheet), say="The page is ready to download"))

    return Give(name, pdf.data, PDF, then)


def make_one_page(context: ViewContext, *, more: bool = False) -> Give:
    """One page of the level where somebody works, as an HTML file that prints on one sheet. Raises `KitError`.

    `more`: its PDF is still to come.
    """
    from helpers.report import as_page, build_one_page

    report = build_one_page(context.ladder, context.events, on=context.today, theme=context.theme)
    data = as_page(report.with_notices(_missing(context)), context.theme).encode()
    name = _named(context, "-one-page.html")

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(one_page_invitation(context, trouble=stored.trouble, say="No page was made"))
        file = File(name, len(data), stored)
        return Show(one_page_invitation(context, busy=more, files=(file,), say="Your page is there to be read"))

    return Give(name, data, HTML, then)


def make_one_page_pdf(context: ViewContext, before: tuple[File, ...] = ()) -> Give:
    """The same page as a PDF. `before` are the files that stay in the panel. Raises what `make_pdf` raises."""
    from helpers.report import build_one_page

    return _given_pdf(one_page_invitation, context, build_one_page, before, ending="-one-page.pdf")


def _given_pdf(
    draw: Callable[..., str],
    context: ViewContext,
    build: Callable[..., Report],
    before: tuple[File, ...],
    *,
    ending: str,
) -> Give:
    """What `build` makes of somebody's answers, as a PDF in the panel of `draw`, its name ending with `ending`."""
    typeset, missing = _typesetter(), _missing(context)
    report = build(context.ladder, context.events, on=context.today, theme=context.theme).with_notices(missing)
    pdf = typeset(report, context.theme)
    name = _named(context, ending)

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(draw(context, files=before, trouble=stored.trouble, say="No PDF was made"))
        file = File(name, len(pdf.data), stored, (*missing, *pdf.notices))
        return Show(draw(context, files=(*before, file), say="Your PDF is ready to download"))

    return Give(name, pdf.data, PDF, then)


def making_one_page(context: ViewContext, *, pdf: bool) -> Iterator[Result]:
    """The one page as it is made and, if wanted, its PDF after it. Raises `NoTypesetter` once the page is there."""
    shown = partial(one_page_invitation, context)
    if not pdf:
        return making(lambda: make_one_page(context), shown, "page")
    return _page_and_pdf(
        lambda: make_one_page(context, more=True),
        lambda before: make_one_page_pdf(context, before),
        shown,
    )


def making_one_to_one(context: ViewContext) -> Iterator[Result]:
    """The page for the other person, as it is made. Raises `NoTypesetter` alone."""
    return making(lambda: make_one_to_one(context), partial(handing_over, context))


def making_all(context: ViewContext) -> Iterator[Result]:
    """The page to read, and then the PDF, which takes longer. Raises `NoTypesetter` once the page is there."""
    return _page_and_pdf(
        lambda: make_page(context), lambda before: make_pdf(context, before), partial(invitation, context)
    )


def _page_and_pdf(
    make: Callable[[], Give], set_: Callable[[tuple[File, ...]], Give], shown: Callable[..., str]
) -> Iterator[Result]:
    """What a panel shows while a page is made, and then its PDF beside it; raises `NoTypesetter`."""
    files: list[File] = []

    def first() -> Give:
        give = make()

        def then(stored: Stored) -> Show:
            if not stored.trouble:
                files.append(File(give.name, len(give.data), stored))
            return give.then(stored)

        return give._replace(then=then)

    yield from making(first, shown)
    yield from making(lambda: set_(tuple(files)), lambda **now: shown(**{"files": tuple(files), **now}))


def making(make: Callable[[], Give], shown: Callable[..., str], what: str = "PDF") -> Iterator[Result]:
    """What a panel shows while a file is made, and then what came of it; raises `NoTypesetter` alone.

    `shown` draws the panel, as `invitation` does of a context. `what` names the file. `make` makes the file and gives
    what to hand over; what it raises is told in the panel, and a fault of ours is noted too.
    """
    yield Show(shown(busy=True, say=f"Making your {what}"))
    try:
        yield make()
    except NoTypesetter:
        raise
    except KitError as error:
        yield Show(shown(trouble=str(error), say=f"No {what} was made"))
    except Exception as error:
        note(error, f"no {what} was made")
        yield Show(shown(trouble=_BROKEN.format(what), say=f"No {what} was made"))


def invitation(
    context: ViewContext, *, busy: bool = False, files: tuple[File, ...] = (), trouble: str = "", say: str = ""
) -> str:
    """The panel of the report, in the chapter of this `context`; the other parameters are those of `handing_over`.

    It is `busy` while a file is made, `files` that are ready, what went wrong as `trouble`, and what a screen reader is
    to `say` ("": nothing).
    """
    return _drawn("pdf", context, busy=busy, files=files, trouble=trouble, say=say)


def one_page_invitation(
    context: ViewContext, *, busy: bool = False, files: tuple[File, ...] = (), trouble: str = "", say: str = ""
) -> str:
    """The panel of the one page, in the chapter of this `context`; the other parameters are those of `invitation`.

    It is `busy` while a file is made, then has its `files` or `trouble`, and a screen reader is to `say` something.
    """
    return _drawn("one_page", context, busy=busy, files=files, trouble=trouble, say=say)


def handing_over(
    context: ViewContext,
    *,
    busy: bool = False,
    files: tuple[File, ...] = (),
    text: str = "",
    trouble: str = "",
    say: str = "",
) -> str:
    """The panel of the page for the other person, in the chapter of this `context`.

    `busy` while it is made, then `files` and its words as `text`, or `trouble`; `say` is read aloud.
    """
    return _drawn("one_to_one", context, busy=busy, files=files, text=text, trouble=trouble, say=say)


def _drawn(template: str, context: ViewContext, **now: Any) -> str:
    plain = not (now["busy"] or now["files"] or now["trouble"])
    return render(template, rests=rests_on(context), past=PAST, plain=plain, **now)


def _typesetter() -> Callable[[Report, Theme], Pdf]:
    """What sets a report. Typst is needed for the buttons alone: a chapter opens without it."""
    try:
        from helpers.report import typeset
    except ModuleNotFoundError as error:
        raise NoTypesetter("what sets PDFs isn’t here", next_step="Make the PDF in the kit on a computer.") from error
    return typeset


def _missing(context: ViewContext) -> tuple[str, ...]:
    from helpers.report.reading import left_out

    return left_out(context.kept.problems)


def _named(context: ViewContext, ending: str) -> str:
    """A file's name, with the ladder in it unless it is the kit's own: no report takes the place of another's."""
    from helpers.report.files import ladder_in_name, slug

    person = context.state.words(Subject.profile("name")).strip() or context.kept.name
    return f"{slug(person)}{ladder_in_name(context.ladder)}-{context.today.isoformat()}{ending}"
