"""The portfolio lab asks before it shows, takes more people than there are in good part, and tells what it assumes."""

from __future__ import annotations

import pytest

from helpers.form import FiguresField, GridField
from helpers.journal import Choice, Figures, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.director.boundaries import best_drawing
from helpers.labs.director.page import PAGE
from helpers.labs.director.simulation import as_written, optimum
from tests.labs.played import Played

LAB = load_lab("director")


@pytest.fixture
def played() -> Played:
    return Played()


def here(played: Played) -> LabContext:
    return played.context(LAB)


def place(played: Played, **people: float) -> None:
    played.record(LAB.subject("allocation"), Figures(values={k.replace("_", "-"): v for k, v in people.items()}))


def draw(played: Played, drawing: dict[str, str]) -> None:
    played.record(LAB.subject("teams"), Choice(chosen=tuple(f"{part}:{team}" for part, team in drawing.items())))


def test_every_form_can_be_asked_and_starts_where_the_company_is():
    for form in PAGE.forms.values():
        _, fields = form(LAB)
        assert all(subject.startswith("lab:director.") for field in fields for subject in field.subjects)
    (allocation,) = PAGE.forms["allocation"](LAB)[1]
    assert isinstance(allocation, FiguresField)
    assert sum(figure.start for figure in allocation.figures) == allocation.total == LAB.people
    (teams,) = PAGE.forms["teams"](LAB)[1]
    assert isinstance(teams, GridField)
    assert (len(teams.items), len(teams.scale)) == (12, 4)


def test_nothing_is_shown_before_it_was_guessed_or_moved(played):
    assert "Answer both questions above" in PAGE.views["next-person"](here(played))
    for name in ("outcome", "frontier", "defence"):
        assert "Move the first person above" in PAGE.views[name](here(played))
    assert "Most people name" not in PAGE.views["next-person"](here(played))
    html = PAGE.views["boundaries"](here(played))
    assert "Today’s teams spend 79 hours a week" in html
    assert "costs least" not in html
    assert PAGE.starter(here(played)) == ""
    assert "Employer portal" in PAGE.views["lines"](here(played))


def test_the_next_person_is_shown_beside_the_guess(played):
    played.record(LAB.subject("gain"), Choice(chosen=("registers",)))
    played.record(LAB.subject("give"), Choice(chosen=("student-app",)))
    html = PAGE.views["next-person"](here(played))
    assert "One person more on “Registers” would bring" in html
    assert "On “Platform” it would be" in html
    assert "as you said" in html
    assert "Most people name" in html


def test_more_people_than_there_are_is_told_and_nothing_is_reckoned(played):
    place(played, employers=10)
    for name in ("outcome", "frontier", "defence"):
        assert "You have placed 48 people, and there are 40. Take 8 away again." in PAGE.views[name](here(played))
    assert PAGE.starter(here(played)) == ""


def test_fewer_people_are_reckoned_and_told(played):
    place(played, registers=10)
    assert "3 people are nowhere yet." in PAGE.views["outcome"](here(played))


def test_ones_own_choice_stands_beside_the_best(played):
    place(played, registers=10, employers=5)
    html = PAGE.views["frontier"](here(played))
    assert "The most that 40 people could bring is" in html
    assert "years of 100 (± " in html
    defence = PAGE.views["defence"](here(played))
    assert "Your choice costs" in defence
    assert "worth" in defence
    assert "I chose it because" in PAGE.starter(here(played))


def test_the_optimum_itself_is_recognised_and_has_to_be_defended_too(played):
    best = optimum(LAB, as_written(LAB)).people
    played.record(LAB.subject("allocation"), Figures(values={k: float(v) for k, v in best.items()}))
    assert "Yours is the optimum, to the person" in PAGE.views["frontier"](here(played))
    assert "Defend that" in PAGE.views["defence"](here(played))


def test_other_assumptions_give_another_optimum(played):
    place(played, registers=10, employers=5)
    before = PAGE.views["frontier"](here(played))
    played.record(LAB.subject("assumptions"), Figures(values={"bets": 0.0}))
    html = PAGE.views["frontier"](here(played))
    assert "under your assumptions" in html
    assert html != before
    played.record(LAB.subject("assumptions"), Figures(values={"bets": 100.0}))
    assert PAGE.views["frontier"](here(played)) == before, "a lever moved back changes nothing"


def test_the_defence_is_shown_as_text_whatever_it_holds(played):
    place(played, registers=10, employers=5)
    played.record(LAB.subject("defence"), Words(text="<script>alert(1)</script>"))
    assert "&lt;script&gt;" in PAGE.views["defence"](here(played))


def test_the_least_cost_is_shown_only_once_every_part_has_a_team(played):
    best = dict(best_drawing(LAB.boundaries))
    draw(played, {part: team for part, team in best.items() if part != "rooms"})
    html = PAGE.views["boundaries"](here(played))
    assert "1 part has no team yet" in html
    assert "costs least" not in html
    draw(played, best)
    html = PAGE.views["boundaries"](here(played))
    assert "Your teams spend 39 hours a week" in html
    assert "gets below 39" in html


def test_a_team_outside_the_limits_is_told(played):
    draw(played, {part.id: "data" for part in LAB.boundaries.parts})
    html = PAGE.views["boundaries"](here(played))
    assert "Your teams spend 0 hours" in html
    assert "Data would need 28" in html
    assert "Screens would need 0" in html
