"""Sorting a week shows counts and the ladder's own words beside it, and never a winner."""

from __future__ import annotations

import pytest

from helpers.errors import UnknownId, UsageError
from helpers.journal import Choice, often
from helpers.labs import load_lab
from helpers.labs.adjacent.page import PAGE, week_form
from helpers.labs.context import LabContext
from helpers.ladder import load_ladder
from tests.labs.played import Played

LAB = load_lab("adjacent")


@pytest.fixture
def played() -> Played:
    return Played()


def sort(played: Played, role: str, energy: dict[str, str], skill: dict[str, str]) -> None:
    for part, answers in (("energy", energy), ("skill", skill)):
        chosen = tuple(f"{role}.{task}:{step}" for task, step in answers.items())
        played.record(f"lab:adjacent.{role}.{part}", Choice(chosen=chosen))


def here(played: Played) -> LabContext:
    return played.context(LAB)


def test_every_family_can_be_asked_and_shown():
    ladder = load_ladder()
    forms = PAGE.every_form(LAB)
    assert set(forms) == {role.id for role in ladder.roles} == {week.role for week in LAB.families}
    assert set(PAGE.every_view(LAB)) == {*forms, "weeks"}
    for form in forms.values():
        _, fields = form(LAB)
        assert [len(field.items) for field in fields] == [7, 7]


def test_a_week_of_a_companys_own_role_has_its_form_and_its_view(played):
    own = LAB.model_copy(update={"families": (LAB.families[0].model_copy(update={"role": "data-science"}),)})
    _, fields = PAGE.form("data-science", own)
    assert [field.subject for field in fields] == [
        "lab:adjacent.data-science.energy",
        "lab:adjacent.data-science.skill",
    ]
    assert own.families[0].person in PAGE.view("data-science", played.context(own))
    with pytest.raises(UsageError, match="It has: data-science"):
        PAGE.form("operations", own)


def test_nothing_sorted_says_what_would_fill_the_place(played):
    assert "Give a task both answers" in PAGE.view("operations", here(played))
    assert "Sort at least one week" in PAGE.views["weeks"](here(played))
    assert PAGE.starter(here(played)) == ""


def test_a_sorted_week_says_what_it_would_ask_for_first_and_what_would_be_new(played):
    sort(
        played,
        "operations",
        {"handover": "gives", "budget": "takes", "tool": "gives"},
        {"handover": "can", "budget": "can", "tool": "learn"},
    )
    html = PAGE.view("operations", here(played))
    assert "3 of 7 tasks sorted: 2 would give you energy, 1 would take it." in html
    assert "“Explain a variance” tomorrow, and it would cost you energy" in html
    assert "“Retire a tool” would give you energy, and you would have to learn it first" in html
    assert played.ladder.role("operations").learn[0].title in html
    assert "3 of 7" in PAGE.views["weeks"](here(played))
    assert "Time a hand-over" in PAGE.starter(here(played))


def test_what_the_ladder_already_knows_of_somebody_carries_over_and_is_never_guessed(played):
    sort(played, "operations", {"handover": "gives"}, {"handover": "can"})
    assert "carries over" not in PAGE.view("operations", here(played))
    played.record("statement:mid.risks", often(4))
    html = PAGE.view("operations", here(played))
    assert f"carries over: “{played.ladder.statement('mid.risks').title}”" in html


def test_a_family_without_a_week_is_told():
    with pytest.raises(UnknownId, match="no week for 'baker'"):
        week_form("baker")(LAB)
