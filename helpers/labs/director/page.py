"""The lab “Fund the portfolio” on the page: what it asks, and what it shows of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from helpers.form import Figure, FiguresField, Form, GridField, Option, TextField
from helpers.labs.asking import one_of, titled
from helpers.labs.context import LabContext, drawn
from helpers.labs.director.boundaries import Drawn, best_drawing, misfits, read_drawing
from helpers.labs.director.charts import Place, amount, frontier_chart, steps_chart, ties_chart, year_chart
from helpers.labs.director.model import DEBT, FundThePortfolio
from helpers.labs.director.simulation import (
    Assumptions,
    Dot,
    as_written,
    beliefs,
    edge,
    growth,
    moves,
    steps,
    wins,
    year,
)
from helpers.labs.page import LabPage, lab_renderer, waiting

render = lab_renderer(__file__)

Here = LabContext[FundThePortfolio]

NEARLY = 0.01
"""A move that costs less than this share of the growth is told as costing next to nothing."""


# What is asked


def guess_form(lab: FundThePortfolio) -> Form:
    """Where one person more would bring most, and where one would be missed least, before either is shown."""
    options = tuple(
        Option(id=place, title=title, detail=f"{lab.today()[place]} people today.") for place, title in lab.places
    )
    return titled(
        lab,
        "one person",
        one_of(lab, "gain", "Somebody is free tomorrow. Where would they bring the most?", options),
        one_of(
            lab,
            "give",
            "And where would one person be missed the least?",
            (option.model_copy(update={"detail": None}) for option in options if lab.today()[option.id]),
        ),
    )


def allocation_form(lab: FundThePortfolio) -> Form:
    """How many people go where, beginning with today's."""
    return titled(lab, "your allocation", _allocation_field(lab))


def assumptions_form(lab: FundThePortfolio) -> Form:
    """What the best answer rests on, to be moved."""
    return titled(lab, "assumptions", _assumptions_field(lab))


def defence_form(lab: FundThePortfolio) -> Form:
    """Why this allocation and not the optimum, in one's own words."""
    field = TextField(
        subject=lab.subject("defence"),
        label="Your allocation isn’t the optimum. Why is it better?",
        hint="Speak to the finance director, who has seen the optimum. What does it leave out? What do you believe "
        "that the estimates don’t say, and what would show by spring that you were wrong?",
        rows=7,
    )
    return titled(lab, "your defence", field)


def teams_form(lab: FundThePortfolio) -> Form:
    """Which team owns which part."""
    drawn = lab.boundaries
    items = tuple(
        Option(id=part.id, title=part.title, detail=_with_people(part.text, part.people)) for part in drawn.parts
    )
    return titled(
        lab,
        "the teams",
        GridField(
            subject=lab.subject("teams"),
            label=f"Which of the {len(drawn.teams)} teams owns what?",
            hint=f"A team needs {drawn.least} to {drawn.most} people. Call the teams whatever you like in your head: "
            "the names are today’s.",
            items=items,
            scale=tuple(Option(id=team.id, title=team.title) for team in drawn.teams),
        ),
    )


def border_form(lab: FundThePortfolio) -> Form:
    """One boundary that one would keep in spite of its price."""
    field = TextField(
        subject=lab.subject("border"),
        label="Which boundary of yours costs hours, and is worth them?",
        hint="Two or three sentences. For example a law that keeps two things apart, a team that works as it is, or a "
        "part that you mean to sell.",
        rows=4,
    )
    return titled(lab, "one boundary", field)


# What is shown


def lines(here: Here) -> str:
    """All places for people, with what is estimated of them."""
    return render("lines", lab=here.lab)


def next_person(here: Here) -> str:
    """What one person more, and one fewer, would change today, beside what was guessed."""
    gain, give = here.one("gain"), here.one("give")
    if not gain or not give:
        return waiting("Answer both questions above, and see what one person changes.")
    all_steps = steps(here.lab, here.lab.today(), as_written(here.lab))
    most = max(all_steps, key=lambda step: step.more)
    least = min((step for step in all_steps if step.fewer is not None), key=lambda step: -(step.fewer or 0))
    named = next((step for step in all_steps if step.place == gain), None)
    missed = next((step for step in all_steps if step.place == give), None)
    return render(
        "steps",
        most=most,
        least=least,
        named=named,
        missed=missed,
        told=_teller(here),
        picture=drawn(lambda width: steps_chart(all_steps, here.lab.currency, here.theme, strong=[gain], width=width)),
    )


def outcome(here: Here) -> str:
    """The year with one's own allocation."""
    people = _allocation(here)
    if people is None or (too_many := sum(people.values()) - here.lab.people) > 0:
        return _not_yet(here, people)
    given = _assumptions(here)
    mine, today = year(here.lab, people, given), year(here.lab, here.lab.today(), given)
    first = moves(here.lab, people, given)[0] if any(people.values()) else None
    return render(
        "outcome",
        lab=here.lab,
        mine=mine,
        today=today,
        idle=-too_many,
        first=first if first and first.adds > 0.5 else None,
        told=_teller(here),
        picture=drawn(lambda width: year_chart(mine, today, here.lab.currency, here.theme, width=width)),
    )


def frontier(here: Here) -> str:
    """One's own choice beside the best that could be done, and the same under other assumptions."""
    people = _allocation(here)
    if people is None or sum(people.values()) > here.lab.people:
        return _not_yet(here, people)
    given = _assumptions(here)
    tips = edge(here.lab, given)
    best = max((tip.dot for tip in tips), key=lambda dot: dot.growth)
    mine, today = year(here.lab, people, given), year(here.lab, here.lab.today(), given)
    equal = next((tip.dot for tip in tips if tip.dot.people[DEBT] == people[DEBT]), None)
    around = moves(here.lab, best.people, given)
    share, error = wins(mine, year(here.lab, best.people, given))
    cleared = next((tip.dot for tip in tips if tip.dot.left < 0.5), tips[-1].dot)
    me, now = Place.of(mine), Place.of(today)
    return render(
        "frontier",
        lab=here.lab,
        mine=mine,
        people=people,
        best=best,
        equal=equal,
        cleared=cleared,
        changed=given != as_written(here.lab),
        same=people == best.people,
        flat=sum(move.adds > -NEARLY * abs(best.growth) for move in around),
        tried=len(around),
        share=share,
        error=error,
        told=_teller(here),
        picture=drawn(lambda width: frontier_chart(tips, me, now, here.lab.currency, here.theme, width=width)),
    )


def defence(here: Here) -> str:
    """What one's own allocation takes for granted, beside one's own words."""
    people = _allocation(here)
    if people is None or sum(people.values()) > here.lab.people:
        return _not_yet(here, people)
    given = _assumptions(here)
    best = max((tip.dot for tip in edge(here.lab, given)), key=lambda dot: dot.growth)
    return render(
        "defence",
        lab=here.lab,
        gap=best.growth - growth(here.lab, people, given),
        apart=_apart(here, people, best),
        beliefs=beliefs(here.lab, people, given),
        text=here.words("defence").strip(),
        told=_teller(here),
    )


class Cost(NamedTuple):
    """A drawing, with what is wrong with it and its dearest ties in words."""

    drawn: Drawn
    misfits: tuple[str, ...]
    dearest: tuple[tuple[str, str, float], ...]


def boundaries(here: Here) -> str:
    """What the ties across teams cost: today, in one's own drawing, and at the least."""
    lab = here.lab
    today = _cost(lab, lab.boundaries.today())
    known = {part.id for part in lab.boundaries.parts}
    grid = {part: team for part, team in here.grid("teams").items() if part in known}
    shown = _cost(lab, grid) if grid else today
    best = best_drawing(lab.boundaries)
    complete = bool(grid) and not shown.drawn.homeless
    return render(
        "boundaries",
        lab=lab,
        begun=bool(grid),
        complete=complete,
        today=today,
        mine=shown,
        best=_cost(lab, dict(best)) if best and complete else None,
        total=sum(tie.hours for tie in lab.boundaries.ties),
        words=here.words("border").strip(),
        picture=drawn(lambda width: ties_chart(shown.drawn, lab.boundaries.ties, here.theme, width=width)),
    )


def starter(here: Here) -> str:
    """Words that somebody could begin with when they keep what they did."""
    people = _allocation(here)
    if people is None or sum(people.values()) > here.lab.people:
        return ""
    given = _assumptions(here)
    best = max((tip.dot for tip in edge(here.lab, given)), key=lambda dot: dot.growth)
    gap = max(0.0, best.growth - growth(here.lab, people, given))
    return (
        f"I spread {here.lab.people} people over {len(here.lab.lines)} lines, a platform and a debt. Mine brings "
        f"{amount(gap, here.lab.currency)} less in the year than the best under the estimates, and I chose it because …"
    )


# How


def _allocation_field(lab: FundThePortfolio) -> FiguresField:
    figures = tuple(
        Figure(
            id=place,
            label=title,
            unit="people",
            detail=f"Today {lab.today()[place]}.",
            min=0,
            max=lab.people,
            start=lab.today()[place],
        )
        for place, title in lab.places
    )
    return FiguresField(
        subject=lab.subject("allocation"),
        label=f"Where do the {lab.people} go?",
        hint="Take from one first, then give to another. The pictures below follow.",
        figures=figures,
        total=lab.people,
        total_unit="people",
    )


def _assumptions_field(lab: FundThePortfolio) -> FiguresField:
    given = as_written(lab)
    return FiguresField(
        subject=lab.subject("assumptions"),
        label="What if the assumptions are wrong?",
        hint="Move one at a time. The optimum above is found anew each time.",
        figures=(
            Figure(
                id="drag",
                label="What today’s debt costs everybody",
                unit="% of their speed",
                min=0,
                max=60,
                start=round(100 * given.drag, 4),
            ),
            Figure(
                id="bets",
                label="What the bets are worth",
                unit="% of the estimate",
                detail="The estimates come from the people who want to work on them.",
                min=0,
                max=200,
                step=10,
                start=100,
            ),
            Figure(
                id="newcomers",
                label="What changing places costs",
                unit="% of somebody’s year",
                min=0,
                max=60,
                step=5,
                start=round(100 * given.newcomers, 4),
            ),
        ),
    )


def _allocation(here: Here) -> dict[str, int] | None:
    """One's own allocation, in whole people; None as long as nobody has touched it."""
    if not here.figures("allocation"):
        return None
    given = here.settings(_allocation_field(here.lab))
    return {place: max(0, round(given[place])) for place, _ in here.lab.places}


def _assumptions(here: Here) -> Assumptions:
    settings = here.settings(_assumptions_field(here.lab))
    # Rounded, so that a lever moved back gives the very assumptions that the file has.
    return Assumptions(*(round(settings[name] / 100, 6) for name in ("drag", "bets", "newcomers")))


def _not_yet(here: Here, people: Mapping[str, int] | None) -> str:
    if people is None:
        return waiting("Move the first person above, and the year appears here.")
    placed = sum(people.values())
    text = (
        f"You have placed {placed} people, and there are {here.lab.people}. Take {placed - here.lab.people} away again."
    )
    return waiting(text)


def _teller(here: Here) -> Callable[..., str]:
    return lambda thousands, signed=False: amount(thousands, here.lab.currency, signed=signed)


def _apart(here: Here, people: Mapping[str, int], best: Dot) -> tuple[tuple[str, int], ...]:
    """Where one's own allocation has more people than the optimum, or fewer, the widest difference first."""
    differences = [(title, people[place] - best.people[place]) for place, title in here.lab.places]
    return tuple(sorted((pair for pair in differences if pair[1]), key=lambda pair: -abs(pair[1])))


def _cost(lab: FundThePortfolio, drawing: Mapping[str, str]) -> Cost:
    drawn = read_drawing(lab.boundaries, drawing)
    titles = {part.id: part.title for part in lab.boundaries.parts}
    return Cost(
        drawn,
        tuple(f"{team.title} would need {people}" for team, people in misfits(lab.boundaries, drawn)),
        tuple((titles[tie.between[0]], titles[tie.between[1]], tie.hours) for tie in drawn.across[:4]),
    )


def _with_people(text: str | None, people: int) -> str:
    count = f"{people} people." if people > 1 else "One person."
    return f"{text} {count}" if text else count


PAGE = LabPage[FundThePortfolio](
    forms={
        "guess": guess_form,
        "allocation": allocation_form,
        "assumptions": assumptions_form,
        "defence": defence_form,
        "teams": teams_form,
        "border": border_form,
    },
    views={
        "lines": lines,
        "next-person": next_person,
        "outcome": outcome,
        "frontier": frontier,
        "defence": defence,
        "boundaries": boundaries,
    },
    starter=starter,
)
