"""What a printed page says and how it is tagged."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pypdf import PdfReader


def pages_of(data: bytes) -> list[str]:
    """The text of each page, with nothing but letters, digits and signs: line breaks are the page's own."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def tight(text: str) -> str:
    """A text as `pages_of` gives it."""
    return re.sub(r"\s", "", text)


def strings(data: Any) -> Iterator[str]:
    """Every string in lists and dictionaries."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for item in data.values() if isinstance(data, dict) else data:
            yield from strings(item)


def tags_of(data: bytes) -> list[str]:
    """The tags of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S).lstrip("/")
            if "/K" in node:
                yield from walk(node.K)

    with pikepdf.open(io.BytesIO(data)) as file:
        return list(walk(file.Root.StructTreeRoot.K))


def claims_of(data: bytes) -> tuple[str, str, str]:
    """The standards that a file claims (UA part, A part, A level)."""
    with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as found:
        return found["pdfuaid:part"], found["pdfaid:part"], found["pdfaid:conformance"]
