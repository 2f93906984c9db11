"""Nothing of a lab is kept unless its owner does it, and then in their own words, beside what was there."""

from __future__ import annotations

import pytest
from markupsafe import escape

from helpers.journal import Evidence, Words
from helpers.labs import check_lab, keeping
from helpers.ladder import Ladder
from tests.hostile import HOSTILE
from tests.labs import conftest
from tests.labs.played import Played

LAB = check_lab(conftest.LAB)


def keep(wrote: Played, value: str) -> None:
    for subject, answer in keeping.act(wrote.context(LAB), value).items():
        wrote.record(subject, answer)


@pytest.fixture
def wrote(ladder: Ladder) -> Played:
    """Somebody wrote a line in the lab, and had evidence at the statement before."""
    session = Played(ladder)
    session.record("evidence:lead.coach", Evidence(text="The hour with Ana.", supports=("lead.coach", "lead.grow")))
    session.record("lab:mid.kept", Words(text="I ranked by what waiting costs."))
    return session


def test_nothing_of_a_lab_is_kept_unless_somebody_does_it(wrote):
    state = wrote.state
    assert state.evidence_line("lead.coach").text == "The hour with Ana."
    assert state.words("prompt:lead.prompt-who") == ""


def test_words_are_kept_beside_what_was_there_and_can_be_taken_back(wrote):
    keep(wrote, "evidence:lead.coach")
    line = wrote.state.evidence_line("lead.coach")
    assert line.text == "The hour with Ana.\n\nI ranked by what waiting costs."
    assert line.supports == ("lead.coach", "lead.grow")
    assert line.labs == ("mid",), "it says itself where it comes from, also when it is edited"
    keep(wrote, "evidence:lead.coach")
    assert wrote.state.evidence_line("lead.coach") == line, "kept once"
    assert "Take it back" in keeping.offer(wrote.context(LAB))
    keep(wrote, "back:evidence:lead.coach")
    line = wrote.state.evidence_line("lead.coach")
    assert (line.text, line.labs) == ("The hour with Ana.", ())


def test_statements_of_another_ladder_are_said_and_not_dropped_silently(wrote):
    keep_ = LAB.keep.model_copy(update={"statements": (*LAB.keep.statements, "other.plan")})
    told = keeping.offer(wrote.context(LAB.model_copy(update={"keep": keep_})))
    assert "yours has no other.plan" in told
    assert "yours has no" not in keeping.offer(wrote.context(LAB))


def test_words_are_kept_as_a_reflection(wrote):
    keep(wrote, "prompt:lead.prompt-who")
    assert wrote.state.words("prompt:lead.prompt-who") == "I ranked by what waiting costs."
    assert wrote.state.labs("prompt:lead.prompt-who") == ("mid",)


@pytest.mark.parametrize("value", ["evidence:first.write", "prompt:first.prompt-why", "profile:name", "", "back:"])
def test_only_the_places_that_the_lab_names_can_be_written(wrote, value):
    assert keeping.act(wrote.context(LAB), value) == {}


def test_with_no_words_there_is_nothing_to_keep(ladder):
    assert keeping.act(Played(ladder).context(LAB), "evidence:lead.coach") == {}


def test_a_place_that_the_ladder_does_not_have_is_passed_over(ladder):
    lab = LAB.model_copy(update={"keep": LAB.keep.model_copy(update={"statements": ("elsewhere.x", "lead.coach")})})
    places = keeping.places(lab, ladder, Played().state, "words")
    assert [place.subject for place in places] == ["evidence:lead.coach", "prompt:lead.prompt-who"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nobodys_words_become_markup(wrote, text):
    wrote.record("lab:mid.kept", Words(text=text))
    html = keeping.offer(wrote.context(LAB))
    assert f"<blockquote>{escape(text.strip())}</blockquote>" in html
    assert html.count("<button") == 2
