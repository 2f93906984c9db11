"""A no is read for what its reader needs to find in it; what is missing is asked for, never graded."""

from __future__ import annotations

import pytest

from helpers.labs import load_lab
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.page import render
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
    "words",
    [
        "We decided against the phone form.",
        "I have to turn it down for now.",
        "It stays on the list, below the line.",
        "There is no room for it this quarter.",
        "We’ll pass on the phone form.",
        "It is off the table until summer.",
        "Deposits take the team until May, so yours is on hold.",
        "Yours didn’t make it into the quarter.",
        "The form has been pushed to the summer.",
        "I know you hoped for a yes. It is a no.",
        "We start on the deposits this week, not on yours.",
        "No worries about the tone, but we won’t do it this quarter.",
        "Good news on the deposits. The form will have to wait, and we are not going to build it before May.",
        "You are not first this time.",
        "We can offer nothing before May.",
        "It will be May at the earliest.",
        "Deposits come first; it ranks fourth.",
        "No, Tomás.",
        "We left it out.",
        "I have to decline.",
        "I’m unable to promise the form.",
    ],
)
def test_more_ways_of_saying_no_are_found(words: str) -> None:
    assert found(words)[1]


@pytest.mark.parametrize(
    "words",
    [
        "No worries, we start this week with your phone form.",
        "Wait, good news: we do your problem first.",
        "Wait! You are first.",
        "No problem at all, yours is next.",
        "We can’t wait to begin with yours.",
        "Don’t worry, Tomás, we begin on Monday.",
        "Not only is it on the list: we start it tomorrow.",
        "Why not? Let us do the form.",
        "No doubt it matters, and you come first.",
        "I couldn’t agree more; your form goes first.",
        "The form is second to none.",
        "Instead of the deposits we do yours first.",
        "It won’t take long: we start now.",
        "Yes. The deposits have to wait.",
        "There is no need to ask again, it will be first.",
        "We start on it later this week.",
        "It isn’t difficult, so we take it next week.",
        "Cards that banks refuse, reject or decline are put right, and yours is first.",
        "I can’t tell you how glad I am: we start now.",
        "Everybody noted it, and nobody knows more than you.",
    ],
)
def test_a_yes_with_a_word_of_refusal_in_it_is_no_no(words: str) -> None:
    assert not found(words)[1]


def test_what_is_found_is_told_as_a_guess() -> None:
    """The rule knows single words, so a person checks each."""
    phones = LAB.candidate("phones")
    assert phones is not None
    no = signs_of("We won’t.", phones, [])[1]
    assert "reads like a no" in no.there
    assert "Check" in no.there
    card = render("reading", candidate=phones, signs=signs_of("We won’t do it.", phones, []), unseen=[])
    assert "A guess from single words" in card
    assert "A guess" not in render("reading", candidate=phones, signs=signs_of("Thanks!", phones, []), unseen=[])


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
