"""A QR code says what it should wherever it is drawn; scanners get the quiet zone that they need."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from helpers.hosting.qr import svg, terminal

LINK = "https://192.168.178.20:8800/j/ABCD2345"
LINKS = st.from_regex(r"https?://[a-z0-9.-]{1,60}(:\d{2,5})?/j/[A-Z2-9]{8}", fullmatch=True)
SVG = "{http://www.w3.org/2000/svg}"
HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def modules(link: str) -> set[tuple[int, int]]:
    """The places of the dark modules, in a field with a quiet zone of four."""
    rows = segno.make_qr(link, error="m").matrix_iter(border=4)
    return {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def drawn_in(picture: str) -> set[tuple[int, int]]:
    """The places that the black path of an SVG fills."""
    _, dark = ET.fromstring(picture).iter(f"{SVG}path")  # noqa: S314 - our own
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", dark.get("d", ""))
    assert "".join(f"M{x} {y}h{w}v1h-{w}z" for x, y, w, _ in runs) == dark.get("d")
    return {(int(x) + step, int(y)) for x, y, width, _ in runs for step in range(int(width))}


def told_by(lines: list[str]) -> set[tuple[int, int]]:
    """The places that half blocks fill."""
    halves = ((x, y, HALVES[char]) for y, line in enumerate(lines) for x, char in enumerate(line))
    return {(x, 2 * y + lower) for x, y, pair in halves for lower in (0, 1) if pair[lower]}


@given(LINKS)
def test_a_page_and_a_terminal_show_the_very_same_code(link: str):
    dark = modules(link)
    assert drawn_in(svg(link)) == dark
    coloured = [re.fullmatch(r"\x1b\[38;5;16;48;5;231m(.*)\x1b\[0m", line) for line in _lines(link, colours=True)]
    assert told_by([line[1] for line in coloured if line]) == dark


@given(LINKS)
def test_without_colours_light_modules_are_drawn_and_no_escape_is_sent(link: str):
    lines = _lines(link, colours=False)
    assert set("".join(lines)) <= set(HALVES)
    everywhere = {(x, y) for y in range(2 * len(lines)) for x in range(len(lines[0]))}
    assert everywhere - told_by(lines) == modules(link)


@pytest.mark.parametrize("colours", [True, False])
def test_a_phone_s_link_fits_on_a_small_terminal(colours: bool):
    lines = _lines(LINK, colours=colours)
    width = len(re.sub(r"\x1b\[[\d;]*m", "", lines[0]))
    assert width <= 45
    assert len(lines) <= 23


def test_the_picture_scales_and_needs_no_style():
    root = ET.fromstring(svg(LINK))  # noqa: S314 - our own
    width = len(_lines(LINK, colours=False)[0])
    assert root.get("viewBox") == f"0 0 {width} {width}"
    assert "width" not in root.attrib
    assert "style" not in svg(LINK)
    light, dark = root.iter(f"{SVG}path")
    assert (light.get("fill"), dark.get("fill")) == ("#fff", "#000")


def test_what_stands_in_a_link_is_no_markup():
    assert "<script" not in svg("https://example.org/<script>")


def _lines(link: str, *, colours: bool) -> list[str]:
    return terminal(link, colours=colours).split("\n")
