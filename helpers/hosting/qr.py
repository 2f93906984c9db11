"""A link as a QR code, for a page and for a terminal. The quiet zone that scanners need is part of it."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import segno

QUIET: Final = 4
"""The width of the quiet zone in modules, as ISO/IEC 18004 has it."""

_DARK_ON_LIGHT: Final = "\x1b[38;5;16;48;5;231m{}\x1b[0m"
_DARK = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_LIGHT = {(not upper, not lower): block for (upper, lower), block in _DARK.items()}


def svg(text: str) -> str:
    """The code as an SVG that fills whatever room it is given; black on white, also where a page is dark."""
    rows = _modules(text)
    size = len(rows)
    path = "".join(_dark_runs(row, y) for y, row in enumerate(rows))
    # crispEdges: with soft edges, hair lines would show between the rows at many sizes.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{path}"/></svg>'
    )


def terminal(text: str, *, colours: bool = False) -> str:
    """The code as lines of half blocks, two modules above each other in a character.

    With colours it is black on white in any terminal. Without, light modules are drawn and dark
    ones left out: right on a dark background, and inverted on a light one, which phones read too.
    """
    rows = _modules(text)
    if len(rows) % 2:
        rows.append([False] * len(rows))
    blocks = _DARK if colours else _LIGHT
    lines = ("".join(blocks[pair] for pair in zip(*two, strict=True)) for two in zip(*[iter(rows)] * 2, strict=True))
    return "\n".join(_DARK_ON_LIGHT.format(line) if colours else line for line in lines)


def _modules(text: str) -> list[list[bool]]:
    """Rows of modules, quiet zone included; True is dark."""
    code = segno.make_qr(text, error="m")
    return [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET)]


def _dark_runs(row: list[bool], y: int) -> str:
    runs = []
    x = 0
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            runs.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(runs)
