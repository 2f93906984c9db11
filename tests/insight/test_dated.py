"""Dates at the start of a line, and lists of them: what could be two days is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.insight.dated import day_in, entries, since

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12: the call", date(2026, 3, 12)),
        ("- 12 March, the call", date(2026, 3, 12)),
        ("* Mon 7 Dec the call", date(2025, 12, 7)),
        ("March 12th 2025 the call", date(2025, 3, 12)),
        ("12.3.2026 the call", date(2026, 3, 12)),
        ("12.3. the call", date(2026, 3, 12)),
        ("3/14/26 the call", date(2026, 3, 14)),
        ("[x] 14/3/2026 the call", date(2026, 3, 14)),
        ("3/4/2026 the call", None),
        ("31 February, the call", None),
        ("29 Feb the call", None),
        ("12 marchers came", None),
        ("The call of 12 March", None),
        ("3.5 people left", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_where_it_can_be_read_in_one_way(text: str, day: date | None):
    assert day_in(text, ON) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March", date(2026, 3, 1)),
        ("dec", date(2025, 12, 1)),
        ("December 2024", date(2024, 12, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2025", date(2025, 1, 1)),
        ("2026-03-12", date(2026, 3, 12)),
        ("last week", None),
        ("2026-13", None),
    ],
)
def test_since_when(text: str, day: date | None):
    assert since(text, ON) == day


def test_a_text_with_one_date_is_no_list():
    assert entries("12 March: the call\nand more", ON) == ()


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12), max_size=6))
def test_no_word_of_a_list_is_lost(words: list[str]):
    lines = [f"2026-03-{number + 1:02} {text}" for number, text in enumerate(words)]
    found = entries("\n".join(lines), ON)
    if len(lines) >= 2:
        assert [entry.day for entry in found] == [date(2026, 3, number + 1) for number in range(len(lines))]
        assert [entry.text for entry in found] == [line.strip() for line in lines]
