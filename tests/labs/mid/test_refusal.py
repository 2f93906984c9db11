"""A no is read for what its reader needs to find in it; what is missing is asked for, never graded."""

from __future__ import annotations

import pytest

from helpers.labs import load_lab
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.refusal import signs_of, unseen
from tests.hostile import HOSTILE

LAB = load_lab("mid")
assert isinstance(LAB, WhatFirst)


def found(text: str) -> list[bool]:
    phones, deposits = LAB.candidate("phones"), LAB.candidate("deposits")
    assert phones is not None
    assert deposits is not None
    return [sign.found for sign in signs_of(text, phones, [deposits])]


def test_a_no_with_everything_in_it_is_read_as_one() -> None:
    assert (
        found(
            "Tomás, we won't do the phone form this quarter. Deposits that fail come first: one in 14 does. It takes "
            "two weeks. If your test shows people finishing, it moves up. I'll look at it again in May."
        )
        == [True] * 6
    )


def test_a_no_that_is_none_is_read_as_that() -> None:
    assert found("Thanks for the input! Great idea, we value it.") == [False] * 6


@pytest.mark.parametrize(
    "words",
    [
        "Yours will come fourth this quarter.",
        "It has to wait.",
        "We are putting the form behind the deposits.",
        "I’d rather do it next quarter.",
        "You are in fifth place.",
        "We can’t.",
    ],
)
def test_a_no_said_in_words_is_found(words: str) -> None:
    assert found(words)[1]


@pytest.mark.parametrize(
    "words", ["One in six gives up.", "We asked thirty practices.", "Half of them leave.", "It is 48 of 100."]
)
def test_a_number_said_in_words_is_found(words: str) -> None:
    assert found(words)[3]


@pytest.mark.parametrize("words", ["Thanks, everyone on the team is glad.", "Somebody asked about it."])
def test_a_word_that_only_holds_one_is_no_number(words: str) -> None:
    assert not found(words)[3]


def test_what_was_not_seen_is_told_only_where_there_are_words_enough_to_say() -> None:
    phones = LAB.candidate("phones")
    assert phones is not None
    short, long = "Not now.", "Thank you for all of this, it was good to read and to hear."
    assert unseen(short, signs_of(short, phones, [])) == []
    assert "a number" in unseen(long, signs_of(long, phones, []))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_read(text: str) -> None:
    assert len(found(text)) == 6
