"""A no is read for what its reader needs to find in it; what is missing is asked for, never graded."""

from __future__ import annotations

import pytest

from helpers.labs import load_lab
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.refusal import signs_of
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


@pytest.mark.parametrize("place", range(6))
def test_what_is_missing_is_asked_for_and_what_is_there_is_said(place: int) -> None:
    phones = LAB.candidate("phones")
    assert phones is not None
    sign = signs_of("Hello", phones, [])[place]
    assert sign.missing
    assert sign.there
    assert sign.missing != sign.there


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_read(text: str) -> None:
    assert len(found(text)) == 6
