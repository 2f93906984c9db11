"""The lab “See the system” on the page: what it asks, and what it shows of the answers."""

from __future__ import annotations

from itertools import groupby

from helpers.form import Figure, FiguresField, Form, GridField, Option, TextField
from helpers.labs.asking import one_of, titled
from helpers.labs.chance import quantile_error
from helpers.labs.context import LabContext, drawn
from helpers.labs.money import money
from helpers.labs.page import LabPage, lab_renderer, waiting
from helpers.labs.senior.charts import limits_chart, members_chart, plans_chart, system_chart
from helpers.labs.senior.model import QUARTERS, WEEKS, Action, Limit, SeeTheSystem
from helpers.labs.senior.simulation import BAND, HORIZON, Outcome, Plan, above, moved, one_thing, plan_of, play, purse

render = lab_renderer(__file__)

Here = LabContext[SeeTheSystem]

STRATEGY = ("diagnosis", "policy", "actions")
FIRST, SECOND = "Your first plan", "Your second plan"


# What is asked


def plan_form(lab: SeeTheSystem) -> Form:
    """What each slice of each quarter is spent on."""
    return titled(lab, "your plan", _slices(lab, "plan", "What do you spend the money on?"))


def again_form(lab: SeeTheSystem) -> Form:
    """The same once more, knowing what the first run showed."""
    return titled(lab, "once more", _slices(lab, "again", "And now, knowing what you saw?"))


def prediction_form(lab: SeeTheSystem) -> Form:
    """Where the main metric ends with this plan, and which limit will cost most by then."""
    members = lab.start.members
    return titled(
        lab,
        "your prediction",
        FiguresField(
            subject=lab.subject("prediction"),
            label=f"How many {lab.metric} will there be after six quarters of your plan?",
            hint=f"Today there are {members:,.0f}.",
            figures=(
                Figure(
                    id="members",
                    label=lab.metric.capitalize(),
                    min=0,
                    max=_round_up(4 * members),
                    step=500,
                    start=members,
                ),
            ),
        ),
        one_of(
            lab,
            "limit",
            "Which limit will cost most in the last quarter?",
            (Option(id=brake.id, title=brake.title, detail=brake.text) for brake in lab.limits),
        ),
    )


def strategy_form(lab: SeeTheSystem) -> Form:
    """A strategy in three parts (R. P. Rumelt, Good Strategy/Bad Strategy, 2011)."""
    return titled(
        lab,
        "a strategy",
        TextField(
            subject=lab.subject("diagnosis"),
            label="Diagnosis: what is going on here?",
            hint="In a sentence or two, name what the rest depends on. That a number is too low is not a diagnosis.",
            rows=4,
        ),
        TextField(
            subject=lab.subject("policy"),
            label="Guiding policy: how will you deal with it, and what will you not do?",
            hint="It should rule out things that others would gladly do.",
            rows=3,
        ),
        TextField(
            subject=lab.subject("actions"),
            label="Coherent actions: what happens in the next quarter, and in which order?",
            hint="Each of them serves the policy, and each makes the others easier.",
            rows=5,
        ),
    )


def _slices(lab: SeeTheSystem, part: str, label: str) -> GridField:
    return GridField(
        subject=lab.subject(part),
        label=label,
        hint="What you leave open isn’t spent.",
        items=tuple(Option(id=slice_id, title=title) for slice_id, title in lab.rounds),
        scale=tuple(Option(id=spending.id, title=spending.title) for spending in lab.spending),
    )


# What is shown


def system(here: Here) -> str:
    """The stocks and what acts on what, with what money can do."""
    picture = drawn(lambda width: system_chart(here.lab, here.theme, width=width))
    return render("system", lab=here.lab, picture=picture)


def run(here: Here) -> str:
    """The run beside the prediction."""
    plan, guess, limit = _plan(here, "plan"), _guess(here), here.one("limit")
    if not plan or guess is None or not limit:
        return _not_yet(bool(plan))
    outcome, idle = play(here.lab, plan), play(here.lab, ())
    share, error = above(outcome, guess)
    top = int(outcome.likely.argmax())
    title = here.lab.metric.capitalize()
    return render(
        "run",
        lab=here.lab,
        found=outcome,
        idle=idle,
        guess=guess,
        off=outcome.end - guess,
        outside=not outcome.low[-1] <= guess <= outcome.high[-1],
        share=share,
        before=purse(here.lab, outcome.course, 0),
        after=purse(here.lab, outcome.course, HORIZON),
        helpers=round(float(outcome.course.helpers[-1, 0])),
        money=lambda amount: money(amount, here.lab.currency),
        error=error,
        band_error=max(quantile_error(outcome.course.members[-1, 1:], share) for share in BAND),
        peak=None if top > (QUARTERS - 0.5) * WEEKS else (top, float(outcome.likely[top])),
        picture=drawn(
            lambda width: members_chart(outcome, idle, here.theme, title=title, guess=guess, width=width),
        ),
    )


def limits(here: Here) -> str:
    """Which limit cost most in which quarter, and how late what members say followed what they met."""
    plan, picked = _plan(here, "plan"), here.one("limit")
    if not plan or _guess(here) is None or not picked:
        return _not_yet(bool(plan))
    outcome = play(here.lab, plan)
    title = f"{here.lab.metric.capitalize()} a week that each limit costs"
    longest, lowest = int(outcome.course.wait[:, 0].argmax()), int(outcome.course.answers[:, 0].argmin())
    last = outcome.quarters[-1]
    return render(
        "limits",
        lab=here.lab,
        found=outcome,
        names={limit: here.lab.brake(limit).title for limit in Limit},
        picked=here.lab.brake(Limit(picked)).title if picked in set(Limit) else "",
        right=picked == last.limit,
        last=last,
        moves=moved(outcome),
        longest=(longest, float(outcome.course.wait[longest, 0])),
        late=lowest - longest if lowest > longest else 0,
        picture=drawn(lambda width: limits_chart(here.lab, outcome.course, here.theme, title=title, width=width)),
    )


def plans(here: Here) -> str:
    """The second plan beside the first, and both beside plans that put everything on one thing."""
    first, second = _plan(here, "plan"), _plan(here, "again")
    if not first or not second or _guess(here) is None:
        return waiting("Make your second plan above, and see it beside the first.")
    outcome, again, idle = play(here.lab, first), play(here.lab, second), play(here.lab, ())
    rows: list[tuple[str, Outcome]] = [(SECOND, again), (FIRST, outcome)]
    rows += [(f"All on: {here.lab.spend(a).title.lower()}", play(here.lab, one_thing(here.lab, a))) for a in Action]
    rows.append(("Nothing spent", idle))
    title = here.lab.metric.capitalize()
    return render(
        "plans",
        lab=here.lab,
        gain=again.end - outcome.end,
        again=again,
        limits=_in_turn(here.lab, again),
        curves=drawn(lambda width: members_chart(outcome, idle, here.theme, title=title, again=again, width=width)),
        picture=drawn(
            lambda width: plans_chart(
                rows, here.theme, strong=(FIRST, SECOND), title=f"{title} after six quarters", width=width
            )
        ),
    )


def strategy(here: Here) -> str:
    """The three parts of the strategy, read together, beside what the runs showed."""
    written = [(part, here.words(part).strip()) for part in STRATEGY]
    plan = _plan(here, "again") or _plan(here, "plan")
    outcome = play(here.lab, plan) if plan and _guess(here) is not None else None
    return render(
        "strategy",
        lab=here.lab,
        written=written if any(text for _, text in written) else [],
        found=outcome,
        names={limit: here.lab.brake(limit).title for limit in Limit},
    )


def starter(here: Here) -> str:
    """Words that somebody could begin with when they keep what they did."""
    plan, guess = _plan(here, "plan"), _guess(here)
    if not plan or guess is None:
        return ""
    outcome = play(here.lab, plan)
    return (
        f"I predicted {guess:,.0f} {here.lab.metric} for my plan, and the model came to {outcome.end:,.0f}. "
        "What I had left out was …"
    )


# How


def _plan(here: Here, part: str) -> Plan:
    return plan_of(here.lab, here.grid(part))


def _in_turn(lab: SeeTheSystem, outcome: Outcome) -> list[tuple[str, str]]:
    """The limits that cost most, in turn: quarters from and to, in words, and the limit's name."""
    spans: list[tuple[str, str]] = []
    for limit, group in groupby(outcome.quarters, key=lambda quarter: quarter.limit):
        numbers = [quarter.number for quarter in group]
        span = f"Quarter {numbers[0]}" if len(numbers) == 1 else f"Quarters {numbers[0]} to {numbers[-1]}"
        spans.append((span, lab.brake(limit).title))
    return spans


def _guess(here: Here) -> float | None:
    return here.figures("prediction").get("members")


def _not_yet(planned: bool) -> str:
    what = "Predict both things above, and the run appears here." if planned else "Make a plan above, then predict."
    return waiting(what)


def _round_up(number: float) -> float:
    return 500.0 * (number // 500 + 1)


PAGE = LabPage[SeeTheSystem](
    forms={
        "plan": plan_form,
        "prediction": prediction_form,
        "again": again_form,
        "strategy": strategy_form,
    },
    views={
        "system": system,
        "run": run,
        "limits": limits,
        "plans": plans,
        "strategy": strategy,
    },
    starter=starter,
)
