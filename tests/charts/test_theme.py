"""A theme in which words could not be read is refused, with its line and a colour that would do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers.charts import Theme, load_theme
from helpers.charts.theme import READABLE, contrast, mix, readable
from helpers.documents import FileFaults
from helpers.errors import KitError

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def faults(folder: Path, text: str) -> list[str]:
    file = folder / "theme.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        load_theme(file)
    return [str(fault).replace(str(file), "theme.yaml") for fault in caught.value.faults]


def test_the_shipped_theme_is_the_default_one() -> None:
    assert load_theme() == Theme()


def test_every_colour_of_the_shipped_theme_can_be_read() -> None:
    theme = load_theme()
    for colour in (theme.accent, theme.ink, theme.muted):
        assert contrast(colour, theme.background) >= READABLE


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = 'accent: blue\nink: #123456\npaper: a5\nlogo: missing.png\nacent: "#17695c"\n'
    assert faults(tmp_path, text) == [
        'theme.yaml:1:9: \'accent\': a colour is written as "#" and six hex digits, such as "#17695c", '
        "but found 'blue'.",
        "theme.yaml:2:5: 'ink' should be text, but is nothing. Put it in quotes if it is meant so.",
        "theme.yaml:3:8: 'paper' is 'a5'. It can be 'a4' or 'letter'.",
        f"theme.yaml:4:7: there is no file {tmp_path / 'missing.png'}. The path is seen from this file.",
        "theme.yaml:5:1: the key 'acent' isn't known here. Did you mean 'accent'?",
    ]


def test_a_colour_too_faint_to_read_is_refused_with_the_nearest_shade_that_is_not(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, 'ink: "#000000"\naccent: "#ffd400"\n')
    assert fault.startswith("theme.yaml:2:9: 'accent' #ffd400 on the background #ffffff has a contrast of 1.4 to 1")
    suggested = fault.split('"')[1]
    assert contrast(suggested, "#ffffff") >= READABLE


def test_a_dark_background_is_as_good_as_a_light_one(tmp_path: Path) -> None:
    file = tmp_path / "theme.yaml"
    file.write_text('background: "#101418"\nink: "#f4f6f6"\nmuted: "#b5bec2"\naccent: "#58c4ae"\n', encoding="utf-8")
    assert load_theme(file).background == "#101418"


def test_a_logo_is_found_beside_the_theme_and_must_be_a_picture(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    file = tmp_path / "theme.yaml"
    file.write_text("logo: logo.svg\n", encoding="utf-8")
    assert load_theme(file).logo == (tmp_path / "logo.svg").resolve()
    (fault,) = faults(tmp_path, "logo: logo.docx\n")
    assert "is no picture that a report can hold" in fault


def test_a_file_that_isn_t_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="there is no such file"):
        load_theme(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("font", ["'; fill: url(x)", "a<b", 'a"b', "a}b", ""])
def test_a_typeface_is_a_name_and_can_t_be_anything_else(font: str) -> None:
    with pytest.raises(ValidationError):
        Theme(font=font)


@given(colours, colours)
def test_a_readable_shade_can_be_read_and_is_the_colour_itself_if_that_can(colour: str, ground: str) -> None:
    shade = readable(colour, ground)
    assert contrast(shade, ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert shade == colour


@given(colours, colours)
def test_contrast_is_symmetric_and_a_mix_has_its_two_ends(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert (mix(one, other, 0), mix(one, other, 1)) == (one, other)


def test_contrast_is_what_wcag_says_it_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
