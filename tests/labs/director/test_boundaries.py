"""The cheapest drawing is the one that trying them all finds, and what crosses is what is counted."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.director.boundaries import best_drawing, misfits, read_drawing
from helpers.labs.director.model import Boundaries, FundThePortfolio, Part, Team, Tie

SHIPPED = load_lab("director")
assert isinstance(SHIPPED, FundThePortfolio)
DRAWN = SHIPPED.boundaries

PAIRS = list(itertools.combinations(range(7), 2))


@st.composite
def drawings(draw: st.DrawFn) -> Boundaries:
    count, teams = draw(st.integers(3, 7)), draw(st.integers(2, 3))
    pairs = [pair for pair in PAIRS if max(pair) < count]
    tied = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    hours = draw(st.lists(st.integers(1, 9), min_size=len(tied), max_size=len(tied)))
    people = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    return Boundaries(
        least=draw(st.integers(0, 3)),
        most=draw(st.integers(3, 12)),
        teams=tuple(Team(id=f"t{i}", title=f"T{i}") for i in range(teams)),
        parts=tuple(Part(id=f"p{i}", title=f"P{i}", people=n, now="t0") for i, n in enumerate(people)),
        ties=tuple(Tie(between=(f"p{a}", f"p{b}"), hours=h) for (a, b), h in zip(tied, hours, strict=True)),
    )


def tried(drawn: Boundaries) -> list[float]:
    """The hours of every drawing in which all teams have work and fit."""
    found = []
    ids = [team.id for team in drawn.teams]
    for homes in itertools.product(ids, repeat=len(drawn.parts)):
        if set(homes) != set(ids):
            continue
        read = read_drawing(drawn, {part.id: home for part, home in zip(drawn.parts, homes, strict=True)})
        if not list(misfits(drawn, read)):
            found.append(read.hours)
    return found


@settings(max_examples=60, deadline=None)
@given(drawings())
def test_no_drawing_is_cheaper_than_the_best(drawn):
    found, best = tried(drawn), best_drawing(drawn)
    if not found:
        assert best is None
        return
    assert best is not None
    read = read_drawing(drawn, dict(best))
    assert not read.homeless
    assert not list(misfits(drawn, read))
    assert read.hours == pytest.approx(min(found))


def test_the_shipped_best_gives_every_part_to_one_team_and_betters_today():
    best = best_drawing(DRAWN)
    assert best is not None
    assert sorted(part for part, _ in best) == sorted(part.id for part in DRAWN.parts)
    assert read_drawing(DRAWN, dict(best)).hours < read_drawing(DRAWN, DRAWN.today()).hours


@given(st.lists(st.sampled_from([team.id for team in DRAWN.teams]), min_size=12, max_size=12))
def test_hours_are_neither_lost_nor_made_up(homes):
    read = read_drawing(DRAWN, {part.id: home for part, home in zip(DRAWN.parts, homes, strict=True)})
    inside = sum(tie.hours for tie in read.inside)
    assert inside + read.hours == pytest.approx(sum(tie.hours for tie in DRAWN.ties))
    assert sum(read.people(i) for i in range(len(DRAWN.teams))) == sum(part.people for part in DRAWN.parts)


def test_what_is_not_placed_counts_for_nothing_yet():
    read = read_drawing(DRAWN, {"enrolment": "screens", "gone": "screens", "timetable": "nowhere"})
    assert len(read.homeless) == len(DRAWN.parts) - 1
    assert read.inside == read.across == ()


def test_teams_keep_the_names_under_which_most_can_stay():
    """Where today is the best there is, nothing changes."""
    drawn = Boundaries(
        least=2,
        most=2,
        teams=(Team(id="x", title="X"), Team(id="y", title="Y")),
        parts=tuple(
            Part(id=id, title=id, people=1, now=now) for id, now in (("a", "y"), ("b", "x"), ("c", "y"), ("d", "x"))
        ),
        ties=(Tie(between=("a", "c"), hours=5), Tie(between=("b", "d"), hours=5), Tie(between=("a", "b"), hours=1)),
    )
    assert dict(best_drawing(drawn) or ()) == drawn.today()


def test_a_team_of_nobody_is_no_way_to_save_on_agreeing():
    parts = tuple(Part(id=f"p{i}", title=f"P{i}", people=1, now="t0") for i in range(3))
    teams = tuple(Team(id=f"t{i}", title=f"T{i}") for i in range(3))
    drawn = Boundaries(least=0, most=3, teams=teams, parts=parts, ties=(Tie(between=("p0", "p1"), hours=1),))
    assert {team for _, team in best_drawing(drawn)} == {"t0", "t1", "t2"}


def test_each_team_of_the_shipped_lab_s_cheapest_drawing_has_something_to_hold_it_together() -> None:
    """None is merely what was left over: its parts hang together, and agree for nine hours a week or more."""
    best = best_drawing(DRAWN)
    assert best
    found = read_drawing(DRAWN, dict(best))
    for _, parts in found.teams:
        ids = {part.id for part in parts}
        inside = [tie for tie in found.inside if ids.issuperset(tie.between)]
        assert sum(tie.hours for tie in inside) >= 9
        reached = {parts[0].id}
        for _ in parts:
            reached |= {end for tie in inside if reached.intersection(tie.between) for end in tie.between}
        assert reached == ids
