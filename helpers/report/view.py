"""A report on a screen: the same sections, words and pictures as on paper.

Everything is escaped by the template engine, and pictures are embedded as images, so
neither somebody's text nor a picture can run in the notebook.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from helpers.charts import Theme
from helpers.report.glyphs import with_line_ends
from helpers.report.model import Report


class ReportView:
    """What a notebook displays of a report."""

    def __init__(self, report: Report, theme: Theme) -> None:
        self.report = report
        self.theme = theme

    def __repr__(self) -> str:
        return repr(self.report)

    def _repr_html_(self) -> str:
        return as_html(self.report, self.theme)


def as_html(report: Report, theme: Theme) -> str:
    """A report as a piece of HTML, complete with its style, to stand inside another page."""
    return report.spoken.in_html(template("view.html").render(report=report, theme=theme, contents=False))


@cache
def template(name: str) -> Template:
    """One of the templates of this folder, in which everything is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = with_line_ends
    return environment.get_template(name)
