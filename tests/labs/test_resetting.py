"""A lab can be started afresh, and what was there be put back; nothing else is touched."""

from __future__ import annotations

from helpers.journal import Choice, Figures, Words
from helpers.labs import check_lab, resetting
from tests.labs import conftest
from tests.labs.played import Played

LAB = check_lab(conftest.LAB)


def press(played: Played, value: str, emptied: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Press a button of the reset, with what it emptied before; gives what it emptied now."""
    found = resetting.act(LAB, played.events, played.state, value, emptied)
    assert found is not None
    for subject, answer in found.record.items():
        played.record(subject, answer)
    return found.emptied


def test_a_lab_is_emptied_and_put_back_and_nothing_else_is_touched() -> None:
    played = Played()
    played.record("lab:mid.order", Choice(chosen=("b", "a")))
    played.record("lab:mid.levers", Figures(values={"price": 3}))
    played.record("lab:mid.why", Words(text="Because"))
    played.record("lab:middle.why", Words(text="Another lab"))
    played.record("case:first.late", Choice(chosen=("say",)))
    assert "Start this lab afresh" in resetting.offer(LAB, played.state, ())
    emptied = press(played, resetting.START)
    assert played.state.picked("lab:mid.order") == ()
    assert dict(played.state.figures("lab:mid.levers")) == {}
    assert played.state.words("lab:mid.why") == ""
    assert played.state.words("lab:middle.why") == "Another lab"
    assert played.state.picked("case:first.late") == ("say",)
    assert "Put it back" in resetting.offer(LAB, played.state, emptied)
    assert press(played, resetting.BACK, emptied) == ()
    assert played.state.picked("lab:mid.order") == ("b", "a")
    assert dict(played.state.figures("lab:mid.levers")) == {"price": 3.0}
    assert played.state.words("lab:mid.why") == "Because"


def test_where_nothing_was_answered_there_is_nothing_to_empty() -> None:
    played = Played()
    assert "<button" not in resetting.offer(LAB, played.state, ())
    assert press(played, resetting.START) == ()
    assert played.events == []


def test_only_answers_of_the_lab_are_put_back_whatever_a_page_asks_for() -> None:
    """The ids come from a page: an event of another lab, or none at all, is passed over."""
    played = Played()
    played.record("lab:middle.why", Words(text="Another lab"))
    assert resetting.act(LAB, played.events, played.state, resetting.BACK, (played.events[0].id, "gone")) == ({}, ())
    assert resetting.act(LAB, played.events, played.state, "elsewhere", ()) is None
