"""The personal PDF at the press of a button."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from helpers.errors import KitError
from helpers.pages.page import page
from helpers.paths import ROOT
from helpers.widgets.session import Session, note

REPORTS = ROOT / "reports"
"""Where reports are kept; git leaves this folder out."""

_BROKEN = "Something in the kit itself went wrong, and no PDF was made. Your answers are safe in your journal."


class Made(NamedTuple):
    """A PDF that was written: where, its bytes, and what its reader should know."""

    path: Path
    data: bytes
    notices: tuple[str, ...]


def make_pdf(session: Session, on: date, folder: Path = REPORTS) -> Made:
    """Set the report of the session's answers and write it to `folder`, for its owner alone.

    The file is named after the person, or else the journal, and the day; one made earlier
    on the same day is replaced, whole or not at all. Raises `KitError`.
    """
    # Typst is needed for this one button: a chapter opens without it.
    from helpers.report import build_report, typeset
    from helpers.report.files import slug, write_private
    from helpers.report.personal import left_out

    moment = session.moment()
    missing = left_out(session.journal.problems())
    report = build_report(session.ladder, moment.events, on=on, theme=session.theme).with_notices(missing)
    pdf = typeset(report, session.theme)
    name = slug(moment.state.words("profile:name").strip() or session.journal.path.stem)
    path = folder / f"{name}-{on.isoformat()}.pdf"
    write_private(path, pdf.data)
    return Made(path, pdf.data, (*missing, *pdf.notices))


def invitation() -> str:
    """The button, before it is pressed."""
    return _page()


def making(make: Callable[[], Made]) -> Iterator[str]:
    """What the panel shows while a PDF is made, and then what came of it; never raises."""
    yield _page(busy=True, say="Making your PDF")
    try:
        made = make()
    except KitError as error:
        yield _page(trouble=str(error), say="No PDF was made")
    except Exception as error:
        note(error, "no PDF was made")
        yield _page(trouble=_BROKEN, say="No PDF was made")
    else:
        href = "data:application/pdf;base64," + b64encode(made.data).decode("ascii")
        yield _page(made=made, href=href, say="Your PDF is ready to download")


def _page(*, busy: bool = False, made: Made | None = None, href: str = "", trouble: str = "", say: str = "") -> str:
    return page("pdf", busy=busy, made=made, href=href, trouble=trouble, say=say)
