"""One decision, taken apart on the page: one says something first, and then sees how the case has it."""

from __future__ import annotations

import pytest

from helpers.journal import Choice, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.principal.page import PAGE
from tests.hostile import HOSTILE
from tests.labs.played import Played

LAB = load_lab("principal")


@pytest.fixture
def played() -> Played:
    return Played()


def here(played: Played) -> LabContext:
    return played.context(LAB)


def test_nothing_is_told_before_somebody_has_said_something(played):
    shown = {name: view(here(played)) for name, view in PAGE.views.items()}
    assert all("kp-empty" in html for html in shown.values())
    assert LAB.parts[0].because not in shown["doors"]
    assert LAB.teams[0].because not in shown["agreement"]
    assert PAGE.starter(here(played)) == ""


def test_only_what_was_sorted_is_told_beside_the_case(played):
    played.record("lab:principal.parts", Choice(chosen=("format:easy", "translate:easy")))
    html = PAGE.views["doors"](here(played))
    assert "2 of 6 parts sorted." in html
    assert "You: easy to undo. The case: <strong>can’t be undone</strong>." in html
    assert "You: easy to undo. The case agrees." in html
    assert LAB.parts[1].text not in html


def test_the_choice_shows_whom_to_win_and_what_can_be_taken_back(played):
    played.record("lab:principal.choice", Choice(chosen=("switch-october",)))
    html = PAGE.views["consequences"](here(played))
    assert "Noor (Shop integrations) resists it." in html
    assert "can’t be undone" in html
    assert "Switch in October" in PAGE.starter(here(played))


def test_an_option_that_the_file_no_longer_has_is_no_choice(played):
    played.record("lab:principal.choice", Choice(chosen=("gone",)))
    assert "kp-empty" in PAGE.views["consequences"](here(played))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_written_in_the_record_is_text_on_the_page(played, words):
    played.record("lab:principal.record.context", Words(text=words))
    html = PAGE.views["record"](here(played))
    assert "<script" not in html
    assert "<img" not in html


def test_every_form_can_be_asked():
    assert set(PAGE.forms) == {"parts", "needs", "choice", "record"}
    for form in PAGE.forms.values():
        title, fields = form(LAB)
        assert title
        assert fields
