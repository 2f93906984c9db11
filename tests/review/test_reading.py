"""A reply is read as people type it, and what could mean two things is never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.ladder import load_ladder
from helpers.review.reading import read, said
from tests.ladder.conftest import TINY

SCALE = load_ladder(TINY).scale
THREE = ("write things down", "get asked again", "hear someone out")


def answers(text: str) -> dict[int | None, tuple[int | None, str]]:
    return {line.number: (line.said.often, line.said.example) for line in read(text, THREE, SCALE).lines}


@pytest.mark.parametrize(
    ("typed", "often", "example"),
    [
        ("often, the March pricing call", 3, "the March pricing call"),
        ("Almost always – every Monday", 4, "every Monday"),
        ("I'd say sometimes (in May)", 2, "(in May)"),
        ("never", 0, ""),
        ("not yet", 0, ""),
        ("haven't seen it", None, ""),
        ("haven’t seen, but Jo has", None, "but Jo has"),
        ("never seen it", None, ""),
        ("not yet seen", None, ""),
        ("don't know", None, ""),
        ("RARELY: once in spring", 1, "once in spring"),
        ("very often", 3, ""),
        ("sometimes, often in Q2", 2, "often in Q2"),
    ],
)
def test_words_for_how_often_are_taken_with_their_example(typed: str, often: int | None, example: str) -> None:
    assert said(typed, SCALE) == (often, example, True)


@pytest.mark.parametrize(
    "typed",
    ["once or twice, the March talk",
     "not often", "not very often", "not always", "often or always", "sometimes/often", "3", "yes", "less often now",
     "you don't often", "It went well. He often helps", ""],
)  # fmt: skip
def test_what_could_mean_two_things_is_left_open(typed: str) -> None:
    assert not said(typed, SCALE).clear


def test_numbers_may_stand_in_any_order_and_with_any_mark() -> None:
    assert answers("3) seldom\n#1: often, the call\n2 – haven't seen\n") == {
        3: (1, ""),
        1: (3, "the call"),
        2: (None, ""),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1 often, the March pricing call; 2 haven't seen", {1: (3, "the March pricing call"), 2: (None, "")}),
        ("1) often 2) sometimes 3) often", {1: (3, ""), 2: (2, ""), 3: (3, "")}),
        ("1 often. 2 sometimes, in May. 3 not yet", {1: (3, ""), 2: (2, "in May"), 3: (0, "")}),
        ("1 & 2 often, 3 seldom", {None: (3, ""), 3: (1, "")}),
        ("1 often, on 2 May and 3 June", {1: (3, "on 2 May and 3 June")}),
        ("1 often, 2 times in May", {1: (3, "2 times in May")}),
        ("1 sometimes: we met 3 often absent people", {1: (2, "we met 3 often absent people")}),
    ],
)
def test_several_answers_may_stand_on_one_line(typed: str, found: dict[int | None, tuple[int | None, str]]) -> None:
    assert answers(typed) == found


def test_numbers_may_be_missing_where_every_line_is_answered() -> None:
    assert answers("often\nsometimes, in May\nnever seen it") == {1: (3, ""), 2: (2, "in May"), 3: (None, "")}


def test_fewer_lines_without_numbers_belong_to_nothing_yet() -> None:
    assert [line.number for line in read("often\nseldom", THREE, SCALE).lines] == [None, None]


def test_a_range_of_numbers_is_no_number() -> None:
    assert [line.number for line in read("1-2 often\n3 seldom", THREE, SCALE).lines] == [None, 3]


def test_answers_written_into_a_quoted_mail_are_found_and_the_mail_is_not() -> None:
    mail = """Hi, see below.

On Mon, 2 Nov 2026, Ana wrote:
> 1. write things down
often, the minutes

> 2. get asked again

Haven't seen it
> 3. hear someone out – sometimes, says nobody
> Please answer with: not yet · often
"""
    assert answers(mail) == {1: (3, "the minutes"), 2: (None, "")}


def test_answers_behind_the_lines_of_a_message_left_in_place_are_found() -> None:
    assert answers("1. Write things down: often\n2. get asked again\n3. hear someone out - seldom, Ines") == {
        1: (3, ""),
        3: (1, "Ines"),
    }


def test_a_line_that_goes_on_is_part_of_the_example_and_a_signature_is_not() -> None:
    got = read("1 often, the call\nwhere you said no\n\nBest regards\nMara", THREE, SCALE)
    assert got.lines[0].said.example == "the call\nwhere you said no"
    assert got.unread == ("Mara",)


def test_two_answers_to_one_statement_that_contradict_are_not_clear() -> None:
    got = read("1 often\n1 seldom, in May\n2 often\n2 often, too", THREE, SCALE)
    first, second = got.about(1), got.about(2)
    assert first
    assert not first.clear
    assert first.example == "in May"
    assert second == (3, "too", True)
    assert got.about(3) is None


@pytest.mark.parametrize(
    ("typed", "allowed"),
    [
        ("Quote: 1, 3", {1, 3}),
        ("you may quote 2", {2}),
        ("Quote all", {1, 2, 3}),
        ("quote: none", set()),
        ("please don't quote 1", set()),
        ("Quote: not 2", set()),
        ("Quote: all but 2", {1, 3}),
        ("Quote everything except for 2 and 3, please", {1}),
        ("Quote anything apart from 3.", {1, 2}),
        ("Quote: 1-3", {1, 2, 3}),
        ("Quote: lines 1 and 3", {1, 3}),
        ("Quote: leave out 2", set()),
        ("Quote: skip 2", set()),
        ("Quote: without 2", set()),
        ("Quote anything, 2 is private", set()),
        ("Quote: line 1 (but ask me first)", set()),
        ("Quote 9", set()),
        ("", set()),
        ("“Quote:” and the numbers of the lines that I may quote in a report (without it, none).", set()),
    ],
)
def test_nothing_may_be_quoted_unless_its_author_says_so(typed: str, allowed: set[int]) -> None:
    assert read(f"1 often\n{typed}", THREE, SCALE).quotable == allowed


def test_a_word_on_quoting_that_cannot_be_told_is_shown_to_whoever_opens_the_reply() -> None:
    assert read("1 often\nQuote: 1, but ask me first", THREE, SCALE).unread == ("Quote: 1, but ask me first",)


def test_a_name_and_one_thing_to_do_more_of_are_taken_where_they_are_given() -> None:
    got = read("1 often\nMore: say no earlier\nName: Mara\n[Second view 1F3C09AB]", THREE, SCALE)
    assert (got.more, got.by, got.reference) == ("say no earlier", "Mara", "1f3c09ab")


@given(st.text(st.characters(), max_size=200))
def test_no_text_at_all_makes_it_fail_or_name_a_statement_that_was_not_asked(text: str) -> None:
    got = read(text, THREE, SCALE)
    assert {line.number for line in got.lines} <= {None, 1, 2, 3}
    assert got.quotable <= {1, 2, 3}


@given(st.permutations([(1, 3), (2, None), (3, 0)]), st.sampled_from(["", ".", ")", ":", " -"]))
def test_the_order_of_the_lines_says_nothing(lines: list[tuple[int, int | None]], mark: str) -> None:
    words = {3: "often", None: "haven't seen", 0: "not yet"}
    text = "\n".join(f"{number}{mark} {words[often]}" for number, often in lines)
    assert {number: often for number, (often, _) in answers(text).items()} == {1: 3, 2: None, 3: 0}
