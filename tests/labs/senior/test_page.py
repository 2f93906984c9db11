"""The system lab asks for a prediction before it runs anything, and tells the difference without a grade."""

from __future__ import annotations

import pytest

from helpers.form import GridField
from helpers.journal import Choice, Figures, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.senior.page import PAGE
from helpers.labs.senior.simulation import play
from tests.labs.played import Played

LAB = load_lab("senior")
KINDS = {"a": "adverts", "h": "help", "p": "product", "m": "market"}


@pytest.fixture
def played() -> Played:
    return Played()


def here(played: Played) -> LabContext:
    return played.context(LAB)


def plan(played: Played, part: str, letters: str) -> tuple[tuple[str, str], ...]:
    slices = zip((id for id, _ in LAB.rounds), letters, strict=True)
    made = tuple((id, KINDS[letter]) for id, letter in slices if letter in KINDS)
    played.record(LAB.subject(part), Choice(chosen=tuple(f"{id}:{action}" for id, action in made)))
    return made


def predict(played: Played, members: float, limit: str) -> None:
    played.record(LAB.subject("prediction"), Figures(values={"members": members}))
    played.record(LAB.subject("limit"), Choice(chosen=(limit,)))


def test_every_form_can_be_asked():
    for form in PAGE.forms.values():
        _, fields = form(LAB)
        assert all(subject.startswith("lab:senior.") for field in fields for subject in field.subjects)
    (grid,) = PAGE.forms["plan"](LAB)[1]
    assert isinstance(grid, GridField)
    assert (len(grid.items), len(grid.scale)) == (12, 4)


def test_nothing_runs_before_it_is_predicted(played):
    for name in ("run", "limits"):
        assert "Make a plan above, then predict." in PAGE.views[name](here(played))
    plan(played, "plan", "hhpphhppmmmm")
    played.record(LAB.subject("prediction"), Figures(values={"members": 60000}))
    for name in ("run", "limits"):
        assert "Predict both things above" in PAGE.views[name](here(played))
    assert "Make your second plan" in PAGE.views["plans"](here(played))
    assert "260,000" in PAGE.views["system"](here(played))
    assert PAGE.starter(played.context(LAB)).startswith("I predicted 60,000 members")


def test_the_run_stands_beside_the_prediction(played):
    made = plan(played, "plan", "hhpphhppmmmm")
    found = play(LAB, made)
    predict(played, 200_000, "reach")
    html = PAGE.views["run"](here(played))
    assert "You predicted 200,000 members." in html
    assert f"It comes to {round(found.end, -2):,.0f} as likely" in html
    assert "outside that band, above it" in html
    predict(played, 500 * round(found.end / 500), "reach")
    assert "inside that band" in PAGE.views["run"](here(played))


def test_a_number_that_peaks_early_is_told_with_its_week(played):
    plan(played, "plan", "aaaaaaaaaaaa")
    predict(played, 90_000, "reach")
    html = PAGE.views["run"](here(played))
    assert "The number is highest in week 16" in html
    html = PAGE.views["limits"](here(played))
    assert "With this plan the limit never moves: waiting for answers" in html
    assert "weeks later" in html
    assert "It is “Waiting for answers”." in html


def test_the_limit_that_moved_is_told_beside_the_one_that_was_named(played):
    plan(played, "plan", "hphphphphphp")
    predict(played, 90_000, "reach")
    html = PAGE.views["limits"](here(played))
    assert "The limit moves twice. At first waiting for answers costs most, from quarter 2 on a rough app" in html
    assert "and from quarter 4 on too few left to win." in html
    assert "So it is." in html


def test_a_second_plan_stands_beside_the_first_and_beside_plain_ones(played):
    first = plan(played, "plan", "aaaaaaaaaaaa")
    predict(played, 90_000, "reach")
    second = plan(played, "again", "hphphphpmpma")
    html = PAGE.views["plans"](here(played))
    gain = play(LAB, second).end - play(LAB, first).end
    assert f"{round(gain, -2):,.0f} more than the first" in html
    assert "All on: adverts" in html
    plan(played, "again", "aaaaaaaaaaa ")
    assert "than the first." in PAGE.views["plans"](here(played))


def test_the_strategy_is_read_back_together_whatever_it_holds(played):
    assert "Write the three parts above" in PAGE.views["strategy"](here(played))
    played.record(LAB.subject("diagnosis"), Words(text="<b>Nobody answers.</b>"))
    html = PAGE.views["strategy"](here(played))
    assert "&lt;b&gt;Nobody answers." in html
    assert html.count("still open") == 2
    assert "What you saw" not in html
    plan(played, "plan", "hhpphhppmmmm")
    predict(played, 60_000, "help")
    assert "What you saw" in PAGE.views["strategy"](here(played))


def test_answers_of_a_lab_that_has_changed_do_no_harm(played):
    played.record(LAB.subject("plan"), Choice(chosen=("q1-1:help", "q9-9:help", "q1-2:gone")))
    predict(played, 60_000, "gone")
    for view in PAGE.views.values():
        assert view(here(played))
