"""A static Typst template and data ──▶ a tagged archival PDF, whatever characters the data holds.

    data ──▶ Typst ──▶ PDF/UA-1 + PDF/A-2a
     ▲         │
     └─────────┘ characters that can't be shown get a stand-in, and a notice

Everything printed goes through here: reports, run sheets, handouts. A template gets its
data as JSON in `sys.inputs.data` and the theme in `sys.inputs.look`; no text is ever
pasted into Typst source. What templates share stands in `base.typ`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import typst

from helpers.charts import Theme
from helpers.graphemes import beginning
from helpers.ladder.spoken import NOBODY, Spoken
from helpers.paths import PACKAGE
from helpers.report import glyphs
from helpers.report.fonts import EMBEDDED, FAMILY, font_book
from helpers.report.lengths import cut, lengths
from helpers.report.logo import logo_of_one_size

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Accessible to assistive technology, and readable in decades; Typst checks both as it writes."""

LONGEST_METADATA = 200
"""Characters. PDF/A bounds the strings in a file's metadata; the page itself shows all of a text."""

ROUNDS = 5
"""How often a page is set with more stand-ins before all but plain letters get one."""

_PAPER = {"a4": "a4", "letter": "us-letter"}

_PROBE = b"""
#set document(title: "probe")
#set text(font: json(bytes(sys.inputs.fonts)))
#for it in json(bytes(sys.inputs.texts)) { par(it) }
"""


class Pdf(NamedTuple):
    """A PDF file and what its reader should know: which characters have a stand-in, and why."""

    data: bytes
    notices: tuple[str, ...]


def compile_pdf(
    template: Path,
    data_with: Callable[[tuple[str, ...]], dict[str, Any]],
    theme: Theme,
    *,
    language: str,
    on: date,
    spoken: Spoken = NOBODY,
) -> Pdf:
    """Set a page as a PDF, byte for byte the same for the same data, theme, fonts and day.

    `data_with` gives the data of the template for the notices that should stand in it. `language` is the document's
    ("en", "pt-BR"); in it what a ladder says in another one is tagged, as `spoken` finds it.
    All text comes out as it is. A character that no font here can show, or that PDF/A
    forbids, gets a visible stand-in; the notices name it and what to install. Raises
    `ReportError` for a logo that can't be read or drawn. `on` is the day for its metadata.
    """
    look = _look(theme, language, spoken.language)
    fonts: list[str] = look["fonts"]
    # The machine's own fonts are asked last: without them the same words make the same file anywhere.
    system = theme.font != FAMILY or (theme.logo is not None and theme.logo.suffix.lower() == ".svg")
    plain = _ended(data_with(()))
    chars = frozenset().union(*_strings(cut(plain)))
    hidden = frozenset(char for char in chars if glyphs.is_unprintable(char))
    # Asked of each character alone first: on a page of many, each refusal costs the whole page.
    odd = frozenset(char for char in chars - hidden if not glyphs.is_plain(char))
    system = system or bool(_refused(odd, fonts, system=False))
    hidden |= _refused(odd, fonts, system=True) if system else frozenset()
    for round_ in range(ROUNDS + 2):
        sizes = lengths(glyphs.replaced(plain, hidden))
        notices = (*sizes.notices, *glyphs.notices(hidden))
        data = cut(glyphs.replaced(_ended(data_with(notices)), hidden))  # a stand-in may be longer
        try:
            return Pdf(
                _compiled(template, _told_apart(data, spoken, hidden), {**look, "step": sizes.step}, on, system=system),
                notices,
            )
        except typst.TypstError as error:
            refused = glyphs.refused(error.diagnostic)
            if not refused or round_ > ROUNDS:
                raise
        if not system:
            system = True
        elif round_ < ROUNDS:
            hidden |= _unshowable(refused, fonts)
        else:
            hidden |= {char for text in _strings(data) for char in text if not glyphs.is_plain(char)}
    raise AssertionError("the last round returns or raises")


def for_metadata(text: str) -> str:
    """A title or an author as one line, no longer than a file's metadata may hold."""
    line = " ".join(glyphs.with_line_ends(text).split())
    return line if len(line) <= LONGEST_METADATA else beginning(line, LONGEST_METADATA - 1) + "…"


def _unshowable(refused: frozenset[str], fonts: list[str]) -> frozenset[str]:
    """Which of the refused characters really can't be shown.

    Typst names all of a cluster of which it lacks a part (for a keycap the digit too),
    so each is tried by itself. Where each can be shown alone, their combination can't.
    """
    suspects = frozenset(char for char in refused if not glyphs.is_plain(char))
    return _refused(suspects, fonts, system=True) or suspects


def _refused(chars: frozenset[str], fonts: list[str], *, system: bool) -> frozenset[str]:
    """Which of these characters can't be shown even alone, with the machine's own fonts or without."""
    if not chars:
        return frozenset()
    inputs = {"texts": json.dumps(glyphs.trials(chars)), "fonts": json.dumps(fonts)}
    try:
        typst.compile(_PROBE, font_paths=font_book(system=system), sys_inputs=inputs, pdf_standards=STANDARDS)
    except typst.TypstError as error:
        return chars & glyphs.refused(error.diagnostic)
    return frozenset()


def _compiled(template: Path, data: dict[str, Any], look: dict[str, Any], on: date, *, system: bool) -> bytes:
    noon = datetime.combine(on, time(12), UTC)  # the same day in nearly every time zone
    return typst.compile(
        template,
        root=PACKAGE,
        font_paths=font_book(system=system),
        sys_inputs={"data": json.dumps(data), "look": json.dumps(look)},
        pdf_standards=STANDARDS,
        timestamp=int(noon.timestamp()),
    )


def _told_apart(data: dict[str, Any], spoken: Spoken, hidden: frozenset[str]) -> dict[str, Any]:
    """The data with the ladder's words marked, which have stand-ins for the same characters by now."""
    return (spoken.changed(lambda text: glyphs.replaced(text, hidden)) if spoken and hidden else spoken).marked(data)


def _look(theme: Theme, language: str, said: str) -> dict[str, Any]:
    """What a template needs beside its data: colours, fonts, paper, the logo, its language and the ladder's."""
    code, _, region = language.partition("-")
    said_code, _, said_region = said.partition("-")
    return {
        **theme.model_dump(mode="json", include={"accent", "ink", "muted", "background"}),
        "fonts": list(dict.fromkeys((theme.font, FAMILY, *EMBEDDED))),
        "paper": _PAPER[theme.paper],
        "logo": None if theme.logo is None else logo_of_one_size(theme.logo),
        "lang": code,
        "region": region or None,
        "said": {"lang": said_code, "region": said_region or None},
    }


def _ended(data: Any) -> Any:
    """The same data with every kind of line end written as a newline."""
    if isinstance(data, str):
        return glyphs.with_line_ends(data)
    if isinstance(data, list):
        return [_ended(item) for item in data]
    if isinstance(data, dict):
        return {key: _ended(item) for key, item in data.items()}
    return data


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _strings(item)
