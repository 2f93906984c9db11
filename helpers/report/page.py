"""A report as one HTML file: to be read on any screen or aloud, and printed, with nothing beside it and no script."""

from __future__ import annotations

from helpers.charts import Theme
from helpers.report.model import Report
from helpers.report.view import template


def as_page(report: Report, theme: Theme) -> str:
    """The whole report as a file of its own. It loads nothing, runs nothing, and prints on the theme's paper."""
    paper = {"a4": "A4", "letter": "letter"}[theme.paper]
    html = template("page.html").render(report=report, theme=theme, paper=paper, contents=True)
    return report.spoken.in_html(html)
