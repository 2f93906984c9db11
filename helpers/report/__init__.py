"""The personal report: one frozen `Report`, shown in a notebook and set as a PDF.

build_report      ladder and events ──▶ Report (every word and picture)
typeset           Report ──▶ PDF, tagged and archival
ReportView        Report ──▶ what a notebook displays
personal_report   the files they come from ──▶ both, for the report notebook
make_reports      many journals ──▶ a PDF each, through that notebook
"""

from helpers.report.batch import journals_in, make_reports
from helpers.report.build import build_report
from helpers.report.jobs import Outcome
from helpers.report.model import Report
from helpers.report.personal import PersonalReport, Saved, personal_report
from helpers.report.press import Pdf
from helpers.report.typeset import typeset
from helpers.report.view import ReportView

__all__ = [
    "Outcome",
    "Pdf",
    "PersonalReport",
    "Report",
    "ReportView",
    "Saved",
    "build_report",
    "journals_in",
    "make_reports",
    "personal_report",
    "typeset",
]
