"""The few turns of phrase that insight is told in. They describe an answer and never judge it."""

from __future__ import annotations

import re
from datetime import date

from helpers.journal.events import MOST_OCCASIONS, Rating, RatingState
from helpers.ladder.model import Ladder, Scale

# Spelt out, because strftime would follow the machine's locale.
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
"""The months, in English."""

_IF = re.compile(r"(?:if|when(?:ever)?)\s+(?=\S)", re.IGNORECASE)
_THEN = re.compile(r"(?:then\s+)?(?:I(?: will|[’']ll)\s+)?(?=\S)", re.IGNORECASE)
_OWN_I = re.compile(r"I\b", re.IGNORECASE)
"""What says "I" already, as "I ask" does, and "I’d rather": it takes no "I will" before it."""

UNANSWERED_LABEL = "unanswered"


def frequency_label(scale: Scale, frequency: int) -> str:
    """The scale's word for a frequency 0–4 ("often")."""
    return next(step.label for step in scale.frequencies if step.value == frequency)


def expectation(scale: Scale, place: str, expected: int | None) -> str:
    """What a place on the ladder expects: "Senior expects “often”"; None is a ladder that expects no frequency.

    `expected` is a frequency, 0–4, told in the words of the `scale`.
    """
    if expected is None:
        return f"{place} expects no particular frequency"
    return f"{place} expects “{frequency_label(scale, expected)}”"


def whose_expectation(ladder: Ladder) -> str:
    """Whose judgement the expected frequencies are, as a sentence for wherever one is shown; "" if none is expected."""
    return f"What is expected is a judgement of “{ladder.expecter}”; nobody has measured it." if ladder.expects else ""


def state_label(scale: Scale, state: RatingState) -> str:
    """The words for an answer that is not a frequency ("no opportunity so far", "unanswered").

    Raises `ValueError` for `RatingState.FREQUENCY`, which has one word per step.
    """
    match state:
        case RatingState.NO_OPPORTUNITY:
            return scale.no_opportunity.label
        case RatingState.NOT_APPLICABLE:
            return scale.not_applicable.label
        case RatingState.DONT_KNOW:
            return scale.dont_know.label
        case RatingState.UNANSWERED:
            return UNANSWERED_LABEL
        case RatingState.FREQUENCY:
            raise ValueError("a frequency has one word per step: use frequency_label")


def answer_label(scale: Scale, rating: Rating) -> str:
    """The words that somebody chose as their answer, or "unanswered"; a small number of occasions stands beside it."""
    if rating.frequency is None:
        return state_label(scale, rating.state)
    label = frequency_label(scale, rating.frequency)
    return f"{label} ({occasions_label(rating)})" if few_occasions(rating) else label


def few_occasions(rating: Rating) -> bool:
    """Whether an answer rests on so few occasions that they are named beside it (METHOD: fair to rare work)."""
    return rating.occasions is not None and rating.occasions < MOST_OCCASIONS


def occasions_label(rating: Rating) -> str:
    """How many occasions an answer rests on: "1 occasion", "4 or more occasions", or "" where nobody said."""
    match rating.occasions:
        case None:
            return ""
        case number if number >= MOST_OCCASIONS:
            return f"{number} or more occasions"
        case number:
            return count_of(number, "occasion")


def day_in_words(moment: date) -> str:
    """A date as people write it, in English on any machine: "3 May 2026"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 statement", "3 statements".

    `many` is the noun for any `number` but 1 (None: `one` with an s).
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: list[str]) -> str:
    """Parts as one phrase: "a", "a and b", "a, b and c"; "" for none."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def if_then(when: str, then: str) -> str:
    """An if–then plan as one sentence without its full stop: "When sales asks, I will ask what it replaces".

    Many type the words that stand before the boxes once more, "If sales asks" and "I will ask": these stand once.
    """
    moment, act = _IF.sub("", when.strip()), _THEN.sub("", then.strip())
    return f"When {moment}, {act}" if _OWN_I.match(act) else f"When {moment}, I will {act}"
