"""Starting a lab afresh, with a way back. The journal keeps what was there before, as always."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from helpers.journal import Answer, Choice, Event, Figures, Rater, State, Words
from helpers.labs.model import Lab
from helpers.labs.page import render

START, BACK = "afresh", "back"
"""What the two buttons are called in a message."""


class Reset(NamedTuple):
    """What to record, by subject, and which events it empties, by their ids: the way back."""

    record: dict[str, Answer]
    emptied: tuple[str, ...] = ()


def offer(lab: Lab, state: State, emptied: Iterable[str]) -> str:
    """The button that empties a lab's answers, or the one that puts back those `emptied` here last (ids of events).

    Neither while there is nothing to empty or put back. `state` is what has been answered so far.
    """
    return render("reset", given=bool(given(lab, state)), emptied=bool(tuple(emptied)))


def act(lab: Lab, events: Iterable[Event], state: State, value: str, emptied: Iterable[str]) -> Reset | None:
    """Empty the lab's answers, or put back those that were `emptied` here last (ids of events).

    `events` are those of the journal and `state` their fold; `value` is which button was pressed. None for
    any other value. An id that is no event of this lab is passed over.
    """
    if value == START:
        answers = given(lab, state)
        return Reset({event.subject: blank(event.answer) for event in answers}, tuple(event.id for event in answers))
    if value == BACK:
        wanted = set(emptied)
        return Reset({e.subject: e.answer for e in events if e.id in wanted and e.subject.startswith(lab.subject(""))})
    return None


def given(lab: Lab, state: State) -> tuple[Event, ...]:
    """What somebody has answered in a lab; what was emptied isn't answered."""
    return tuple(
        event
        for (rater, subject), event in state.current.items()
        if rater is Rater.SELF and subject.startswith(lab.subject("")) and event.answer != blank(event.answer)
    )


def blank(answer: Answer) -> Answer:
    """The answer of the same kind that says nothing."""
    match answer:
        case Words():
            return Words(text="")
        case Figures():
            return Figures(values={})
        case _:
            return Choice(chosen=())
