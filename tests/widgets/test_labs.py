"""A lab asks, shows, keeps what it is told to keep, and starts afresh; a chapter's ratings know nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.cases import load_cases
from helpers.errors import UsageError
from helpers.form import TextField
from helpers.journal import Choice, Evidence, Words
from helpers.labs import check_lab
from helpers.labs.page import LabPage
from helpers.widgets import cases
from helpers.widgets import labs as view_module
from helpers.widgets.form import AnswerForm
from helpers.widgets.labs import LabView
from helpers.widgets.panel import Panel

FIXTURES = Path(__file__).parents[1] / "fixtures/labs"
LAB = check_lab(FIXTURES / "tiny-mid.yaml")
PAGE = LabPage(
    forms={"why": lambda lab: (lab.title, (TextField(subject=lab.subject("why"), label="Why?"),))},
    views={"said": lambda here: f"<p>{len(here.words('why'))} letters</p>"},
    starter=lambda here: "I ranked the door first.",
)


@pytest.fixture
def shown(monkeypatch):
    """The widgets that a cell shows."""
    widgets = []
    monkeypatch.setattr(view_module, "_show", widgets.append)
    return widgets


@pytest.fixture
def lab(session, shown):
    return LabView(session, LAB, PAGE)


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


def test_every_part_of_the_frame_can_be_shown(lab, shown):
    for method in (lab.header, lab.brief, lab.keep, lab.facilitator, lab.reset, lab.onward):
        method()
    pages = " ".join(widget.html for widget in shown if isinstance(widget, Panel))
    for words in (
        "about 20 minutes",
        "Tiny &amp; Co",
        "In pairs.",
        "I ranked the door first.",
        "00_start_here.ipynb",
    ):
        assert words in pages


# Keeping, and starting afresh


def test_a_button_keeps_the_words_at_once_and_takes_them_back(lab, session, shown):
    session.record("lab:mid.kept", Words(text="I ranked by what waiting costs."))
    lab.keep()
    shown[1].hear({"type": "act", "value": "evidence:lead.coach"})
    assert session.moment().state.evidence_line("lead.coach").text == "I ranked by what waiting costs."
    assert "Take it back" in shown[1].html
    shown[1].hear({"type": "act", "value": "back:evidence:lead.coach"})
    assert session.moment().state.evidence_line("lead.coach") == Evidence(text="", supports=("lead.coach",))


def test_a_lab_is_started_afresh_and_put_back_with_its_forms(lab, session, shown, monkeypatch):
    refreshed = []
    monkeypatch.setattr(AnswerForm, "refresh", lambda form: refreshed.append(form))
    lab.ask("why")
    lab.reset()
    session.record("lab:mid.why", Words(text="Because"))
    shown[1].hear({"type": "act", "value": "afresh"})
    assert session.moment().state.words("lab:mid.why") == ""
    assert "Put it back" in shown[1].html
    shown[1].hear({"type": "act", "value": "back"})
    assert session.moment().state.words("lab:mid.why") == "Because"
    assert refreshed == [shown[0], shown[0]]


# Cases


def test_every_case_of_a_level_is_shown_with_its_question_and_what_follows(session):
    shown = []
    cases.show(session, "mid", shown.append)
    found = load_cases("mid").cases
    assert len(shown) == 3 * len(found)
    assert [isinstance(widget, AnswerForm) for widget in shown[:3]] == [False, True, False]
    assert shown[2].html == ""
    session.record(found[0].subject, Choice(chosen=(found[0].options[1].id,)))
    assert "your choice" in shown[2].html
    assert shown[5].html == "", "the other cases wait for their own"


# For everyone


def test_opening_the_kit_imports_no_numpy_of_the_labs():
    code = (
        "import sys, helpers.widgets; print([m for m in sys.modules if m == 'numpy' or m.startswith('helpers.labs.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "numpy" not in done.stdout
