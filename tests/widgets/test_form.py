"""The form as a widget: what reaches the screen, and what must never reach a notebook file."""

from __future__ import annotations

import json
import logging
import re

import pytest
from ipywidgets import Widget

from helpers.form import STATIC, WORDS, TextField, rating_fields
from helpers.journal import Evidence, Words, fold, often
from helpers.widgets.form import AnswerForm

PRIVATE = "I am looking for another job"


@pytest.fixture
def form(journal, ladder):
    """A form over a journal in which something private was said; `form.sent` is what reaches the screen."""
    level = ladder.level("first")
    journal.record("statement:first.write", often(3), ladder=ladder)
    journal.record("evidence:first.write", Evidence(text=PRIVATE, supports=("first.write",)), ladder=ladder)
    journal.record("prompt:first.prompt-why", Words(text=PRIVATE), ladder=ladder)
    form = AnswerForm(
        [*rating_fields(level.statements), TextField(subject="prompt:first.prompt-why", label="Why?")],
        state=lambda: journal.state(ladder),
        on_answer=lambda subject, answer: journal.record(subject, answer, ladder=ladder),
        scale=ladder.scale,
        token=str(journal.path),
    )
    form.sent = []
    form.send = form.sent.append
    return form


def say(form, message):
    """What arrives when the screen sends a message."""
    form._handle_custom_msg(message, [])
    return form.sent[-1]


def test_what_a_notebook_file_keeps_of_a_form_holds_no_answer(form):
    """JupyterLab writes this bundle into the .ipynb with every save."""
    bundle = json.dumps(form._repr_mimebundle_())
    assert PRIVATE not in bundle
    assert PRIVATE not in repr(form)
    assert len(repr(form)) < 80


def test_the_synced_state_holds_no_answer(form):
    """nbclient and papermill write the widget state into the notebook file, JupyterLab too if told to."""
    say(form, {"type": "hello"})
    assert PRIVATE not in json.dumps(form.get_state())
    assert PRIVATE not in json.dumps(Widget.get_manager_state(widgets=[form]))


def test_the_synced_state_does_not_name_the_folder_of_the_journal(form, journal):
    assert str(journal.path.parent) not in json.dumps(form.get_state())


def test_questions_that_tell_of_answers_reach_the_screen_and_not_the_synced_state():
    """A reason to work on something quotes the answer behind it."""
    field = TextField(subject="prompt:first.prompt-why", label=PRIVATE)
    form = AnswerForm([field], state=lambda: fold([]), on_answer=lambda subject, answer: None, private=True)
    form.sent = []
    form.send = form.sent.append
    assert PRIVATE not in json.dumps(form.get_state())
    assert say(form, {"type": "spec"})["spec"]["fields"][0]["label"] == PRIVATE


def test_answers_reach_the_screen_when_it_asks(form):
    values = say(form, {"type": "hello"})["values"]
    assert values["prompt:first.prompt-why"]["text"] == PRIVATE
    assert values["statement:first.write"]["frequency"] == 3


def test_an_answer_given_on_screen_is_in_the_journal(form, journal, ladder):
    given = {"kind": "words", "text": "new"}
    reply = say(form, {"type": "answer", "seq": 1, "subject": "prompt:first.prompt-why", "answer": given})
    assert reply["type"] == "saved"
    assert journal.state(ladder).words("prompt:first.prompt-why") == "new"


def test_a_refresh_shows_what_another_notebook_saved(form, journal, ladder):
    journal.record("statement:first.write", often(0), ladder=ladder)
    form.refresh()
    assert form.sent[-1]["values"]["statement:first.write"]["frequency"] == 0


def test_a_fault_of_the_kit_is_told_on_screen_and_logged_without_a_word_of_the_answer(form, caplog):
    def broken(subject, answer):
        raise RuntimeError(f"cannot cope with {answer!r}")

    form._on_answer = broken
    given = {"kind": "words", "text": "something else private"}
    with caplog.at_level(logging.ERROR):
        reply = say(form, {"type": "answer", "seq": 7, "subject": "prompt:first.prompt-why", "answer": given})
    assert (reply["type"], reply["seq"]) == ("failed", 7)
    assert "RuntimeError" in caplog.text
    assert "something else private" not in caplog.text


def test_the_screen_asks_for_no_word_that_is_not_there_and_none_is_there_for_nothing():
    """Words live in one place so that they can be translated: form.js only names them."""
    code = (STATIC / "form.js").read_text(encoding="utf-8")
    named = set(re.findall(r"\bwords\.(\w+)", code))
    parts = set(re.findall(r'\b(?:text|day)\("(\w+)"\)|labelled\("(\w+)"', code))
    for text, label in parts:
        named.add(f"plan_{text or label}")
        if text:
            named.add(f"plan_{text}_hint")
    assert named == set(WORDS)


def test_no_sentence_stands_in_the_code_of_the_screen():
    """Two words in a row in quotes would be words that no translation reaches."""
    code = (STATIC / "form.js").read_text(encoding="utf-8")
    without_comments = re.sub(r"//[^\n]*|/\*.*?\*/", "", code, flags=re.DOTALL)
    quoted = re.findall(r'"([^"\n]*)"', without_comments)
    sentences = [text for text in quoted if re.search(r"[A-Za-z]{2,} [a-z]{2,}", text) and "kit-" not in text]
    assert sentences == []


def test_the_screen_asks_nothing_of_any_other_machine():
    for name in ("form.js", "form.css"):
        code = (STATIC / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|\bfetch\(|@import|\burl\(|XMLHttpRequest|sendBeacon", code)
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(", code)
