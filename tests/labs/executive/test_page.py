"""“Run the business” on the page: a forecast before its result, limits told and not enforced, words left alone."""

from __future__ import annotations

from html import escape

import pytest

from helpers.journal import Answer, Choice, Figures, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.executive.model import Lever, RunTheBusiness
from helpers.labs.executive.page import PAGE
from helpers.labs.executive.raising import round_of
from tests.hostile import HOSTILE
from tests.labs.played import lab_context

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)
FORECAST = Figures(values={"runway": 14})


def here(**parts: Answer) -> LabContext[RunTheBusiness]:
    return lab_context(LAB, {LAB.subject(part): answer for part, answer in parts.items()})


def view(name: str, **parts: Answer) -> str:
    return PAGE.views[name](here(**parts))


def test_the_course_waits_for_a_forecast_and_the_levers_for_a_guess() -> None:
    assert "<img" not in view("course")
    assert "<img" not in view("moves", runway=FORECAST)
    assert "You said <strong>14 months</strong>" in view("course", runway=FORECAST)
    assert "tend to overrate" not in view("moves", runway=FORECAST), "what others overrate would pull the guess"
    told = view("moves", guess=Choice(chosen=("people",)))
    assert "<img" in told
    assert "tend to overrate" in told


def test_today_s_view_gives_no_result_away() -> None:
    assert "36 months" not in view("today")
    assert "lasts" not in view("today")


def test_a_forecast_of_none_is_not_a_forecast_of_nought() -> None:
    assert "<img" not in view("course", runway=Figures(values={}))
    assert "You said <strong>0 months</strong>" in view("course", runway=Figures(values={"runway": 0}))


def test_a_forecast_within_the_range_is_told_so_and_no_other_is_judged() -> None:
    assert "lies within that range" in view("course", runway=Figures(values={"runway": 20}))
    assert "lies within that range" not in view("course", runway=FORECAST)


def test_the_guess_is_placed_among_the_others() -> None:
    shown = view("moves", guess=Choice(chosen=("margin",)))
    assert "it does move most" in shown
    assert "in place 2 of 7" in view("moves", guess=Choice(chosen=("acquisition",)))


def test_until_a_lever_is_moved_the_plan_is_todays_course() -> None:
    assert "Nothing is moved yet" in view("plan")
    assert "Three years with your plan" in view("plan", rules=Figures(values={"price": 5}))
    start = LAB.handle(Lever.ACQUISITION).start
    assert "Nothing is moved yet" in view("plan", spending=Figures(values={"acquisition": start}))


def test_more_than_the_limit_is_told_and_worked_out_all_the_same() -> None:
    over = view("plan", spending=Figures(values={"acquisition": 250, "retention": 60}))
    assert "This spends 65 thousand" in over
    assert "<img" in over
    assert "more than the board has approved" not in view("plan", spending=Figures(values={"acquisition": 100}))


def test_the_statement_has_twelve_quarters_and_ends_with_cash() -> None:
    shown = view("plan")
    statement = shown[shown.index("Profit and loss over twelve quarters") :]
    assert statement.count('<th scope="col" class="kp-num">') == 12
    assert shown.index("Result") < shown.index("Cash at the end")
    assert "standard error" in shown


def test_the_round_stands_beside_todays_course_once_something_is_moved() -> None:
    assert "Net revenue retention" in view("plan")
    assert "Your plan" not in view("plan")
    moved = view("plan", rules=Figures(values={"people": -10}))
    assert '<th scope="col" class="kp-num">Your plan</th>' in moved
    found = round_of(LAB, {Lever.PEOPLE: -10})
    assert f"{100 * found.growth:.0f} %" in moved
    assert f"{found.multiple:.1f}</td>" in moved


def test_board_members_ask_about_what_was_moved_and_in_which_direction() -> None:
    asks = {(c.lever, c.moves): escape(c.asks, quote=False) for c in LAB.board.challenges}
    shown = view("board", rules=Figures(values={"price": 5})).replace("&#39;", "'")
    assert asks[Lever.PRICE, "up"] in shown
    assert asks[Lever.PRICE, "down"] not in shown
    assert asks[Lever.PEOPLE, "down"] not in shown
    assert not any(ask in view("board") for ask in asks.values())


def test_the_page_stands_with_its_picture_and_says_what_it_lacks() -> None:
    assert "Your page will stand here" in view("page")
    bare = view("page", page=Words(text="We do two things.\n\nThen we wait."))
    assert "<p>We do two things.</p><p>Then we wait.</p>" in bare
    assert "There is no number in it yet" in bare
    assert "No picture is chosen yet" in bare
    for picture in ("cash", "cohorts", "moves"):
        full = view("page", page=Words(text="Cash lasts 30 months."), picture=Choice(chosen=(picture,)))
        assert "<img" in full
        assert "No picture" not in full
        assert "There is no number" not in full
    long = view("page", page=Words(text="word " * 2 * LAB.board.words))
    assert f"the board asked for about {LAB.board.words}" in long


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nobodys_words_become_markup(text: str) -> None:
    shown = view("page", page=Words(text=text))
    assert shown.count("<script") == 0
    assert shown.count("<section") == shown.count("</section>") == 1


def test_one_customer_is_told_twice_once_something_is_moved() -> None:
    assert view("units").count("<table") == 1
    assert view("units", rules=Figures(values={"price": 5})).count("<table") == 2
    assert "Nobody is won by spending" in view("units", spending=Figures(values={"acquisition": 0}))


def test_what_one_could_begin_with_holds_no_words_of_others() -> None:
    assert "14 months" in PAGE.starter(here(runway=FORECAST))
    assert PAGE.starter(here())


def test_every_lever_is_asked_once_and_the_limit_stands_with_the_spending() -> None:
    _, (rules, spending) = PAGE.forms["levers"](LAB)
    asked = [figure.id for field in (rules, spending) for figure in field.figures]  # type: ignore[union-attr]
    assert sorted(asked) == sorted(lever.value for lever in Lever)
    assert spending.total == LAB.limit  # type: ignore[union-attr]
