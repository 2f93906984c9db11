"""How much room words take, in the typeface that pictures carry with them.

The widths are those of its letters without kerning, which only ever draws them
together. A character that it lacks comes from a font of the machine, so its width is
guessed, rather too wide than too narrow.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache

from helpers.charts.typeface import LETTERS

_UNKNOWN = 0.7
_WIDE = 1.1
_SIGNS = frozenset(["/", "&", "+", "–", "—", "-", "·", "|"])


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of `size` (px). `bold` is for the semibold cut of the kit's own font."""
    widths = _widths()["semibold" if bold else "regular"]
    known = widths.get
    ems = 0.0
    for character in text:
        width = known(character)
        ems += _guessed(character, widths) if width is None else width
    return size * ems


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit into `room` px, as even as can be; nothing is ever cut.

    A line never starts with a lone sign ("/", "&", "–"). A word that is wider than the
    room is broken; no room is too small for one character a line. `size` is that of the letters in px, and with `bold`
    they are semibold.
    """
    words = [(word, text_width(word, size, bold=bold)) for word in _words(text)]
    lines = _fill(words, size, room, bold)
    if len(lines) == 1:
        return lines
    low, high = room / 2, room
    while high - low > 1:  # the narrowest room that needs no further line gives even lines
        middle = (low + high) / 2
        if len(_fill(words, size, middle, bold)) > len(lines):
            low = middle
        else:
            high = middle
    even = _fill(words, size, high, bold)
    return even if " ".join(even) == " ".join(lines) else lines  # an even shape is not worth a broken word


def _words(text: str) -> list[str]:
    """The parts that stay on one line: words, each with the lone signs that follow it."""
    parts: list[str] = []
    for word in text.split():
        if parts and word in _SIGNS:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def _fill(words: list[tuple[str, float]], size: float, room: float, bold: bool) -> tuple[str, ...]:
    """Lines of words, each of which comes with its width; without kerning, widths add up."""
    space = text_width(" ", size, bold=bold)
    lines: list[str] = []
    taken = 0.0
    for word, width in words:
        if lines and taken + space + width <= room:
            lines[-1] += f" {word}"
            taken += space + width
        elif width <= room:
            lines.append(word)
            taken = width
        else:
            lines += _pieces(word, size, room, bold)
            taken = text_width(lines[-1], size, bold=bold)
    return tuple(lines) or ("",)


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _guessed(character: str, widths: dict[str, float]) -> float:
    """The width of a character that the typeface lacks, in its size."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return widths.get(base, _UNKNOWN)


@cache
def _widths() -> dict[str, dict[str, float]]:
    """The width of each character in each face, in its size."""
    groups = json.loads((LETTERS / "widths.json").read_text(encoding="utf-8"))
    return {
        face: {character: int(width) / 1000 for width, characters in of_width.items() for character in characters}
        for face, of_width in groups.items()
    }
