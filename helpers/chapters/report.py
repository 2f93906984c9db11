"""The personal PDF at the press of a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.drawing import note
from helpers.chapters.elements import Give, Result, Show, Stored
from helpers.errors import KitError
from helpers.pages.page import page

PDF = "application/pdf"

_BROKEN = "Something in the kit itself went wrong, and no PDF was made. Your answers are safe in your journal."


def make_pdf(context: ViewContext) -> Give:
    """The report of somebody's answers, set, as a file that is named after them and the day. Raises `KitError`."""
    # Typst is needed for this one button: a chapter opens without it.
    from helpers.report import build_report, typeset
    from helpers.report.files import slug
    from helpers.report.personal import left_out

    on = context.now.astimezone().date()
    missing = left_out(context.kept.problems)
    report = build_report(context.ladder, context.events, on=on, theme=context.theme).with_notices(missing)
    pdf = typeset(report, context.theme)
    notices = (*missing, *pdf.notices)
    name = f"{slug(context.state.words('profile:name').strip() or context.kept.name)}-{on.isoformat()}.pdf"

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(_page(trouble=stored.trouble, say="No PDF was made"))
        made = {"name": name, "size": len(pdf.data), "notices": notices, "href": stored.href, "place": stored.place}
        return Show(_page(made=made, say="Your PDF is ready to download"))

    return Give(name, pdf.data, PDF, then)


def invitation() -> str:
    """The button, before it is pressed."""
    return _page()


def making(make: Callable[[], Give]) -> Iterator[Result]:
    """What the panel shows while a PDF is made, and then what came of it; never raises."""
    yield Show(_page(busy=True, say="Making your PDF"))
    try:
        yield make()
    except KitError as error:
        yield Show(_page(trouble=str(error), say="No PDF was made"))
    except Exception as error:
        note(error, "no PDF was made")
        yield Show(_page(trouble=_BROKEN, say="No PDF was made"))


def _page(*, busy: bool = False, made: dict[str, object] | None = None, trouble: str = "", say: str = "") -> str:
    return page("pdf", busy=busy, made=made, trouble=trouble, say=say)
