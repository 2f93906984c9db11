"""What stands around every lab, and the card with which a chapter leads to it."""

from __future__ import annotations

from markupsafe import escape

from helpers.labs import frame, load_lab


def test_a_chapter_shows_its_lab_with_title_minutes_question_and_the_link():
    card = frame.card("mid", "02_lab_what_first.ipynb")
    lab = load_lab("mid")
    for words in (lab.title, f"about {lab.minutes.total} minutes", escape(lab.question), "02_lab_what_first.ipynb"):
        assert words in card
    assert "6 judgement cases" in card
