"""A picture taken apart again: its words, where they stand, and what colours they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from helpers.charts import Picture
from helpers.charts.lettering import text_width

SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, slack: float = 1.0) -> bool:
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.top < other.bottom - slack
            and other.top < self.bottom - slack
        )


def tree(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314  made by this very package


def texts(picture: Picture) -> list[ET.Element]:
    return list(tree(picture).iter(f"{SVG}text"))


def words(picture: Picture) -> str:
    """All the words of a picture, in the order in which they were drawn."""
    return " ".join(element.text or "" for element in texts(picture))


def boxes(picture: Picture) -> list[Box]:
    """Where each line of text stands, by the same estimate that laid it out."""
    found = []
    for element in texts(picture):
        size, text = float(element.get("font-size", "0")), element.text or ""
        width = text_width(text, size, bold=element.get("font-weight") == "600")
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
        found.append(Box(text, left, y - size * 0.75, left + width, y + size * 0.2))
    return found


def clashes(found: list[Box]) -> list[tuple[str, str]]:
    """Pairs of texts that stand on one another."""
    return [(a.words, b.words) for i, a in enumerate(found) for b in found[i + 1 :] if a.overlaps(b)]


def outside(found: list[Box], picture: Picture) -> list[str]:
    """Texts that reach over the edge of their picture."""
    return [
        box.words
        for box in found
        if box.left < -0.5 or box.top < -0.5 or box.right > picture.width + 0.5 or box.bottom > picture.height + 0.5
    ]


SMALLEST = 11
"""px: what can still be read at arm’s length, on a phone too, where pictures are drawn as wide as they are shown."""

Point = tuple[float, float]
Line = tuple[Point, Point]


def within(html: str) -> list[Picture]:
    """Every picture of the kit’s own in a page, for wide screens and for phones, taken apart from its address."""
    found = []
    for source in dict.fromkeys(re.findall(r'(?:src|srcset)="(data:image/svg\+xml,[^"]+)"', html)):
        svg = unquote(source.partition(",")[2])
        root = ET.fromstring(svg)  # noqa: S314  made by this very package
        size = float(root.get("width", "0")), float(root.get("height", "0"))
        found.append(Picture(svg, root.get("aria-label", ""), *size))
    return found


def faults(picture: Picture) -> list[str]:
    """What is wrong with the words of a picture: cut off, on one another, struck through, or too small to read."""
    found = boxes(picture)
    return [
        *(f"cut off: {words}" for words in outside(found, picture)),
        *(f"on one another: {one} / {other}" for one, other in clashes(found)),
        *(f"struck through: {words}" for words in struck(picture)),
        *(f"too small: {text.text}" for text in texts(picture) if float(text.get("font-size", "0")) < SMALLEST),
    ]


def struck(picture: Picture) -> list[str]:
    """Texts that a line runs through; not the contours of the map, and no line below the ground a text stands on."""
    lines: list[Line] = []
    grounds: list[tuple[int, Box]] = []
    words: list[tuple[int, Box]] = []
    for element in tree(picture).iter():
        if element.tag == f"{SVG}text" and (element.text or "").strip():
            box = _ink(element)
            words.append((max((number for number, ground in grounds if _holds(ground, box)), default=0), box))
        elif element.tag == f"{SVG}rect" and element.get("fill") != "none":
            grounds.append((len(lines), _rect(element)))
        lines += _strokes(element)
    return [box.words for since, box in words if any(_crosses(line, box) for line in lines[since:])]


def _ink(element: ET.Element) -> Box:
    """Where a line of text has ink, capitals and a little below the baseline, and half of a thin line round it."""
    words = element.text or ""
    size, y = float(element.get("font-size", "0")), float(element.get("y", "0"))
    width = text_width(words, size, bold=element.get("font-weight") == "600")
    left = float(element.get("x", "0")) - {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
    top, bottom = (0.4, -0.2) if words in ("−", "–", "-") else (0.6, 0.05)
    return Box(words, left - 1, y - size * top - 1, left + width + 1, y + size * bottom + 1)


def _rect(element: ET.Element) -> Box:
    x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box("", x, y, x + width, y + height)


def _holds(ground: Box, box: Box) -> bool:
    return (
        ground.left <= box.left and ground.top <= box.top and ground.right >= box.right and ground.bottom >= box.bottom
    )


def _strokes(element: ET.Element) -> Iterator[Line]:
    if element.get("stroke") is None:
        return
    match element.tag.removeprefix(SVG):
        case "path" if element.get("fill") == "none":
            yield from _along(element.get("d", ""))
        case "rect":
            _, left, top, right, bottom = _rect(element)
            corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            yield from pairwise(corners)
        case "circle":
            x, y, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
            yield from pairwise((x + r * cos(pi * n / 12), y + r * sin(pi * n / 12)) for n in range(25))


def _along(d: str) -> Iterator[Line]:
    """Path data as straight lines; a curve is cut into twelve, an arc into none."""
    here = begun = (0.0, 0.0)
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        n = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        pairs = list(zip(n[::2], n[1::2], strict=False))
        match command:
            case "M":
                here = begun = pairs[0]
                points = pairs[1:]
            case "L":
                points = pairs
            case "l":
                points = [(here[0] + x, here[1] + y) for x, y in pairs]
            case "H":
                points = [(x, here[1]) for x in n]
            case "V":
                points = [(here[0], y) for y in n]
            case "C":
                points = [_bezier((here, *pairs), part / 12) for part in range(1, 13)]
            case "A":
                points = [(n[5], n[6])]
            case "Z":
                points = [begun]
            case _:
                raise AssertionError(f"no picture has had {command!r} in a path so far")
        yield from pairwise((here, *points))
        here = points[-1] if points else here


def _bezier(points: tuple[Point, ...], t: float) -> Point:
    while len(points) > 1:
        points = tuple((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points))
    return points[0]


def _crosses(line: Line, box: Box) -> bool:
    """Whether a line has a point inside a box: what is left of it once it is cut at each edge in turn."""
    (x1, y1), (x2, y2) = line
    begin, end = 0.0, 1.0
    for start, step, low, high in ((x1, x2 - x1, box.left, box.right), (y1, y2 - y1, box.top, box.bottom)):
        if abs(step) < 1e-9:
            if not low < start < high:
                return False
            continue
        first, last = sorted(((low - start) / step, (high - start) / step))
        begin, end = max(begin, first), min(end, last)
    return begin < end
