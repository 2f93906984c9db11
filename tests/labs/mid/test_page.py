"""“Choose what comes first” on the page: one's own judgement first, and words are read, not judged."""

from __future__ import annotations

import pytest

from helpers.journal import Answer, Choice, Figures, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.page import PAGE
from helpers.labs.mid.simulation import Method
from tests.labs.played import lab_context

LAB = load_lab("mid")
assert isinstance(LAB, WhatFirst)
ORDER = Choice(chosen=tuple(candidate.id for candidate in LAB.candidates))
RICE = Choice(chosen=("rice",))
GUESS = Figures(values={"share": 80})


def here(**parts: Answer) -> LabContext[WhatFirst]:
    return lab_context(LAB, {LAB.subject(part): answer for part, answer in parts.items()})


def view(name: str, **parts: Answer) -> str:
    return PAGE.views[name](here(**parts))


def test_the_methods_wait_for_ones_own_order() -> None:
    assert "<img" not in view("methods")
    assert "<img" in view("methods", ranking=ORDER)


def test_the_simulation_waits_for_order_yardstick_and_guess() -> None:
    assert "<img" not in view("simulation", yardstick=RICE, prediction=GUESS)
    assert "<img" not in view("simulation", ranking=ORDER, prediction=GUESS)
    assert "<img" not in view("simulation", ranking=ORDER, yardstick=RICE)
    shown = view("simulation", ranking=ORDER, yardstick=RICE, prediction=GUESS)
    assert "You guessed 80 times in 100" in shown
    assert "10,000" in shown
    assert "±1 in 100" in shown, "how sure the simulation itself is, is told"


def test_how_others_guess_is_told_after_the_guess_and_only_where_it_was_too_high() -> None:
    surest = Choice(chosen=("deposits", *(id for id in ORDER.chosen if id != "deposits")))
    asked = {"ranking": ORDER, "yardstick": RICE}
    told = "Most people guess too high here"
    assert told not in view("simulation", **asked)
    shown = view("simulation", **asked, prediction=GUESS)
    assert told in shown
    assert "even “Deposits that fail at the bank”, the surest of all, comes to 62" in shown
    assert told not in view("simulation", **asked, prediction=Figures(values={"share": 30}))
    assert told not in view("simulation", yardstick=RICE, ranking=surest, prediction=Figures(values={"share": 62}))
    bold = view("simulation", yardstick=RICE, ranking=surest, prediction=Figures(values={"share": 99}))
    assert "no other would come to more" in bold


def test_the_worth_of_a_question_waits_for_ones_own_question() -> None:
    assert "<img" not in view("worth")
    shown = view("worth", finding=Choice(chosen=("chain-sign-in",)))
    assert "worth at most S$" in shown
    assert "costs S$300" in shown


def test_where_no_question_is_worth_its_price_that_is_told_and_no_sum_below_nought() -> None:
    dear = tuple(
        c.model_copy(update={"finding": c.finding.model_copy(update={"cost": 1_000_000.0})}) for c in LAB.candidates
    )
    lab = LAB.model_copy(update={"candidates": dear})
    for picked in ("chain-sign-in", "deposits"):
        shown = PAGE.views["worth"](lab_context(lab, {lab.subject("finding"): Choice(chosen=(picked,))}))
        assert "None of the questions is worth what it costs." in shown
        assert "S$-" not in shown


def test_a_lever_changes_what_is_shown() -> None:
    begun = {"ranking": ORDER, "yardstick": RICE, "prediction": GUESS, "finding": Choice(chosen=("deposits",))}
    wide, far = Figures(values={"width": 2}), Figures(values={"horizon": 60})
    assert view("simulation", **begun, levers=wide) != view("simulation", **begun)
    assert view("hangs", **begun, levers=wide) != view("hangs", **begun)
    assert view("worth", **begun, levers=far) != view("worth", **begun)


@pytest.mark.parametrize("method", list(Method))
def test_each_yardstick_has_its_own_result(method: Method) -> None:
    shown = view("simulation", ranking=ORDER, yardstick=Choice(chosen=(method.value,)), prediction=GUESS)
    others = [
        view("simulation", ranking=ORDER, yardstick=Choice(chosen=(other.value,)), prediction=GUESS)
        for other in Method
        if other is not method
    ]
    assert shown not in others


def test_the_waiting_cost_of_ones_own_order_stands_beside_the_least_there_can_be() -> None:
    shown = view("methods", ranking=ORDER)
    assert "Your order" in shown
    assert "S$753,000" in shown


def test_what_each_order_fits_into_the_quarter_is_told_with_its_weeks() -> None:
    """The duty comes first: 1.5 weeks, then 4 and 6 leave no room for a third of this order that fits."""
    shown = view("methods", ranking=ORDER)
    assert "“Patients who don’t turn up” and “Two patients, one hour” (11.5 weeks)" in shown
    assert "All three methods put “Deposits that fail at the bank” into the quarter" in shown


def test_a_choice_that_is_too_long_for_the_quarter_is_said_to_be() -> None:
    waits = view("plan")
    assert "Choose above" in waits
    short = view("plan", decision=Choice(chosen=("deposits",)))
    assert "There are 13." in short
    assert "Something of it would have to move out" not in short
    long = view("plan", decision=Choice(chosen=("no-shows", "insurers", "slow-start")))
    assert "Something of it would have to move out" in long


def test_the_reader_waits_for_a_no_and_for_somebody_to_read_it() -> None:
    words = Words(text="Tomás, we won’t do it this quarter.")
    assert "Write your no above" in view("reading", no=words)
    shown = view("reading", no=words, refused=Choice(chosen=("phones",)))
    assert "The name of the one who asked is in it." in shown
    assert "didn’t see" not in shown, "few words are no ground to miss something"
    more = Words(text="Tomás, we won’t do it this quarter, and I am sorry to say so.")
    assert "It didn’t see" in view("reading", no=more, refused=Choice(chosen=("phones",)))


def test_writing_to_somebody_whose_problem_is_chosen_is_pointed_out() -> None:
    refused = Choice(chosen=("phones",))
    assert "Write to somebody whose problem has to wait" in view("asker", refused=refused, decision=refused)
    other = Choice(chosen=("deposits",))
    assert "Write to somebody whose problem has to wait" not in view("asker", refused=refused, decision=other)


def test_the_words_to_begin_with_come_from_what_happened() -> None:
    assert "Patients who don’t turn up" in PAGE.starter(here(ranking=ORDER))
    assert "in order" in PAGE.starter(here())


def test_no_form_tells_a_score_before_the_order_is_given() -> None:
    (order,) = PAGE.forms["order"](LAB)[1]
    assert {option.id for option in order.options} == {candidate.id for candidate in LAB.candidates}
    assert not any("RICE" in (option.detail or "") for option in order.options)


def test_words_about_no_candidate_are_kept_out_of_pictures() -> None:
    assert "<script>" not in view(
        "reading", refused=Choice(chosen=("phones",)), no=Words(text="<script>alert(1)</script>")
    )
