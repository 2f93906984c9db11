"""How much room words take, without a font at hand.

The widths are those of Arial and its metric twins, which are a little wider than the
kit's own typeface: a picture laid out with them has room in the PDF and in a browser
that falls back to a system font.
"""

from __future__ import annotations

import unicodedata

_GROUPS = {
    222: "'ijl‘’|",
    278: " !,./:;I[\\]ft·",
    334: '()-`r“”{}"',
    389: "*",
    500: "Jcksvxyz^",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~−",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    944: "W%",
    1000: "—…@",
}
_WIDTHS = {character: width / 1000 for width, characters in _GROUPS.items() for character in characters}
_UNKNOWN = 0.7
_WIDE = 1.1
_BOLD = 1.07
_SIGNS = frozenset(["/", "&", "+", "–", "—", "-", "·", "|"])


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of text is, in the unit of `size` (px); rather too wide than too narrow."""
    ems = sum(_em(character) for character in text)
    return ems * size * (_BOLD if bold else 1.0)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit into `room` px, as even as can be; nothing is ever cut.

    A line never starts with a lone sign ("/", "&", "–"). A word that is wider than the
    room is broken; no room is too small for one character a line.
    """
    words = _words(text)
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


def _fill(words: list[str], size: float, room: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines += _pieces(word, size, room, bold)
    return tuple(lines) or ("",)


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _em(character: str) -> float:
    if (width := _WIDTHS.get(character)) is not None:
        return width
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(base, _UNKNOWN)
