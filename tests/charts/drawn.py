"""A picture taken apart again: its words, where they stand, and what colours they stand in."""

from __future__ import annotations

from typing import NamedTuple
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
