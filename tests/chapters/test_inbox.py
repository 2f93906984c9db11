"""At the end of every chapter: a box for what happened, and the notes that back nothing yet."""

from __future__ import annotations

from helpers.chapters import Become, Keep, course, parts
from helpers.chapters.inbox import ANOTHER, TIE, act, questions, view
from helpers.journal import Choice, Evidence, Words
from tests.chapters.contexts import LADDER, context
from tests.reading import Reading
from tests.strategies import event

NOTE = event(LADDER, "note:1", Words(text="<b>mid.s0</b> was done on Monday, Ines saw it"))


def test_every_chapter_has_the_box():
    found = course(LADDER)
    for here in found.chapters:
        assert "note" in [part.id for part in parts(found, here)], here.stem


def test_the_box_is_for_the_next_note_and_takes_the_earlier_ones_too():
    assert [field.subject for field in questions(context()).fields] == ["note:1"]
    asked = questions(context(NOTE))
    assert [field.subject for field in asked.fields] == ["note:2"]
    assert {subject for field in asked.takes for subject in field.subjects} == {"note:1", "note:2"}
    assert list(act(context(NOTE), ANOTHER)) == [Become("")]


def test_one_press_makes_a_note_the_evidence_of_a_statement():
    now = context(NOTE)
    words = Reading(view(now)).words
    assert "<b>mid.s0</b> was done on Monday" in words
    (kept,) = act(now, f"{TIE}note:1 mid.s0")
    assert isinstance(kept, Keep)
    (subject, answer), tied = kept.answers
    assert (subject, answer) == ("evidence:mid.s0", Evidence(text=NOTE.answer.text, supports=("mid.s0",)))
    assert tied == ("note:1.backs", Choice(chosen=("mid.s0",)))
    after = context(NOTE, event(LADDER, subject, answer), event(LADDER, tied[0], tied[1]))
    assert "Monday" not in view(after)
    assert after.state.evidence_line("mid.s0").text == NOTE.answer.text


def test_what_the_page_sends_is_never_trusted():
    now = context(NOTE)
    for value in ("", TIE, f"{TIE}note:1", f"{TIE}note:9 mid.s0", f"{TIE}note:1 nothing", "note:1 mid.s0"):
        assert list(act(now, value)) == []
