"""“Make it buildable” on the page: ask before you know, write before you compare, and words are quoted, not graded."""

from __future__ import annotations

import pytest
from markupsafe import escape

from helpers.journal import Answer, Choice, Words
from helpers.labs import load_lab
from helpers.labs.associate.model import MakeItBuildable
from helpers.labs.associate.page import PAGE
from helpers.labs.context import LabContext
from tests.hostile import HOSTILE
from tests.labs.played import lab_context

LAB = load_lab("associate")
assert isinstance(LAB, MakeItBuildable)


def here(**parts: Answer) -> LabContext[MakeItBuildable]:
    return lab_context(LAB, {LAB.subject(part): answer for part, answer in parts.items()})


def view(name: str, **parts: Answer) -> str:
    return PAGE.views[name](here(**parts))


def test_no_answer_is_given_before_a_question() -> None:
    answers = [str(escape(question.answer)) for question in LAB.questions]
    assert not any(answer in view("answers") for answer in answers)
    shown = view("answers", questions=Choice(chosen=(LAB.questions[0].id,)))
    before, _, after = shown.partition("<details")
    assert answers[0] in before
    assert not any(answer in before for answer in answers[1:])
    assert all(answer in after for answer in answers[1:]), "the others can be opened"


def test_an_empty_story_has_an_empty_state_and_no_remarks() -> None:
    assert "Write the first line" in view("reading")
    assert "We don’t see" not in view("reading")
    assert "Write a slice a line" in view("slices")
    assert "Put the cards in order" in view("sprint")


def test_one_line_is_enough_to_be_read() -> None:
    shown = view("reading", who=Words(text="a guest with 12 friends"))
    assert "<q>a guest with 12 friends</q>" in shown
    assert "We don’t see yet what they would do." in shown
    assert LAB.edges[0].asks in shown.replace("&#39;", "'")
    assert "It can’t tell whether the story is the right one" in shown


def test_the_worked_versions_wait_for_a_criterion_of_ones_own() -> None:
    assert LAB.worked[0].title not in view("worked", who=Words(text="a guest"))
    shown = view("worked", criteria=Words(text="It shows a list"))
    for version in LAB.worked:
        assert version.title in shown
        assert version.because.split(".")[0] in shown.replace("&#39;", "'")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("part", ["who", "what", "why", "criteria", "slices"])
def test_nobodys_words_become_markup(part: str, text: str) -> None:
    for name in ("reading", "slices", "worked"):
        shown = view(name, **{part: Words(text=text)})
        assert "<script" not in shown
        assert "<b " not in shown
        assert shown.count("<section") == shown.count("</section>")


def test_a_quotation_is_escaped_and_not_lost() -> None:
    assert "<q>&lt;b&gt;the cook&lt;/b&gt;</q>" in view("reading", who=Words(text="<b>the cook</b>"))


def test_the_sprint_says_what_the_goal_still_needs_and_what_waits() -> None:
    order = Choice(chosen=tuple(card.id for card in LAB.sprint.cards))
    shown = view("sprint", board=order)
    assert "13 of 14 points are taken." in shown
    assert "The goal also needs" in shown
    first = ("wording", "trial", "form", "inbox", "mails")
    rest = tuple(card.id for card in LAB.sprint.cards if card.id not in first)
    shown = view("sprint", board=Choice(chosen=first + rest))
    assert "Everything that the goal needs is in." in shown
    assert "begins early here" in shown


def test_nothing_would_still_fit_that_rests_on_what_is_left_out() -> None:
    """With the dearest cards first the list is in and the form isn't: nothing that needs the list could begin."""
    dearest = sorted(LAB.sprint.cards, key=lambda card: -card.points)
    shown = view("sprint", board=Choice(chosen=tuple(card.id for card in dearest)))
    could = shown.partition("What would still fit")[2].partition("</p>")[0]
    assert "What a request promises" in could
    assert "Show a second request beside the first" not in could


def test_an_order_is_no_guessing_game() -> None:
    """What a card needs and waits for is told before it is placed."""
    _, (field,) = PAGE.forms["board"](LAB)
    details = {option.id: option.detail for option in field.options}  # type: ignore[union-attr]
    assert "Needs “Request form for 9 to 16 people”." in details["inbox"]
    assert "Waits for Naomi" in details["trial"]


def test_what_one_could_begin_with_holds_none_of_ones_words() -> None:
    begun = here(who=Words(text="Zaphod"), criteria=Words(text="Zaphod sees a list"))
    assert "1 criteria" not in PAGE.starter(begun)
    assert "Zaphod" not in PAGE.starter(begun)
    assert PAGE.starter(here())
