"""A thin builder of SVG on the standard library's XML tree.

Words only ever go in as text and attribute values of a tree, which escapes them when it
is written: no text of a ladder or a person can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from xml.etree import ElementTree as ET

from helpers.charts.lettering import text_width
from helpers.charts.picture import Picture
from helpers.charts.theme import Theme
from helpers.charts.typeface import FAMILY

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

FAMILIES = f"'{FAMILY}', 'Source Sans Pro', 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
"""What a picture is written in: the letters inside it, in a PDF the whole typeface that they are cut from.

A theme's own typeface is not among them, since nobody knows how wide its letters are.
"""

LINE = 1.22
"""The height of a line of text, in its size."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Canvas:
    """A picture in the making. Lengths are CSS pixels, y runs down, text stands on its baseline."""

    def __init__(self, theme: Theme, width: float) -> None:
        """An empty picture of a given width; the height is said when it is finished."""
        self.theme = theme
        self.width = width
        self._root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
        self._ground = self._add("rect", fill=theme.background)

    def line(self, start: Point, end: Point, colour: str, width: float = 1, dash: str | None = None) -> None:
        """A straight line with round ends.

        `start` and `end` are (x, y) in px, as is `width`; `dash` is a pattern as SVG has it (None: unbroken), and
        `colour` one of the theme's.
        """
        self.path(f"M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}", colour, width, dash)

    def path(self, d: str, colour: str, width: float = 1, dash: str | None = None) -> None:
        """An open line along SVG path data, with round ends and joins.

        `d` is that data and `width` in px; `dash` is a pattern as SVG has it (None: unbroken), and `colour` one of the
        theme's.
        """
        ends: dict[str, str | float | None] = {"stroke-linecap": "round", "stroke-linejoin": "round"}
        self._add("path", d=d, fill="none", stroke=colour, **_stroked(colour, width, dash), **ends)

    def area(self, d: str, fill: str, stroke: str, width: float = 1) -> None:
        """The area inside SVG path data; a line inside another cuts a hole.

        `d` is that data; `fill` and `stroke` are colours of the area and of its edge, which is `width` px wide.
        """
        self._add("path", d=d, fill=fill, stroke=stroke, **{"fill-rule": "evenodd"}, **_stroked(stroke, width))

    def shape(self, points: Sequence[Point], fill: str, stroke: str | None = None, width: float = 1) -> None:
        """A closed polygon.

        `points` are its corners in px; `fill` and `stroke` are colours of the area and of its edge (None: it has none),
        which is `width` px wide.
        """
        listed = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._add("polygon", points=listed, fill=fill, stroke=stroke, **_stroked(stroke, width))

    def circle(self, centre: Point, radius: float, fill: str, stroke: str | None = None, width: float = 1) -> None:
        """A circle; the stroke is centred on its edge.

        `centre` and `radius` are in px; `fill` and `stroke` are colours (None: it has no edge), and the edge is `width`
        px wide.
        """
        self._add("circle", cx=centre[0], cy=centre[1], r=radius, fill=fill, stroke=stroke, **_stroked(stroke, width))

    def rect(
        self,
        corner: Point,
        size: Point,
        fill: str,
        stroke: str | None = None,
        width: float = 1,
        *,
        round: float = 0,
        dash: str | None = None,
    ) -> None:
        """A rectangle from its top left corner.

        `size` is its width and height, and `round` the radius of its corners, in px. `fill` and `stroke` are colours
        (None: it has no edge); the edge is `width` px wide, and `dash` is a pattern as SVG has it (None: unbroken).
        """
        x, y = corner
        attributes = _stroked(stroke, width, dash)
        self._add(
            "rect", x=x, y=y, width=size[0], height=size[1], rx=round or None, fill=fill, stroke=stroke, **attributes
        )

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = 13,
        colour: str | None = None,
        anchor: Anchor = "start",
        bold: bool = False,
        italic: bool = False,
    ) -> None:
        """One line of text.

        The `words` stand with their `anchor` (start, middle or end) and baseline `at` a point; `size` is in px, and
        `colour` is the theme's ink if None. `bold` and `italic` are the cuts.
        """
        element = self._add(
            "text",
            x=at[0],
            y=at[1],
            fill=colour or self.theme.ink,
            **{
                "font-size": size,
                "font-weight": 600 if bold else None,
                "font-style": "italic" if italic else None,
                "text-anchor": None if anchor == "start" else anchor,
            },
        )
        element.text = _clean(words)

    def pill(self, at: Point, words: str, *, size: float = 11.5, anchor: Anchor = "middle") -> Point:
        """A rounded label in the accent colour, its top edge at `at`; gives back its width and height.

        `anchor` says whether `at` is the start, the middle or the end of that edge; the `words` have letters of `size`
        px.
        """
        width, height = text_width(words, size, bold=True) + 14, size + 7.5
        left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.rect((left, at[1]), (width, height), self.theme.accent, round=height / 2)
        baseline = at[1] + height / 2 + size * 0.35
        self.text(
            (left + width / 2, baseline), words, size=size, colour=self.theme.background, anchor="middle", bold=True
        )
        return width, height

    def finish(self, height: float, alt: str) -> Picture:
        """The picture, with its alt text in the document itself too."""
        width, height = round(self.width, 2), round(height, 2)
        size = {"width": _n(width), "height": _n(height)}
        self._ground.attrib.update(size)
        self._root.attrib.update(size)
        self._root.set("viewBox", f"0 0 {_n(width)} {_n(height)}")
        self._root.set("font-family", FAMILIES)
        # else a browser may put each letter on a whole pixel, and words run into one another
        self._root.set("text-rendering", "geometricPrecision")
        self._root.set("aria-label", _clean(alt))
        return Picture(ET.tostring(self._root, encoding="unicode"), alt, width, height)

    def _add(self, tag: str, **attributes: str | float | None) -> ET.Element:
        given = {name: value for name, value in attributes.items() if value is not None}
        return ET.SubElement(
            self._root, tag, {name: _clean(v) if isinstance(v, str) else _n(v) for name, v in given.items()}
        )


def _stroked(stroke: str | None, width: float, dash: str | None = None) -> dict[str, str | float | None]:
    return {"stroke-width": width, "stroke-dasharray": dash} if stroke else {}


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    """XML holds no control characters at all; each is shown as the replacement character."""
    return _NOT_XML.sub("\ufffd", text)
