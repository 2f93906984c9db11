"""A picture: SVG and the words that stand for it, made from the same data."""

from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    """An SVG document as text, its alt text in full sentences, and its size in CSS pixels."""

    svg: str
    alt: str
    width: float
    height: float
