"""The personal report: one frozen `Report`, shown in a notebook and set as a PDF.

build_report      ladder and events ──▶ Report (every word and picture)
build_one_to_one  the same ──▶ a Report of one page for the other person, without the answers
typeset           Report ──▶ PDF, tagged and archival
ReportView        Report ──▶ what a notebook displays
as_page           Report ──▶ one HTML file, to be read and printed without anything else
as_text           Report ──▶ plain text, to be pasted
personal_report   the files they come from ──▶ both, for the report notebook
make_reports      many journals ──▶ a PDF each, through that notebook

Each is imported when it is first asked for: a page needs neither Typst nor papermill, which a browser
doesn't have at hand.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.report.batch import journals_in, make_reports
    from helpers.report.build import build_one_to_one, build_report
    from helpers.report.jobs import Outcome
    from helpers.report.model import Report
    from helpers.report.page import as_page
    from helpers.report.paper import typeset
    from helpers.report.personal import PersonalReport, Saved, personal_report
    from helpers.report.plain import as_text
    from helpers.report.typesetting import Pdf
    from helpers.report.view import ReportView

__all__ = [
    "Outcome",
    "Pdf",
    "PersonalReport",
    "Report",
    "ReportView",
    "Saved",
    "as_page",
    "as_text",
    "build_one_page",
    "build_one_to_one",
    "build_report",
    "journals_in",
    "make_reports",
    "personal_report",
    "typeset",
]

_HOMES = {
    "Outcome": "jobs",
    "Pdf": "press",
    "PersonalReport": "personal",
    "Report": "model",
    "ReportView": "view",
    "Saved": "personal",
    "as_page": "page",
    "as_text": "plain",
    "build_one_page": "build",
    "build_one_to_one": "build",
    "build_report": "build",
    "journals_in": "batch",
    "make_reports": "batch",
    "personal_report": "personal",
    "typeset": "paper",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
