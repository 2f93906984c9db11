"""A lab asks, shows, keeps what it is told to keep, and starts afresh; a chapter's ratings know nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from markupsafe import escape

from helpers.cases import check_cases, load_cases
from helpers.errors import UsageError
from helpers.form import TextField
from helpers.journal import Choice, Evidence, Figures, Words
from helpers.labs import check_lab, load_lab
from helpers.widgets.chapters import CHAPTERS
from helpers.widgets.form import AnswerForm
from helpers.widgets.labs import LabMoment, LabView, keeping
from helpers.widgets.labs import cases as case_widgets
from helpers.widgets.labs import view as view_module
from helpers.widgets.labs.resetting import Afresh
from helpers.widgets.panel import Panel
from helpers.widgets.views import practice
from tests.hostile import HOSTILE

FIXTURES = Path(__file__).parents[1] / "fixtures/labs"
LAB = check_lab(FIXTURES / "tiny-mid.yaml")
CASES = check_cases(FIXTURES / "tiny-cases.yaml")
FORMS = {"why": lambda lab: (lab.title, (TextField(subject=lab.subject("why"), label="Why?"),))}
VIEWS = {"said": lambda here: f"<p>{len(here.words('why'))} letters</p>"}


@pytest.fixture
def shown(monkeypatch):
    """The widgets that a cell shows."""
    widgets = []
    monkeypatch.setattr(view_module, "_show", widgets.append)
    return widgets


@pytest.fixture
def lab(session, shown):
    return LabView(session, LAB, FORMS, VIEWS, lambda here: "I ranked the door first.")


# Asking and showing


def test_a_form_is_asked_and_a_view_is_shown_by_name_and_follows_each_answer(lab, session, shown):
    lab.ask("why")
    lab.show("said")
    assert shown[1].html == "<p>0 letters</p>"
    session.record("lab:mid.why", Words(text="Because"))
    assert shown[1].html == "<p>7 letters</p>"


def test_a_name_that_there_is_not_is_told_with_those_there_are(lab):
    with pytest.raises(UsageError, match="It has: why"):
        lab.ask("what")
    with pytest.raises(UsageError, match="It has: said"):
        lab.show("nothing")


def test_a_moment_gives_the_parts_of_a_lab_by_name(session):
    session.record("lab:mid.levers", Figures(values={"price": 3}))
    session.record("lab:mid.order", Choice(chosen=("b", "a")))
    session.record("lab:mid.energy", Choice(chosen=("call:gives", "mail:takes")))
    here = LabMoment(LAB, session.moment())
    assert here.figures("levers", {"price": 1.0, "people": 2.0}) == {"price": 3.0, "people": 2.0}
    assert here.picked("order") == ("b", "a")
    assert here.one("order") == "b"
    assert here.one("nothing") is None
    assert here.grid("energy") == {"call": "gives", "mail": "takes"}
    assert here.words("why") == ""


def test_every_part_of_the_frame_can_be_shown(lab, shown):
    for method in (lab.header, lab.brief, lab.keep, lab.facilitator, lab.reset, lab.onward):
        method()
    pages = " ".join(widget.html for widget in shown if isinstance(widget, Panel))
    for words in (
        "about 20 minutes",
        "Tiny &amp; Co",
        "In pairs.",
        "I ranked the door first.",
        "02_mid_level_pm.ipynb",
    ):
        assert words in pages


def test_a_lab_stands_beside_its_chapter():
    assert practice.chapter_of("mid").stem == "02_mid_level_pm"
    assert practice.chapter_of("adjacent").stem == "07_adjacent_roles"
    assert {practice.chapter_of(chapter.level) for chapter in CHAPTERS if chapter.level} == set(CHAPTERS[1:7])


# Keeping


@pytest.fixture
def wrote(session):
    """Somebody wrote a line in the lab, and had evidence at the statement before."""
    session.record("evidence:lead.coach", Evidence(text="The hour with Ana.", supports=("lead.coach", "lead.grow")))
    session.record("lab:mid.kept", Words(text="I ranked by what waiting costs."))
    return session


def test_nothing_of_a_lab_is_kept_unless_somebody_does_it(wrote):
    state = wrote.moment().state
    assert state.evidence_line("lead.coach").text == "The hour with Ana."
    assert state.words("prompt:lead.prompt-who") == ""


def test_words_are_kept_beside_what_was_there_and_can_be_taken_back(wrote):
    panel = Panel()
    keeping.act(wrote, LAB, panel, "evidence:lead.coach")
    line = wrote.moment().state.evidence_line("lead.coach")
    assert line.text == "The hour with Ana.\n\nI ranked by what waiting costs."
    assert line.supports == ("lead.coach", "lead.grow")
    keeping.act(wrote, LAB, panel, "evidence:lead.coach")
    assert wrote.moment().state.evidence_line("lead.coach") == line, "kept once"
    assert "Take it back" in keeping.offer(LabMoment(LAB, wrote.moment()))
    keeping.act(wrote, LAB, panel, "back:evidence:lead.coach")
    assert wrote.moment().state.evidence_line("lead.coach").text == "The hour with Ana."


def test_words_are_kept_as_a_reflection(wrote):
    keeping.act(wrote, LAB, Panel(), "prompt:lead.prompt-who")
    assert wrote.moment().state.words("prompt:lead.prompt-who") == "I ranked by what waiting costs."


@pytest.mark.parametrize("value", ["evidence:first.write", "prompt:first.prompt-why", "profile:name", "", "back:"])
def test_only_the_places_that_the_lab_names_can_be_written(wrote, value):
    before = len(wrote.moment().events)
    keeping.act(wrote, LAB, Panel(), value)
    assert len(wrote.moment().events) == before


def test_with_no_words_there_is_nothing_to_keep(session):
    keeping.act(session, LAB, Panel(), "evidence:lead.coach")
    assert session.moment().events == ()


def test_a_place_that_the_ladder_does_not_have_is_passed_over(session):
    lab = LAB.model_copy(update={"keep": LAB.keep.model_copy(update={"statements": ("elsewhere.x", "lead.coach")})})
    places = keeping.places(lab, session.ladder, session.moment().state, "words")
    assert [place.subject for place in places] == ["evidence:lead.coach", "prompt:lead.prompt-who"]


# Starting afresh


def test_a_lab_is_emptied_and_put_back_and_nothing_else_is_touched(session):
    session.record("lab:mid.order", Choice(chosen=("b", "a")))
    session.record("lab:mid.levers", Figures(values={"price": 3}))
    session.record("lab:mid.why", Words(text="Because"))
    session.record("lab:middle.why", Words(text="Another lab"))
    session.record("case:first.late", Choice(chosen=("say",)))
    refreshed = []
    afresh, panel = Afresh(session, LAB, lambda: refreshed.append(1)), Panel()
    assert "Start this lab afresh" in afresh.page(session.moment())
    afresh.act(panel, "afresh")
    state = session.moment().state
    assert state.picked("lab:mid.order") == ()
    assert dict(state.figures("lab:mid.levers")) == {}
    assert state.words("lab:mid.why") == ""
    assert state.words("lab:middle.why") == "Another lab"
    assert state.picked("case:first.late") == ("say",)
    assert "Put it back" in afresh.page(session.moment())
    afresh.act(panel, "back")
    state = session.moment().state
    assert state.picked("lab:mid.order") == ("b", "a")
    assert dict(state.figures("lab:mid.levers")) == {"price": 3.0}
    assert state.words("lab:mid.why") == "Because"
    assert len(refreshed) == 2


def test_where_nothing_was_answered_there_is_nothing_to_empty(session):
    afresh = Afresh(session, LAB, lambda: None)
    assert "<button" not in afresh.page(session.moment())
    afresh.act(Panel(), "afresh")
    assert session.moment().events == ()


# Cases


def test_a_case_is_decided_before_anything_is_said_about_its_choices(session):
    case = CASES.cases[0]
    assert practice.consequences(session.moment(), case) == ""
    before = practice.situation(case, 1, 2)
    for option in case.options:
        assert option.gets not in before
    session.record(case.subject, Choice(chosen=("ask",)))
    after = practice.consequences(session.moment(), case)
    for words in [part for o in case.options for part in (o.gets, o.costs)] + [case.level_up.split(".")[0]]:
        assert words in after
    assert after.index(case.options[2].gets) < after.index(case.options[0].gets), "one's own choice comes first"
    assert after.count(">your choice<") == 1
    assert "Writing" in after, "the statements that a choice shows go by their titles"


def test_a_choice_that_the_case_no_longer_has_is_none(session):
    session.record(CASES.cases[0].subject, Choice(chosen=("gone",)))
    assert practice.consequences(session.moment(), CASES.cases[0]) == ""


def test_every_case_of_a_level_is_shown_with_its_question_and_what_follows(session):
    shown = []
    case_widgets.show(session, "mid", shown.append)
    found = load_cases("mid").cases
    assert len(shown) == 3 * len(found)
    assert [isinstance(widget, AnswerForm) for widget in shown[:3]] == [False, True, False]
    assert shown[2].html == ""
    session.record(found[0].subject, Choice(chosen=(found[0].options[1].id,)))
    assert "your choice" in shown[2].html
    assert shown[5].html == "", "the other cases wait for their own"


# In the chapter


def test_a_chapter_shows_its_lab_with_title_minutes_question_and_the_link():
    card = practice.lab_card("mid")
    lab = load_lab("mid")
    for words in (lab.title, f"about {lab.minutes.total} minutes", escape(lab.question), "02_lab_what_first.ipynb"):
        assert words in card
    assert "6 judgement cases" in card


# For everyone


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nobodys_words_become_markup(wrote, text):
    wrote.record("lab:mid.kept", Words(text=text))
    html = keeping.offer(LabMoment(LAB, wrote.moment()))
    assert f"<blockquote>{escape(text.strip())}</blockquote>" in html
    assert html.count("<button") == 2


def test_opening_the_kit_imports_no_numpy_of_the_labs():
    code = (
        "import sys, helpers.widgets; print([m for m in sys.modules if m == 'numpy' or m.startswith('helpers.labs.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "numpy" not in done.stdout
