"""A report on paper: the report as data for one static Typst template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.charts import Theme
from helpers.report.model import Report
from helpers.report.typesetting import Pdf, compile_pdf, for_metadata

_TEMPLATE = Path(__file__).with_name("personal.typ")


def typeset(report: Report, theme: Theme) -> Pdf:
    """Set a report as a PDF, byte for byte the same for the same report, theme and fonts.

    Characters that can't be shown have a stand-in; the notices that say so stand in the
    last section of the PDF too. Raises `ReportError` for a logo that can't be read.
    """

    def data(notices: tuple[str, ...]) -> dict[str, Any]:
        said = report.with_notices(notices).model_dump(mode="json")
        return {**said, **{key: for_metadata(said[key]) for key in ("title", "author")}}

    return compile_pdf(_TEMPLATE, data, theme, language=report.language, on=report.on, spoken=report.spoken)
