"""A record is read for what it says, never for whether it is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs.principal.records import PARTS, read_record

TEAMS = [("Platform", "Hamza"), ("Driver app", "Youssef"), ("Finance and legal", "Benoît")]


def test_an_empty_record_misses_everything_and_names_nobody():
    reading = read_record({}, TEAMS)
    assert reading.missing == PARTS
    assert reading.unnamed == ("Platform", "Driver app", "Finance and legal")
    assert not reading.measurable
    assert not reading.dated


@pytest.mark.parametrize(
    "words", ["HAMZA builds it", "the platform team builds it", "(platform)", "Platform’s night calls"]
)
def test_a_team_is_named_by_its_own_name_or_its_leads_in_any_case(words):
    assert "Platform" not in read_record({"decision": words}, TEAMS).unnamed


@pytest.mark.parametrize("words", ["cross-platforms", "hamzaq", ""])
def test_part_of_a_word_names_nobody(words):
    assert "Platform" in read_record({"decision": words}, TEAMS).unnamed


@pytest.mark.parametrize(
    ("words", "measurable"),
    [
        ("If more than 2 shops leave.", True),
        ("If peak ends before December.", True),
        ("If things go badly.", False),
        ("If it may turn out wrong.", True),
        ("   ", False),
    ],
)
def test_a_reopening_condition_is_measurable_with_a_number_or_a_date(words, measurable):
    # "may" reads as a month: noticing too little is the kinder mistake for a list of hints
    assert read_record({"reopen": words}, TEAMS).measurable is measurable


@pytest.mark.parametrize(
    ("words", "dated"), [("Noor by 3.7.", True), ("Wietske, on Friday", True), ("Noor, soon", False)]
)
def test_next_steps_are_dated_or_not(words, dated):
    assert read_record({"next": words}, TEAMS).dated is dated


@given(st.dictionaries(st.sampled_from([*PARTS, "other"]), st.text(max_size=200)))
def test_any_text_can_be_read_and_blank_parts_are_the_missing_ones(words):
    reading = read_record(words, TEAMS)
    assert reading.missing == tuple(part for part in PARTS if not words.get(part, "").strip())
