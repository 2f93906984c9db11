"""A report on paper: one static Typst template, the report as data, a tagged archival PDF.

Report ──▶ data ──▶ Typst ──▶ PDF/UA-1 + PDF/A-2a
             ▲         │
             └─────────┘ characters that can't be shown get a stand-in, and a notice
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import typst

from helpers.charts import Theme
from helpers.errors import ReportError
from helpers.report import glyphs
from helpers.report.fonts import EMBEDDED, FAMILY, font_book
from helpers.report.model import Report

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Accessible to assistive technology, and readable in decades; Typst checks both as it writes."""

LONGEST_METADATA = 200
"""Characters. PDF/A bounds the strings in a file's metadata; the page itself shows all of a text."""

ROUNDS = 5
"""How often a page is set with more stand-ins before all but plain letters get one."""

_TEMPLATE = Path(__file__).with_name("personal.typ")
_PAPER = {"a4": "a4", "letter": "us-letter"}
_IMAGE_KIND = {".svg": "svg+xml", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}

_PROBE = b"""
#set document(title: "probe")
#set text(font: json(bytes(sys.inputs.fonts)))
#for it in json(bytes(sys.inputs.texts)) { par(it) }
"""


class Pdf(NamedTuple):
    """A PDF file and what its reader should know: which characters have a stand-in, and why."""

    data: bytes
    notices: tuple[str, ...]


def typeset(report: Report, theme: Theme) -> Pdf:
    """Set a report as a PDF, byte for byte the same for the same report, theme and fonts.

    All text comes out as it is. A character that no font here can show, or that PDF/A
    forbids, gets a visible stand-in; the notices name it and what to install, and stand
    in the last section of the PDF too. Raises `ReportError` for a logo that can't be read.
    """
    look = _look(report, theme)
    fonts: list[str] = look["fonts"]
    # The machine's own fonts are asked last: without them the same words make the same file anywhere.
    system = theme.font != FAMILY or (theme.logo is not None and theme.logo.suffix.lower() == ".svg")
    hidden = frozenset(char for text in _strings(_page(report)) for char in text if glyphs.is_unprintable(char))
    for round_ in range(ROUNDS + 2):
        notices = glyphs.notices(hidden)
        page = glyphs.replaced(_page(report.with_notices(notices)), hidden)
        try:
            return Pdf(_compiled(page, look, report, system=system), notices)
        except typst.TypstError as error:
            refused = glyphs.refused(error.diagnostic)
            if not refused or round_ > ROUNDS:
                raise
        if not system:
            system = True
        elif round_ < ROUNDS:
            hidden |= _unshowable(refused, fonts)
        else:
            hidden |= {char for text in _strings(page) for char in text if not glyphs.is_plain(char)}
    raise AssertionError("the last round returns or raises")


def _unshowable(refused: frozenset[str], fonts: list[str]) -> frozenset[str]:
    """Which of the refused characters really can't be shown.

    Typst names all of a cluster of which it lacks a part (for a keycap the digit too),
    so each is tried by itself. Where each can be shown alone, their combination can't.
    """
    suspects = frozenset(char for char in refused if not glyphs.is_plain(char))
    inputs = {"texts": json.dumps(glyphs.trials(suspects)), "fonts": json.dumps(fonts)}
    try:
        typst.compile(_PROBE, font_paths=font_book(system=True), sys_inputs=inputs, pdf_standards=STANDARDS)
    except typst.TypstError as error:
        return suspects & glyphs.refused(error.diagnostic)
    return suspects


def _compiled(page: dict[str, Any], look: dict[str, Any], report: Report, *, system: bool) -> bytes:
    noon = datetime.combine(report.on, time(12), UTC)  # the same day in nearly every time zone
    return typst.compile(
        _TEMPLATE,
        font_paths=font_book(system=system),
        sys_inputs={"report": json.dumps(page), "look": json.dumps(look)},
        pdf_standards=STANDARDS,
        timestamp=int(noon.timestamp()),
    )


def _page(report: Report) -> dict[str, Any]:
    page: dict[str, Any] = _lines_ended(report.model_dump(mode="json"))
    for key in ("title", "author"):
        line = " ".join(page[key].split())
        page[key] = line if len(line) <= LONGEST_METADATA else line[: LONGEST_METADATA - 1] + "…"
    return page


def _look(report: Report, theme: Theme) -> dict[str, Any]:
    """What the template needs beside the report: colours, fonts, paper, the logo, the language."""
    language, _, region = report.language.partition("-")
    return {
        **theme.model_dump(mode="json", include={"accent", "ink", "muted", "background"}),
        "fonts": list(dict.fromkeys((theme.font, FAMILY, *EMBEDDED))),
        "paper": _PAPER[theme.paper],
        "logo": None if theme.logo is None else _logo(theme.logo),
        "lang": language,
        "region": region or None,
    }


def _logo(path: Path) -> str:
    """A logo of any kind as an SVG of one size, the logo at its top right."""
    try:
        data = base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        raise ReportError(
            f"the logo can't be read: {error.strerror}", where=str(path), next_step="Check 'logo' in the theme."
        ) from error
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120"><image width="400" height="120" '
        f'preserveAspectRatio="xMaxYMin" href="data:image/{_IMAGE_KIND[path.suffix.lower()]};base64,{data}"/></svg>'
    )


def _lines_ended(data: Any) -> Any:
    if isinstance(data, str):
        return glyphs.with_line_ends(data)
    if isinstance(data, list):
        return [_lines_ended(item) for item in data]
    if isinstance(data, dict):
        return {key: _lines_ended(item) for key, item in data.items()}
    return data


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _strings(item)
