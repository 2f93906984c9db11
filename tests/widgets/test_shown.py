"""An element in a notebook: it follows the answers, keeps a form in use, and does what controls say."""

from __future__ import annotations

import logging
import stat

import pytest

from helpers.chapters import Asked, Become, Element, Give, Keep, Show
from helpers.errors import KitError
from helpers.form import TextField
from helpers.journal import Choice, Words, often
from helpers.paths import ROOT
from helpers.widgets.context import Context
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel
from helpers.widgets.shown import REPORTS, Shown


def question(subject: str = "prompt:first.prompt-why") -> Asked:
    return Asked("Why", (TextField(subject=subject, label="Why?"),))


def test_a_view_is_drawn_anew_only_for_what_it_follows(session: Context):
    drawn = []

    def view(context):
        drawn.append(1)
        return f"<p>{len(context.events)}</p>"

    shown = Shown(session, Element("one", view=view, view_follows=("statement:",)))
    session.record("choice:standing", Choice(chosen=("first",)))
    assert (len(drawn), shown.panel.html) == (1, "<p>0</p>")
    session.record("statement:first.write", often(3))
    assert (len(drawn), shown.panel.html) == (2, "<p>2</p>")
    assert isinstance(shown.widget, Panel)


def test_a_form_is_made_anew_only_when_its_questions_are_others(session: Context):
    def form(context):
        chosen = context.state.chosen("standing")
        return question(f"prompt:{chosen[0]}.prompt-why") if chosen else Asked("", ())

    shown = Shown(session, Element("one", form=form, form_follows=("choice:standing",), personal=True))
    assert (shown.form, shown.widget.children) == (None, ())
    session.record("choice:standing", Choice(chosen=("first",)))
    made = shown.form
    assert shown.widget.children == (made,)
    session.record("choice:standing", Choice(chosen=("first",)))
    assert shown.form is made
    session.record("choice:standing", Choice(chosen=("lead",)))
    assert shown.widget.children == (shown.form,)
    assert shown.form is not made


def test_a_form_shows_what_was_answered_elsewhere_and_isnt_told_what_was_answered_in_it(session: Context, monkeypatch):
    refreshed = []
    monkeypatch.setattr(AnswerForm, "refresh", lambda form: refreshed.append(form))
    shown = Shown(session, Element("one", form=lambda context: question()))
    answer = {
        "type": "answer",
        "seq": 1,
        "subject": "prompt:first.prompt-why",
        "answer": {"kind": "words", "text": "A"},
    }
    shown.form._hear(shown.form, answer, [])
    assert refreshed == []
    session.record("prompt:lead.prompt-who", Words(text="Ana."))
    assert refreshed == []
    session.record("prompt:first.prompt-why", Words(text="B"))
    assert refreshed == [shown.form]


def test_what_an_element_knows_of_itself_is_given_back_to_it(session: Context):
    element = Element(
        "one",
        view=lambda context: f"<p>{context.own or 'nothing'}</p>",
        form=lambda context: question(f"prompt:{context.own or 'first'}.prompt-why"),
        act=lambda context, value: [Become(context.own + value)],
        view_follows=("statement:",),
    )
    shown = Shown(session, element)
    panel, form = shown.widget.children
    panel.hear({"type": "act", "value": "a"})
    panel.hear({"type": "act", "value": "b"})
    assert shown.panel.html == "<p>ab</p>"
    assert shown.widget.children[1] is not form
    session.record("statement:first.write", often(3))
    assert shown.panel.html == "<p>ab</p>"


def test_an_act_may_answer_several_times_and_give_a_file_for_its_owner_alone(session: Context, tmp_path):
    seen = []

    def act(context, value):
        yield Show("<p>busy</p>")
        seen.append(shown.panel.html)
        yield Give("a.txt", b"words", "text/plain", lambda stored: Show(f"<p>{stored.href} {stored.place}</p>", "own"))

    shown = Shown(session, Element("one", view=lambda context: "", act=act), folder=tmp_path / "out")
    shown.panel.hear({"type": "act", "value": ""})
    (file,) = (tmp_path / "out").iterdir()
    assert seen == ["<p>busy</p>"]
    assert shown.panel.html == f"<p>data:text/plain;base64,d29yZHM= {file}</p>"
    assert file.read_bytes() == b"words"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_cant_be_kept_is_told_to_the_act(session: Context, tmp_path):
    (tmp_path / "out").touch()
    give = Give("a.txt", b"words", "text/plain", lambda stored: Show(f"<p>{stored.trouble}</p>"))
    shown = Shown(session, Element("one", view=lambda context: "", act=lambda *_: [give]), folder=tmp_path / "out")
    shown.panel.hear({"type": "act", "value": ""})
    assert "can't be written" in shown.panel.html


def test_answers_that_an_act_asks_to_keep_are_kept_and_a_trouble_is_told(session: Context):
    keep = Keep((("prompt:first.prompt-why", Words(text="Because.")),))
    shown = Shown(session, Element("one", view=lambda context: "", act=lambda *_: [keep]))
    shown.panel.hear({"type": "act", "value": ""})
    assert session.context().state.words("prompt:first.prompt-why") == "Because."
    session.journal.path.unlink()
    session.journal.path.mkdir()
    shown.panel.hear({"type": "act", "value": ""})
    assert "kp-notice" in shown.panel.html


def test_a_panel_that_cant_be_drawn_says_so_and_leaves_the_answer_saved(session: Context, caplog):
    """The words of an error may quote somebody, so they are neither shown nor logged."""

    def view(context):
        if context.events:
            raise RuntimeError(context.state.words("prompt:first.prompt-why"))
        return ""

    prompt = ("prompt:",)
    broken = Shown(session, Element("one", view=view, view_follows=prompt))
    whole = Shown(session, Element("two", view=lambda context: f"{len(context.events)} answers", view_follows=prompt))
    with caplog.at_level(logging.DEBUG):
        session.record("prompt:first.prompt-why", Words(text="passed over in May"))
    assert "couldn’t be drawn" in broken.panel.html
    assert whole.panel.html == "1 answers"
    assert "passed over" not in broken.panel.html + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_message_for_a_person_is_shown_as_it_stands(session: Context):
    def view(context):
        if context.events:
            raise KitError("the <ladder> is gone", next_step="Put it back.")
        return ""

    shown = Shown(session, Element("one", view=view, view_follows=("choice:",)))
    session.record("choice:standing", Choice(chosen=("first",)))
    assert "the &lt;ladder&gt; is gone" in shown.panel.html
    assert "Put it back." in shown.panel.html


def test_a_view_that_fails_at_first_fails_the_cell(session: Context):
    def view(context):
        raise KitError("no such thing")

    with pytest.raises(KitError):
        Shown(session, Element("one", view=view))


def test_the_reports_folder_is_left_out_of_git():
    assert f"/{REPORTS.name}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
