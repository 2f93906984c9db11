"""A deck on disk: one HTML file that needs nothing but a browser, and a PDF of the same slides.

slides/<id>.ipynb ──drawn──▶ nbconvert with the kit's template ──▶ HTML, reveal.js and typeface inside
Projected ──▶ Typst ──▶ PDF
"""

from __future__ import annotations

import base64
import json
import tempfile
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from helpers.errors import KitError
from helpers.kernels import manager_settings
from helpers.paths import ROOT
from helpers.report.typesetting import Pdf, compile_pdf, for_metadata
from helpers.workshop.deck import OPEN, SCREEN, Deck, deck_notebook, opening_cell

RUNS_WITHIN = 120
"""Seconds for one cell, on a machine that is busy with other things."""

_TEMPLATE = Path(__file__).with_name("paper") / "slides.typ"
_FACES = (("Regular", "400", "normal"), ("Semibold", "600", "normal"), ("It", "400", "italic"))


class DeckNotMade(KitError):
    """A deck's notebook didn't run through."""


def deck_html(deck: Deck) -> str:
    """The deck as one HTML file, from its notebook: the one in `slides/`, which is run where anything was added to it.

    Raises `DeckNotMade` where a cell fails.
    """
    from nbclient.exceptions import CellExecutionError
    from nbconvert import SlidesExporter

    notebook = _notebook(deck)
    try:
        if not _is_drawn(notebook, deck):
            _run(notebook)
    except CellExecutionError as error:
        raise DeckNotMade(f"a slide can't be drawn: {error.evalue}", where=deck.workshop.workshop) from error
    except (RuntimeError, OSError) as error:  # a kernel that didn't start or died, a full disk
        raise DeckNotMade(
            f"the deck's notebook could not be run: {error}",
            where=deck.workshop.workshop,
            next_step="Run the same command again.",
        ) from error
    exporter = SlidesExporter(  # type: ignore[no-untyped-call]
        template_name="kit", extra_template_basedirs=[str(SCREEN)], exclude_input=True, exclude_output_prompt=True
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"deck": _inlined(deck)})
    return str(html)


def _notebook(deck: Deck) -> Any:
    """The notebook in `slides/`, opened as this deck was, or for a workshop of one's own one made on the spot."""
    import nbformat

    text = deck.notebook.read_text(encoding="utf-8") if deck.notebook else json.dumps(deck_notebook(deck))
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.get("id") == OPEN:
            cell.source = opening_cell(deck)
    return notebook


def _is_drawn(notebook: Any, deck: Deck) -> bool:
    """Draw the cells of a notebook that holds only what the kit wrote: a kernel, which takes its second, adds nothing.

    False, and nothing drawn, where anything was added or changed: that has to be run.
    """
    from nbformat.v4 import new_output

    drawn: dict[str, Any] = {opening_cell(deck): lambda: deck}
    for slide_id in (*(slide.id for _, slide in deck.workshop.slides), *deck.left_out):
        drawn[f'deck.slide("{slide_id}")'] = partial(deck.slide, slide_id)
        drawn[f'deck.notes("{slide_id}")'] = partial(deck.notes, slide_id)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.source not in drawn for cell in cells):
        return False
    for cell in cells:
        html = drawn[cell.source]()._repr_html_()
        cell.outputs = [new_output("execute_result", {"text/html": html})]  # type: ignore[no-untyped-call]
    return True


def _run(notebook: Any) -> None:
    from nbclient import NotebookClient
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="deck-") as scratch:
        NotebookClient(
            notebook,
            timeout=RUNS_WITHIN,
            resources={"metadata": {"path": str(ROOT)}},
            config=Config(KernelManager=manager_settings(Path(scratch))),
            # A kernel tells its own end as an error, which nobody needs to read.
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        ).execute()


def deck_pdf(deck: Deck, *, on: date) -> Pdf:
    """The slides as a tagged, archival PDF, a page each. Raises `ReportError`."""
    data: dict[str, Any] = {
        "name": for_metadata(deck.workshop.title),
        "slides": [slide.model_dump(mode="json") for slide in deck.slides],
    }
    return compile_pdf(
        _TEMPLATE, lambda _: data, deck.theme, language=deck.workshop.language, on=on, spoken=deck.ladder.spoken
    )


def _inlined(deck: Deck) -> dict[str, Any]:
    """What stands inside a deck's file: reveal.js as its package carries it, the typeface, the kit's own part."""
    carried = files("pyreveal") / "revealjs"
    reveal = carried / "dist"
    css = [(reveal / "reveal.css").read_text(encoding="utf-8"), _typeface(), deck.style]
    licence = (carried / "LICENSE").read_text(encoding="utf-8").strip()  # which wants to go along with every copy
    js = [f"/*! reveal.js\n\n{licence}\n*/"]
    js += [(reveal / name).read_text(encoding="utf-8") for name in ("reveal.js", "plugin/notes.js")]
    js.append((SCREEN / "deck.js").read_text(encoding="utf-8"))
    return {
        "title": deck.workshop.title,
        "language": deck.workshop.language,
        "styles": css,
        "scripts": [script.replace("</script", r"<\/script") for script in js],
    }


def _typeface() -> str:
    folder = files("font_source_sans_pro") / "files"
    faces = []
    for face, weight, style in _FACES:
        data = base64.b64encode((folder / f"SourceSansPro-{face}.otf").read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"Source Sans Pro";font-weight:{weight};font-style:{style};'
            f"src:url(data:font/otf;base64,{data})}}"
        )
    return "".join(faces)
