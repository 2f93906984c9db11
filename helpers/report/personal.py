"""A person's report from the files it comes from; what the report notebook's cells call."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from helpers.charts import Theme, load_theme
from helpers.clock import today
from helpers.errors import UsageError
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.report.build import build_report
from helpers.report.files import write_private
from helpers.report.model import Report
from helpers.report.paper import typeset
from helpers.report.reading import left_out
from helpers.report.view import ReportView

NOTICES = "application/vnd.pm-career-ladder.notices+json"
"""The kind of output under which a saved report tells the batch its notices."""


class Saved(NamedTuple):
    """A PDF that was written, and what its reader should know."""

    path: Path
    notices: tuple[str, ...]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": "\n".join((f"Saved as {self.path.name}.", *self.notices)),
            NOTICES: list(self.notices),
        }


class PersonalReport(NamedTuple):
    """A report with the look it is shown in."""

    report: Report
    theme: Theme

    def show(self) -> ReportView:
        """The report as a notebook displays it."""
        return ReportView(self.report, self.theme)

    def save(self, pdf: Path | str | None) -> Saved | None:
        """Set the report and write it to `pdf`, readable by its owner alone; None writes nothing.

        Raises `ReportError` if the file can't be written.
        """
        if not pdf:
            return None
        document = typeset(self.report, self.theme)
        write_private(Path(pdf), document.data)
        return Saved(Path(pdf), document.notices)


def personal_report(
    journal: Path | str | None = None,
    *,
    ladder: Path | str | None = None,
    theme: Path | str | None = None,
    on: date | str | None = None,
) -> PersonalReport:
    """The report of the answers in a journal file, for the day `on` ("2026-11-23"; None: today).

    None stands for the person's own journal, the kit's own ladder and theme. Raises
    `KitError` for a file or a date that can't be used.
    """
    answers = Journal.open(journal or None)
    look = load_theme(theme or None)
    report = build_report(load_ladder(ladder or None), answers.events(), on=as_day(on), theme=look)
    return PersonalReport(report.with_notices(left_out(answers.problems())), look)


def as_day(on: date | str | None) -> date:
    """A day as a date; None or "" is today. Raises `UsageError` for anything but YYYY-MM-DD."""
    if not on:
        return today()
    try:
        return on if isinstance(on, date) else date.fromisoformat(on)
    except ValueError:
        raise UsageError(f"{on!r} is no date", next_step="Write it as 2026-11-23.") from None
