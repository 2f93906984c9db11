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


def lines_of(data: bytes) -> list[str]:
    """Each line as it stands on its page."""
    return [
        line.strip() for page in PdfReader(io.BytesIO(data)).pages for line in page.extract_text().splitlines() if line
    ]


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


def languages_of(data: bytes) -> list[tuple[str, str]]:
    """Every piece of text that is read aloud, with the language that the tags or the piece itself give it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        document = str(file.Root.get("/Lang", ""))
        tagged = dict(_tagged(file.Root.StructTreeRoot.get("/K"), document, 0))
        return [found for page in file.pages for found in _pieces(page, tagged, document)]


def _tagged(node: Any, language: str, page: int) -> Iterator[tuple[tuple[int, int], str]]:
    """The language of each piece of marked content, by its page's object and its number there."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _tagged(kid, language, page)
    elif isinstance(node, int):
        yield (page, node), language
    elif isinstance(node, pikepdf.Dictionary):
        page = node.Pg.objgen[0] if "/Pg" in node else page
        if node.get("/Type") == "/MCR":
            yield (page, int(node.MCID)), language
        elif "/K" in node and "/Alt" not in node:  # a picture is told in its alternative text
            yield from _tagged(node.K, str(node.get("/Lang", language)), page)


def _pieces(page: Any, tagged: dict[tuple[int, int], str], document: str) -> Iterator[tuple[str, str]]:
    maps: dict[str, dict[int, str]] = {}
    inside: list[tuple[str | None, list[str]]] = []
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                number = properties.get("/MCID")
                there = None if number is None else tagged.get((page.objgen[0], int(number)))
                inside.append((str(properties.get("/Lang", there)) if there else None, []))
            case "EMC":
                language, words = inside.pop()
                if language is not None and (text := "".join(words)).strip():
                    yield language, text
            case "Tf":
                font = str(operands[0])
                maps.setdefault(font, _letters(page.Resources.Font[font]))
            case "Tj" | "TJ":
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                for part in shown:
                    if isinstance(part, pikepdf.String) and inside:
                        codes = bytes(part)
                        pairs = zip(codes[::2], codes[1::2], strict=True)
                        inside[-1][1].extend(maps[font].get(256 * high + low, "") for high, low in pairs)


def _letters(font: Any) -> dict[int, str]:
    """What each code of a font stands for, by its table for copying text."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(int(letters, 16) + at)
    return found
