"""A lab asks, shows, keeps what it is told to keep, and starts afresh; a chapter shows its lab and its cases."""

from __future__ import annotations

import subprocess
import sys

import pytest
from markupsafe import escape

from helpers.cases import load_cases
from helpers.chapters import Become, Element, Keep, LabKit, Prose, ViewContext, course, drawn, kit_of, parts
from helpers.errors import UsageError
from helpers.journal import Answer, Choice, Event, Evidence, Words
from helpers.labs import load_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.chapters.contexts import NOON, THEME, context
from tests.reading import Reading
from tests.strategies import event

LADDER = load_ladder()
COURSE = course(LADDER)
LAB = load_lab("mid")
HERE = COURSE.chapter("02_lab_what_first")


def said(subject: str, answer: Answer) -> Event:
    return event(LADDER, subject, answer)


def now(*events: Event) -> ViewContext:
    return ViewContext.of(COURSE, HERE, events, theme=THEME, now=NOON, kept=context().kept)


def element(id: str) -> Element:
    return next(part for part in parts(COURSE, HERE) if part.id == id)


@pytest.mark.parametrize("lab", COURSE.labs, ids=lambda lab: lab.lab)
def test_a_lab_is_read_from_its_notebook_and_can_be_drawn_before_anybody_has_begun(lab):
    found = parts(COURSE, lab)
    here = ViewContext.of(COURSE, lab, (), theme=THEME, now=NOON, kept=context().kept)
    assert not [part.id for part in found if part.id.startswith("cell-")]
    assert (lab.minutes, lab.title) == (load_lab(lab.lab).minutes.total, found[0].text.partition("\n")[0].lstrip("# "))
    for part in found:
        if not isinstance(part, Prose):
            assert "couldn’t be drawn" not in drawn(part.shows, here)
            part.asks(here)


def test_a_view_follows_what_its_lab_asks_and_nothing_else():
    methods = element("show-methods")
    assert methods.view_changes(["lab:mid.levers"])
    assert not methods.view_changes(["lab:senior.plan", "statement:mid.metrics"])


def test_a_name_that_there_is_not_is_told_with_those_there_are():
    with pytest.raises(UsageError, match="It has: order"):
        kit_of(COURSE, HERE, [].append).ask("what")


def test_the_frame_says_where_one_is_and_leads_back_and_on():
    made: list[Element] = []
    kit = kit_of(COURSE, HERE, made.append)
    assert isinstance(kit, LabKit)
    for method in (kit.header, kit.brief, kit.facilitator, kit.onward):
        method()
    pages = " ".join(each.shows(now()) for each in made)
    for words in (f"about {LAB.minutes.total} minutes", escape(LAB.question), "02_mid_level_pm", "03_senior_pm"):
        assert words in pages


def test_a_lab_without_a_place_in_the_ladder_is_found_by_its_name_and_leads_to_the_start():
    """Its company is an invented one, and a workshop of any ladder may name it."""
    other = course(load_ladder(ROOT / "tests/fixtures/ladders/tiny.yaml"))
    lab = other.chapter("02_lab_what_first")
    here = ViewContext.of(other, lab, (), theme=THEME, now=NOON, kept=context().kept)
    assert lab not in other.labs
    (onward,) = [part for part in parts(other, lab) if part.id == "onward"]
    assert list(Reading(onward.shows(here)).links) == ["00_start_here.ipynb"]


def test_a_button_keeps_the_words_as_evidence_and_takes_them_back():
    words = said("lab:mid.kept", Words(text="I ranked by what waiting costs."))
    place = f"evidence:{LAB.keep.statements[0]}"
    ((subject, kept),) = one(element("kept").act(now(words), place), Keep).answers
    assert (subject, kept.text) == (place, "I ranked by what waiting costs.")
    after = now(words, said(place, kept))
    assert "Take it back" in element("kept").shows(after)
    ((_, taken),) = one(element("kept").act(after, f"back:{place}"), Keep).answers
    assert taken == Evidence(text="", supports=(LAB.keep.statements[0],))


def test_a_lab_is_started_afresh_and_put_back_by_what_the_panel_knows_of_itself():
    given = said("lab:mid.no", Words(text="Not this quarter."))
    keep, become = element("reset").act(now(given), "afresh")
    assert keep == Keep((("lab:mid.no", Words(text="")),))
    assert become == Become(given.id)
    emptied = now(given, said("lab:mid.no", Words(text=""))).within(become.own)
    assert "Put it back" in element("reset").shows(emptied)
    keep, become = element("reset").act(emptied, "back")
    assert keep == Keep((("lab:mid.no", Words(text="Not this quarter.")),))
    assert list(element("reset").act(now(given), "something else")) == []


def test_every_case_is_decided_before_anything_is_said_about_its_choices():
    for case in load_cases("mid").cases:
        before, after = element(f"case-{case.id}"), element(f"consequences-{case.id}")
        assert [field.subject for field in before.asks(now()).fields] == [case.subject]
        assert after.shows(now()) == ""
        assert after.view_changes([case.subject])
        assert "your choice" in after.shows(now(said(case.subject, Choice(chosen=(case.options[1].id,)))))


def test_a_chapter_shows_its_lab_with_title_minutes_question_and_the_link():
    chapter = COURSE.about("mid")
    (card,) = [part.shows(now()) for part in parts(COURSE, chapter) if part.id == "lab-mid"]
    for words in (LAB.title, f"about {LAB.minutes.total} minutes", escape(LAB.question), "02_lab_what_first.ipynb"):
        assert words in card
    assert "6 judgement cases" in card


def test_reading_the_course_imports_no_simulation():
    code = "import sys, helpers.widgets; print([m for m in sys.modules if m == 'numpy' or m.endswith('.simulation')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def one(results, kind):
    (found,) = results
    assert isinstance(found, kind)
    return found
