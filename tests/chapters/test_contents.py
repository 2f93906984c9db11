"""What goes into the report is ticked in or out in the last chapter, and the choice is an answer that is kept."""

from __future__ import annotations

import html

import pytest

from helpers.chapters import Keep
from helpers.chapters.contents import act, view
from helpers.chapters.report import make_page, make_pdf
from helpers.journal import Choice, PlanItem, Words
from tests.chapters.contexts import LADDER, context
from tests.chapters.test_report import read
from tests.hostile import HOSTILE
from tests.reading import Reading
from tests.strategies import choose, event

ASKED = "prompt:mid.prompt-why"


def said(text: str = "For the look on their faces."):
    return (event(LADDER, ASKED, Words(text=text)), event(LADDER, "plan:1", PlanItem(when="it rains", then="read")))


def ticked(page: str) -> int:
    return page.count("checked")


def test_everything_is_in_at_first_and_where_nothing_is_written_nothing_stands():
    assert view(context()) == ""
    assert ticked(view(context(*said()))) == 2
    assert "All that you wrote goes in" in view(context(*said()))


def test_a_tick_is_kept_as_an_answer_and_the_report_follows_it():
    now = context(*said())
    (kept,) = act(now, ASKED)
    assert kept == Keep((("choice:left-out", Choice(chosen=(ASKED,))),))
    out = context(*said(), *(event(LADDER, subject, answer) for subject, answer in kept.answers))
    assert ticked(view(out)) == 1
    assert "1 of 2 texts that you wrote goes in" in Reading(view(out)).words
    for words in (read(make_pdf(out).data), make_page(out).data.decode()):
        assert "For the look" not in words
        assert "it rains" in words
    (again,) = act(out, ASKED)
    assert again.answers == (("choice:left-out", Choice(chosen=())),)


def test_the_direction_can_be_kept_off_the_page_for_the_other_person():
    now = context(choose(LADDER, "destination", "level:senior"))
    assert "page for the other person" in view(now)
    (kept,) = act(now, "choice:destination")
    assert kept.answers == (("choice:left-out", Choice(chosen=("choice:destination",))),)


@pytest.mark.parametrize("value", ["", "prompt:gone", "profile:name", "statement:mid.s0", "<b>", "choice:focus"])
def test_what_is_no_text_of_the_report_does_nothing(value):
    assert list(act(context(*said()), value)) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_shown_as_it_is(name):
    page = view(context(*said(HOSTILE[name])))
    assert len(Reading(page).attributes) == len(Reading(view(context(*said("x")))).attributes)
    assert html.escape(HOSTILE[name].strip())[:20] in page or HOSTILE[name].strip()[:20] in html.unescape(page)
