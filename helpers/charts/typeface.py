"""The typeface of pictures, carried inside each of them.

A picture on a page is an `<img>`, and an image can load nothing: neither the page's
fonts nor a file. So what it is written in travels with it, as little of it as its words
need, and looks and measures the same on every machine.

The letters are those of Source Sans Pro, cut into small files by `tests/charts/cut_letters.py`:
a face and a block of characters each. Its licence reserves the name "Source" for the
whole typeface, so the parts have a name of their own.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as ET

FAMILY = "Ladder Sans"
LETTERS = Path(__file__).with_name("letters")

FACES = {"regular": (400, "normal"), "semibold": (600, "normal"), "italic": (400, "italic")}
FACES |= {"semibold-italic": (600, "italic")}
"""The weight and style of each face."""

BLOCKS = {
    "everyday": "20-7e,a0,b7,d7,2013-2014,2018-2019,201c-201d,2022,2026,2192,2212,2264-2265",
    "latin": "a1-b6,b8-d6,d8-17f",
    "latin-further": "180-36f,1e00-1eff",
    "greek": "370-3ff,1f00-1fff",
    "cyrillic": "400-52f",
    "signs": "2000-2012,2015-2017,201a-201b,201e-2021,2023-2025,2027-2191,2193-2211,2213-2263,2266-2bff",
}
"""The characters of each block, as ranges of hexadecimal code points. Most pictures need the first alone."""

_TEXT = "{http://www.w3.org/2000/svg}text"
_UNSAFE = re.compile(r"[^A-Za-z0-9_.~/:;=,+()'!*@?-]+")
_AFTER_ROOT = re.compile(r"<svg\b[^>]*>")


class Part(NamedTuple):
    """A file of the typeface: one face, one block of characters."""

    face: str
    block: str

    @property
    def file(self) -> Path:
        """Where it lies; a face that has none of a block's characters has no such file."""
        return LETTERS / f"{self.face}-{self.block}.woff2"


def with_letters(svg: str) -> str:
    """The same picture with the letters inside it that its words are written in."""
    css = "".join(_font_face(part) for part in _parts(svg))
    return _AFTER_ROOT.sub(lambda root: f"{root[0]}<style>{css}</style>", svg, count=1) if css else svg


def as_source(svg: str) -> str:
    """A picture, with its letters, as the address of an image (`src` and `srcset`): a data URI without spaces."""
    # `quote` itself goes through the letters one by one, and they are nearly all of it.
    return "data:image/svg+xml," + _UNSAFE.sub(_quoted, with_letters(svg))


def _quoted(signs: re.Match[str]) -> str:
    return _quote(signs[0])


@lru_cache(maxsize=256)
def _quote(signs: str) -> str:
    return quote(signs, safe="")


def block_of(character: str) -> str | None:
    """The block that a character belongs to; None if it is in none."""
    return next((name for name, ranges in _ranges().items() if any(ord(character) in each for each in ranges)), None)


def _parts(svg: str) -> tuple[Part, ...]:
    """What the words of a picture need, in the order of `FACES` and `BLOCKS`."""
    needed = set()
    for element in ET.fromstring(svg).iter(_TEXT):  # noqa: S314  the kit's own
        face = _face(element)
        needed |= {Part(face, block) for block in map(block_of, set(element.text or "")) if block}
    parts = (Part(face, block) for face in FACES for block in BLOCKS)
    return tuple(part for part in parts if part in needed and part.file.is_file())


def _face(element: ET.Element) -> str:
    bold, slanted = element.get("font-weight") == "600", element.get("font-style") == "italic"
    return {(False, False): "regular", (True, False): "semibold", (False, True): "italic"}.get(
        (bold, slanted), "semibold-italic"
    )


@cache
def _font_face(part: Part) -> str:
    weight, style = FACES[part.face]
    ranges = ",".join(f"U+{each}" for each in BLOCKS[part.block].split(","))
    data = b64encode(part.file.read_bytes()).decode("ascii")
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{style};unicode-range:{ranges};"
        f"src:url(data:font/woff2;base64,{data})}}"
    )


@cache
def _ranges() -> dict[str, tuple[range, ...]]:
    return {name: tuple(map(_range, ranges.split(","))) for name, ranges in BLOCKS.items()}


def _range(written: str) -> range:
    first, _, last = written.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)
