"""Words get the room they need, and wrapping loses none of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.charts.lettering import text_width, wrap

lines_of_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@given(lines_of_text, st.floats(8, 20), st.floats(1, 300), st.booleans())
def test_wrapping_keeps_every_character_and_every_line_fits(text: str, size: float, room: float, bold: bool) -> None:
    lines = wrap(text, size, room, bold=bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert text_width(line, size, bold=bold) <= room or len(line) == 1 or " " in line


def test_lines_are_even_and_none_starts_with_a_lone_sign() -> None:
    assert wrap("Principal / Staff PM", 13, 84, bold=True) == ("Principal /", "Staff PM")
    assert wrap("Innovation, R&D & incubation", 13, 120) == ("Innovation,", "R&D & incubation")


def test_a_word_wider_than_the_room_is_broken_and_not_cut() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 13, 60)
    assert len(lines) > 1
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_no_words_are_one_empty_line() -> None:
    assert wrap("", 13, 100) == ("",)


def test_wide_scripts_get_wide_room_and_accents_none_of_their_own() -> None:
    assert text_width("産品経理", 10) > text_width("abcd", 10) * 1.5
    assert text_width("e\u0301", 10) == text_width("é", 10) == text_width("e", 10)
