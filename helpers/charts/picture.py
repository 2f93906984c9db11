"""A picture: SVG and the words that stand for it, made from the same data."""

from __future__ import annotations

from typing import NamedTuple

from helpers.charts.typeface import as_source


class Picture(NamedTuple):
    """An SVG document as text, its alt text in full sentences, and its size in CSS pixels."""

    svg: str
    alt: str
    width: float
    height: float

    @property
    def source(self) -> str:
        """The picture as the address of an `<img>`, with the letters that its words are written in."""
        return as_source(self.svg)
