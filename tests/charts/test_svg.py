"""Text goes in as text: nothing that anybody writes can become markup or break the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Theme
from helpers.charts.svg import Canvas
from helpers.charts.typeface import FAMILY
from tests.charts.drawn import SVG, texts, tree
from tests.hostile import HOSTILE

BREAKS_XML = {chr(code) for code in (*range(0x20), 0xFFFE, 0xFFFF)} - set("\t\n\r")


def shown(text: str) -> str:
    """What an XML document can hold of a text: line ends become one kind, control characters a replacement."""
    held = "".join("\ufffd" if c in BREAKS_XML or "\ud800" <= c <= "\udfff" else c for c in text)
    return held.replace("\r\n", "\n").replace("\r", "\n")


def check(text: str) -> None:
    canvas = Canvas(Theme(), 300)
    canvas.text((10, 20), text)
    picture = canvas.finish(40, f"Alt: {text}")
    (element,) = texts(picture)
    assert (element.text or "") == shown(text)
    assert {child.tag for child in tree(picture)} == {f"{SVG}rect", f"{SVG}text"}
    assert picture.alt == f"Alt: {text}"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_that_text(name: str) -> None:
    check(HOSTILE[name])


@given(st.text())
def test_any_text_at_all_stays_text(text: str) -> None:
    check(text)


def test_a_picture_carries_its_size_its_role_and_its_alt_text() -> None:
    picture = Canvas(Theme(), 320).finish(123.456, "A picture of nothing.")
    root = tree(picture)
    assert (root.get("role"), root.get("aria-label")) == ("img", "A picture of nothing.")
    assert (root.get("viewBox"), root.get("width"), root.get("height")) == ("0 0 320 123.46", "320", "123.46")
    assert (picture.width, picture.height) == (320, 123.46)


def test_a_picture_is_written_in_letters_whose_widths_are_known_whatever_the_theme_s_typeface_is() -> None:
    picture = Canvas(Theme(font="Fira Sans"), 320).finish(10, "Nothing.")
    assert tree(picture).get("font-family", "").startswith(f"'{FAMILY}', 'Source Sans Pro', ")
    assert "Fira" not in picture.svg
    assert "href" not in picture.svg
    assert "url(" not in picture.svg
