"""Lab 5 on the page: today, a forecast, what the model says, the levers, one customer, and one page for the board."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from helpers.form import Figure, FiguresField, Form, Option, TextField
from helpers.labs.asking import one_of
from helpers.labs.context import LabContext, drawn
from helpers.labs.executive.charts import cash_chart, cohorts_chart, months_told, moves_chart, runway_told
from helpers.labs.executive.model import MONTHS, SPENDING, THOUSAND, Challenge, Handle, Lever, RunTheBusiness
from helpers.labs.executive.raising import Round, round_of
from helpers.labs.executive.simulation import likely, nudges, outlook, price_churn, quarters, run, spent
from helpers.labs.executive.units import economics
from helpers.labs.money import money
from helpers.labs.page import LabPage, lab_renderer

render = lab_renderer(__file__)

Here = LabContext[RunTheBusiness]

PICTURES = {
    "cash": "How long the cash lasts",
    "cohorts": "Where the revenue comes from",
    "moves": "What each lever moves",
}
"""The pictures that one of goes to the board with."""


class Line(NamedTuple):
    """A row of a statement of account: what it is, its figures as text, and whether it is a sum."""

    title: str
    figures: tuple[str, ...]
    sum: bool = False


# ---------------------------------------------------------------------------------------
# What is asked.


def forecast(lab: RunTheBusiness) -> Form:
    """How long the cash lasts, and which lever moves it most: before anything is shown."""
    runway = Figure(
        id="runway", label="The cash lasts", unit="months", min=0, max=MONTHS, step=1, start=MONTHS // 2,
        detail=f"{MONTHS} stands for {MONTHS} or more.",
    )  # fmt: skip
    options = tuple(Option(id=handle.id, title=handle.nudged, detail=_from_to(handle)) for handle in lab.levers)
    return "Your forecast", (
        FiguresField(
            subject=lab.subject("runway"),
            label="If nothing is changed, how long does the cash last?",
            hint="Take the table, a calculator if you like, and your feeling for how things go.",
            figures=(runway,),
        ),
        one_of(
            lab,
            "guess",
            f"Which of these, done alone, changes the cash after {MONTHS} months most, up or down?",
            options,
        ),
    )


def levers(lab: RunTheBusiness) -> Form:
    """All levers: three without a limit, and the spending that shares one."""
    rules = tuple(_figure(handle) for handle in lab.levers if handle.id not in SPENDING)
    spending = tuple(_figure(handle) for handle in lab.levers if handle.id in SPENDING)
    return "Your plan", (
        FiguresField(subject=lab.subject("rules"), label="Price, mix and people", figures=rules),
        FiguresField(
            subject=lab.subject("spending"),
            label="What is spent each month",
            hint="The board has approved a limit for the four together.",
            figures=spending,
            total=lab.limit,
            total_unit=f"thousand {lab.currency}",
        ),
    )


def answer(lab: RunTheBusiness) -> Form:
    """The page for the board: its narrative, and the one picture that goes with it."""
    return "One page for the board", (
        TextField(
            subject=lab.subject("page"),
            label="Your page",
            hint=f"About {lab.board.words} words, to be read by somebody who has eleven other papers that evening.",
            rows=14,
        ),
        one_of(
            lab,
            "picture",
            "The one picture that goes with it",
            (Option(id=picture_id, title=title) for picture_id, title in PICTURES.items()),
        ),
    )


# ---------------------------------------------------------------------------------------
# What is shown.


def today(here: Here) -> str:
    """The company as it stands: its plans, and what a month brings and costs."""
    lab, now = here.lab, here.lab.today
    revenue = sum(plan.customers * plan.price for plan in lab.plans)
    start = lab.start()
    lines = (
        ("Revenue", revenue, False),
        ("Cost of service", -revenue * (1 - now.gross_margin), False),
        ("Gross profit", revenue * now.gross_margin, True),
        ("Acquisition", -start[Lever.ACQUISITION] * THOUSAND, False),
        ("Programmes", -(spent(start) - start[Lever.ACQUISITION]) * THOUSAND, False),
        (f"{now.people} people", -now.people * now.person_cost, False),
        ("Other costs", -now.other_costs, False),
    )
    result = sum(amount for title, amount, is_sum in lines if not is_sum)
    statement = [Line(title, (money(amount, lab.currency),), is_sum) for title, amount, is_sum in lines]
    statement.append(Line("Result of the month", (money(result, lab.currency),), True))
    return render("today", lab=lab, statement=statement, cash=money(now.cash, lab.currency))


def course(here: Here) -> str:
    """Today's course against one's own forecast; empty before there is one."""
    said = here.figures("runway").get("runway")
    if said is None:
        return render("course", found=None)
    today = outlook(here.lab)
    point = quarters(here.lab, run(here.lab, {}, likely(here.lab)))
    low, _, high = today.months
    return render(
        "course",
        found=today,
        said=months_told(said),
        inside=low <= said <= high,
        runway=runway_told(today),
        middle=months_told(today.months[1]),
        share=_percent(today.lasts),
        error=_points(today.lasts_error),
        likely_low=money(min(quarter.cash for quarter in point), here.lab.currency),
        likely_lasts=min(quarter.cash for quarter in point) >= 0,
        picture=drawn(lambda width: cash_chart(here.lab, today, here.theme, forecast=said, width=width)),
    )


def moves(here: Here) -> str:
    """What one step of each lever moves, against one's own guess; empty before there is one."""
    lab = here.lab
    guess = next((handle for handle in lab.levers if handle.id == here.one("guess")), None)
    if guess is None:
        return render("moves", found=None)
    effects = nudges(lab)
    by_year = sorted(effects, key=lambda nudge: -abs(nudge.year[1]))
    turned = [
        lab.handle(nudge.lever).nudged
        for nudge in effects
        if nudge.year[1] * nudge.end[1] < 0 or nudge.end[0] * nudge.end[2] < 0
    ]
    return render(
        "moves",
        found=effects,
        guess=guess,
        end=[nudge.lever for nudge in effects].index(guess.id) + 1,
        year=[nudge.lever for nudge in by_year].index(guess.id) + 1,
        most=lab.handle(effects[0].lever),
        changes=money(effects[0].end[1], lab.currency, signed=True),
        turned=turned,
        error=money(max(nudge.mean_error for nudge in effects), lab.currency),
        draws=lab.draws,
        picture=drawn(lambda width: moves_chart(lab, effects, here.theme, width=width)),
    )


def plan(here: Here) -> str:
    """Cash and profit and loss with the levers as they are set, beside today's course."""
    lab, at = here.lab, _levers(here)
    before, planned = outlook(lab), outlook(lab, at)
    moved = _moved(lab, at)
    total = spent(at)
    return render(
        "plan",
        lab=lab,
        moved=moved,
        over=_thousands(total - lab.limit) if total > lab.limit else "",
        found=planned,
        runway=runway_told(planned),
        before=runway_told(before),
        share=_percent(planned.lasts),
        error=_points(planned.lasts_error),
        share_before=_percent(before.lasts),
        mean=money(planned.mean, lab.currency),
        mean_error=money(planned.mean_error, lab.currency),
        lowest=money(min(planned.band[1]), lab.currency),
        statement=_statement(here, at),
        offers=_offers(lab, at if moved else None),
        years=lab.raising.month // 12,
        churn_at={rise: 100 * (float(price_churn(lab, rise / 100, likely(lab))[0]) - 1) for rise in (5, 20)},
        picture=drawn(lambda width: cash_chart(lab, before, here.theme, plan=planned if moved else None, width=width)),
    )


def cohorts(here: Here) -> str:
    """Where the revenue comes from, quarter by quarter."""
    lab, at = here.lab, _levers(here)
    last = [float(group[-3:, 0].sum()) for group in run(lab, at, likely(lab)).revenue_from]
    return render(
        "cohorts",
        moved=_moved(lab, at),
        unseen=_percent(1 - last[0] / sum(last)) if sum(last) else "",
        picture=_cohorts_picture(here),
    )


def units(here: Here) -> str:
    """What one customer of each plan is worth and costs, today and with the levers in full effect."""
    lab, at = here.lab, _levers(here)
    moved = _moved(lab, at)
    tables = [("As things stand today", economics(lab))]
    if moved:
        tables.append(("With your plan, once it is in full effect", economics(lab, at)))
    return render("units", lab=lab, tables=tables, months=MONTHS)


def board(here: Here) -> str:
    """The board's question, and what its members would ask about the levers that were moved."""
    return render("board", board=here.lab.board, challenges=_challenges(here.lab, _levers(here)))


def sheet(here: Here) -> str:
    """The page as the board would get it; empty before there are words."""
    lab, text = here.lab, here.words("page").strip()
    if not text:
        return render("page", text="")
    at = _levers(here)
    planned = outlook(lab, at)
    words = len(text.split())
    return render(
        "page",
        lab=lab,
        text=text,
        words=words,
        long=words > 1.2 * lab.board.words,
        numbers=len(re.findall(r"\d+", text)),
        moved=_moved(lab, at),
        runway=runway_told(planned),
        share=_percent(planned.lasts),
        title=PICTURES.get(here.one("picture") or ""),
        picture=_chosen_picture(here),
    )


def starter(here: Here) -> str:
    """What one could begin with when keeping something: the forecast beside what the model said."""
    said = here.figures("runway").get("runway")
    if said is None:
        return "I looked at a subscription business and asked how long its cash would last …"
    lasting = runway_told(outlook(here.lab))
    return f"I expected the cash to last {months_told(said)}; the model said {lasting}. What I had missed was …"


# ---------------------------------------------------------------------------------------
# Parts of them.


def _levers(here: Here) -> dict[str, float]:
    return here.lab.settled({**here.figures("rules"), **here.figures("spending")})


def _moved(lab: RunTheBusiness, at: Mapping[str, float]) -> list[str]:
    """The levers that don't stand where they start, each in words."""
    return [f"{handle.label}: {_set(handle, at[handle.id])}" for handle in lab.levers if at[handle.id] != handle.start]


def _set(handle: Handle, value: float) -> str:
    if handle.start == 0 and handle.id not in SPENDING:
        sign = "+" if value > 0 else "−"
        return f"{sign}{abs(value):g} {handle.unit}"
    return f"{value:g} {handle.unit} (today {handle.start:g})"


def _from_to(handle: Handle) -> str | None:
    if handle.id not in SPENDING:
        return None
    return f"From {handle.start:g} to {handle.start + handle.nudge:g} {handle.unit}."


def _figure(handle: Handle) -> Figure:
    return Figure(
        id=handle.id,
        label=handle.label,
        unit=handle.unit,
        detail=handle.detail,
        min=handle.min,
        max=handle.max,
        step=handle.step,
        start=handle.start,
    )


def _statement(here: Here, at: Mapping[str, float]) -> list[Line]:
    """Profit and loss of twelve quarters, if all is as likely; sums of money in thousands."""
    all_quarters = quarters(here.lab, run(here.lab, at, likely(here.lab)))

    def row(title: str, values: list[float], is_sum: bool = False) -> Line:
        return Line(title, tuple(_thousands(value / THOUSAND) for value in values), is_sum)

    return [
        Line("New customers", tuple(f"{quarter.joined:,.0f}" for quarter in all_quarters)),
        Line("Customers who left", tuple(f"{quarter.left:,.0f}" for quarter in all_quarters)),
        Line("Customers at the end", tuple(f"{quarter.customers:,.0f}" for quarter in all_quarters), True),
        row("Revenue", [quarter.revenue for quarter in all_quarters]),
        row("Cost of service", [-quarter.service for quarter in all_quarters]),
        row("Gross profit", [quarter.gross for quarter in all_quarters], True),
        row("Acquisition", [-quarter.acquisition for quarter in all_quarters]),
        row("Programmes", [-quarter.programmes for quarter in all_quarters]),
        row("People and other costs", [-quarter.running for quarter in all_quarters]),
        row("Paid on leaving, and to find people", [-quarter.once for quarter in all_quarters]),
        row("Result", [quarter.result for quarter in all_quarters], True),
        row("Cash at the end", [quarter.cash for quarter in all_quarters], True),
    ]


def _offers(lab: RunTheBusiness, at: Mapping[str, float] | None) -> list[Line]:
    """What a round of money finds, on today's course and with the levers at `at` (None: they aren't moved)."""
    rounds = [round_of(lab), *([round_of(lab, at)] if at is not None else [])]

    def row(title: str, cell: Callable[[Round], str], is_sum: bool = False) -> Line:
        return Line(title, tuple(cell(raised) for raised in rounds), is_sum)

    def sum_told(amount: float) -> str:
        return money(amount, lab.currency)

    return [
        row("Worlds in which it can wait", lambda raised: _percent(raised.waits)),
        row("Yearly revenue", lambda raised: sum_told(raised.revenue)),
        row("Growth in a year", lambda raised: f"{_thousands(100 * raised.growth)} %"),
        row("Net revenue retention", lambda raised: f"{_thousands(100 * raised.kept)} %"),
        row("Paid for it, times yearly revenue", lambda raised: f"{raised.multiple:.1f}"),
        row("The company is worth", lambda raised: sum_told(raised.price[1]), True),
        row("… one world in ten is worse than", lambda raised: sum_told(raised.price[0])),
        row("… and one is better than", lambda raised: sum_told(raised.price[2])),
    ]


def _challenges(lab: RunTheBusiness, at: Mapping[str, float]) -> list[tuple[str, Challenge]]:
    """What is asked about the levers that were moved, in the order of the levers."""
    return [
        (handle.label, challenge)
        for handle in lab.levers
        for challenge in lab.board.challenges
        if challenge.lever is handle.id and (at[handle.id] - handle.start) * (1 if challenge.moves == "up" else -1) > 0
    ]


def _chosen_picture(here: Here) -> object:
    lab, at = here.lab, _levers(here)
    match here.one("picture"):
        case "cash":
            plan = outlook(lab, at) if _moved(lab, at) else None
            return drawn(lambda width: cash_chart(lab, outlook(lab), here.theme, plan=plan, width=width))
        case "cohorts":
            return _cohorts_picture(here)
        case "moves":
            return drawn(lambda width: moves_chart(lab, nudges(lab), here.theme, width=width))
    return ""


def _cohorts_picture(here: Here) -> object:
    lab, at = here.lab, _levers(here)
    point, spread = run(lab, at, likely(lab)), outlook(lab, at)
    return drawn(lambda width: cohorts_chart(lab, point, spread, here.theme, width=width))


def _percent(share: float) -> str:
    """A share in words; neither "never" nor "always" is claimed from a sample."""
    if 0 < share < 0.005:
        return "under 1 in 100"
    if 0.995 < share < 1:
        return "over 99 in 100"
    return f"{100 * share:.0f} in 100"


def _points(error: float) -> str:
    return f"{100 * error:.1f}"


def _thousands(value: float) -> str:
    return f"{value:,.0f}".replace("-", "−") if abs(value) >= 0.5 else "0"


PAGE = LabPage[RunTheBusiness](
    forms={"forecast": forecast, "levers": levers, "page": answer},
    views={
        "today": today,
        "course": course,
        "moves": moves,
        "plan": plan,
        "cohorts": cohorts,
        "units": units,
        "board": board,
        "page": sheet,
    },
    starter=starter,
)
