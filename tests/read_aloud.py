"""What a PDF says to somebody who listens: two independent checkers, and its words in the order of its tags."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import outloud
import pdfua
from outloud.model import Document
from outloud.viewer import element_text


class Told(NamedTuple):
    """An element that says something by itself: its tag, without those around it, and its words."""

    tag: str
    words: str


def faults(data: bytes, folder: Path) -> list[str]:
    """The errors and warnings of both checkers, as lines to read. Empty is how it should be."""
    path = folder / "checked.pdf"
    path.write_bytes(data)
    first, second = outloud.check(str(path)), pdfua.validate(str(path))
    assert not first.error, first.error
    lines = [f"outloud {it.rule} on page {it.page}: {it.message}" for it in first.findings if it.severity != "info"]
    return lines + [f"pdfua {it.rule_id}: {it.message}" for it in second.findings if it.severity.name != "INFO"]


def told(data: bytes, folder: Path) -> list[Told]:
    """The words of a PDF in reading order, each with the tag that holds them."""
    path = folder / "told.pdf"
    path.write_bytes(data)
    document = Document(str(path))
    try:
        found = [Told(str(it.type_raw), element_text(document, it, include_children=False)) for it in document.elements]
    finally:
        document.close()
    return [Told(tag, " ".join(words.split())) for tag, words in found if words.strip()]
