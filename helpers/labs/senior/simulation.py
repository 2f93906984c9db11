"""A service as stocks and flows: a loop that makes it grow, a delay that hides what is wrong, limits that move.

    prospects ──joining──▶ members ──leaving──▶ lapsed ──forgetting──▶ prospects
    questions: asked by members and newcomers, answered by helpers; helpers take weeks to train
    product (0–1): ages, is mended · praise (0–1), of the app and of the answers: follows with a delay

With N prospects, A members, L lapsed and M = N + A + L people in reach, all rates a week:

    joining   = N / M · (word · app · answers · A + organic · M + adverts)      (app, answers: what members say of them)
    wait      = questions / (helpers · answers) in weeks (J. D. C. Little, 1961);  w = wait / (wait + patience)
    leaving   = A · (base · (1 + rough · (1 − product)) + waiting · w)
    asked     = ask · A · (1 − saved · product) + first · joining
    app'      = (worth + (1 − worth) · product − app) / memory;   answers' = (1 − w − answers) / memory
    product'  = mending · (1 − product) − product / ageing

Joining by word of mouth is F. M. Bass's diffusion ("A new product growth model for consumer durables", Management
Science 15, 1969) as J. D. Sterman draws it (Business Dynamics, 2000, ch. 9); growth that outruns the capacity to
serve is J. W. Forrester's ("Market growth as influenced by capital investment", 1968), and limits that take turns are
D. H. Meadows's (Thinking in Systems, 2008, ch. 4).

Integrated by Euler's method with four steps a week, well below a quarter of the shortest delay (Sterman 2000,
appendix A). No flow can take more from a stock in a step than is in it, so no stock is ever negative, and people are
conserved but for those whom a new market brings into reach. All rows are computed side by side: the first with
everything as likely, the others with their own draw of what nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers.labs.chance import Floats, sampled, share_error
from helpers.labs.model import Range
from helpers.labs.senior.model import QUARTERS, WEEKS, Action, Limit, SeeTheSystem

STEPS_A_WEEK = 4
HORIZON = QUARTERS * WEEKS
SHORTEST = 0.25
"""An answer takes at least so many weeks, however many helpers there are."""

BAND = (0.1, 0.9)
"""The band that is drawn: eight worlds in ten."""

Plan = tuple[tuple[str, str], ...]
"""What each slice is spent on, as (slice id, action); a slice that is absent is not spent."""


class World(NamedTuple):
    """What nobody knows, one value a row: see `Joining`, `Leaving`, `Quality` and `Spending`."""

    word: Floats
    waiting: Floats
    memory: Floats
    effects: Floats  # actions × rows, in the order of Action


class Course(NamedTuple):
    """A run: arrays of weeks (0 to 78) × rows. People, questions, helpers; shares 0–1; `wait` in weeks.

    `costs` is limits × weeks × rows: how many members a week each limit costs, with all else as it is: those who leave
    because of it, and those who don't come because of what is said of it, or because they have been won before.
    """

    prospects: Floats
    members: Floats
    lapsed: Floats
    questions: Floats
    helpers: Floats
    product: Floats
    app: Floats
    answers: Floats
    wait: Floats
    costs: Floats


class Quarter(NamedTuple):
    """The limit that cost most in a quarter as likely, and the share of worlds in which it did, with its error."""

    number: int
    limit: Limit
    lost: float
    share: float
    error: float


class Outcome(NamedTuple):
    """A plan played through.

    `course` holds all rows, `likely` and `low`, `high` the members each week, `quarters` which limit cost most.
    """

    course: Course
    likely: Floats
    low: Floats
    high: Floats
    quarters: tuple[Quarter, ...]

    @property
    def end(self) -> float:
        """Members at the end, with everything as likely."""
        return float(self.likely[-1])


def likely(lab: SeeTheSystem) -> World:
    """The one world in which everything is as likely."""
    word, waiting, memory, *effects = (np.array([points.likely]) for points in _unknown(lab))
    return World(word, waiting, memory, np.stack(effects))


@lru_cache(maxsize=4)
def worlds(lab: SeeTheSystem) -> World:
    """The likely world, then as many as the lab draws: each unknown from its triangle, independent of the others."""
    unknown = _unknown(lab)
    table = np.random.default_rng(lab.seed).random((len(unknown), lab.draws))
    rows = [np.concatenate([[p.likely], sampled(u, p)]) for u, p in zip(table, unknown, strict=True)]
    return World(rows[0], rows[1], rows[2], np.stack(rows[3:]))


def _unknown(lab: SeeTheSystem) -> tuple[Range, ...]:
    return (
        lab.joining.word,
        lab.leaving.waiting,
        lab.quality.memory,
        *(lab.spend(action).thousand for action in Action),
    )


def spent(lab: SeeTheSystem, plan: Plan) -> Floats:
    """Thousands a week on each action in each quarter: quarters × actions."""
    actions = [action.value for action in Action]
    money = np.zeros((QUARTERS, len(actions)))
    known = {slice_id: (at // lab.slices) for at, (slice_id, _) in enumerate(lab.rounds)}
    for slice_id, action in plan:
        if slice_id in known and action in actions:
            money[known[slice_id], actions.index(action)] += lab.slice / WEEKS
    return money


def run(lab: SeeTheSystem, plan: Plan, world: World, steps_a_week: int = STEPS_A_WEEK) -> Course:
    """The 78 weeks with a plan, in each of these worlds.

    `steps_a_week` is how finely time is cut: more is more exact and slower. The `lab` says how everything begins.
    """
    dt = 1 / steps_a_week
    rows, money = world.word.size, spent(lab, plan)
    start, helping = lab.start, lab.helping
    stocks = [start.prospects, start.members, start.lapsed, start.questions, start.helpers]
    n, a, lapsed, open_, helpers = (np.full(rows, value) for value in stocks)
    qualities = [start.product, start.praise_app, start.praise_answers]
    product, app, answers = (np.full(rows, value) for value in qualities)
    learning = np.zeros(rows)
    kept = np.zeros((9, HORIZON + 1, rows))
    costs = np.zeros((len(Limit), HORIZON + 1, rows))
    adverts, hiring, mending, opening = (money[:, i, None] * world.effects[i] for i in range(len(Action)))
    for step in range(HORIZON * steps_a_week + 1):
        week, rest = divmod(step, steps_a_week)
        quarter = min(week // WEEKS, QUARTERS - 1)
        reach = n / np.maximum(n + a + lapsed, 1e-9)
        by_word = world.word * a  # whom members would bring with nothing but praise
        wanted = by_word * app * answers + lab.joining.organic * (n + a + lapsed) + adverts[quarter]
        joining = np.minimum(reach * wanted, n)  # never more in a week than there are
        capacity = helpers * helping.answers
        wait = open_ / np.maximum(capacity, 1e-9)
        w = wait / (wait + lab.leaving.patience)
        rough = lab.leaving.base * lab.leaving.rough * (1 - product)
        leaving = a * np.minimum(lab.leaving.base + rough + world.waiting * w, 1.0)
        if not rest:
            kept[:, week] = n, a, lapsed, open_, helpers, product, app, answers, wait
            costs[:, week] = (
                a * world.waiting * w + reach * by_word * app * (1 - answers),
                a * rough + reach * by_word * answers * (1 - app),
                wanted * (1 - reach),
            )
        returning = lapsed / lab.leaving.forget
        asked = helping.ask * a * (1 - helping.saved * product) + helping.first * joining
        answered = np.minimum(capacity, open_ / SHORTEST)
        trained = learning / helping.training
        worth = lab.quality.worth + (1 - lab.quality.worth) * product
        mended = np.minimum(mending[quarter], 1.0) * (1 - product)
        n = n + dt * (opening[quarter] + returning - joining)
        a = a + dt * (joining - leaving)
        lapsed = lapsed + dt * (leaving - returning)
        open_ = open_ + dt * (asked - answered)
        helpers = helpers + dt * trained
        learning = learning + dt * (hiring[quarter] - trained)
        product = product + dt * (mended - product / lab.quality.ageing)
        app = app + dt * (worth - app) / world.memory
        answers = answers + dt * (1 - w - answers) / world.memory
    return Course._make([*kept, costs])


@lru_cache(maxsize=32)
def play(lab: SeeTheSystem, plan: Plan) -> Outcome:
    """A plan played through in the likely world and in `lab.draws` others."""
    course = run(lab, plan, worlds(lab))
    low, high = np.quantile(course.members[:, 1:], BAND, axis=1)
    return Outcome(course, course.members[:, 0], low, high, _quarters(course))


def _quarters(course: Course) -> tuple[Quarter, ...]:
    """Which limit cost most in each quarter: the mean over its weeks."""
    limits, quarters = list(Limit), []
    for number in range(1, QUARTERS + 1):
        lost = course.costs[:, (number - 1) * WEEKS : number * WEEKS].mean(axis=1)
        worst = lost.argmax(axis=0)
        at = int(worst[0])
        share = float(np.mean(worst[1:] == at)) if worst.size > 1 else 1.0
        quarters.append(Quarter(number, limits[at], float(lost[at, 0]), share, share_error(share, worst.size - 1)))
    return tuple(quarters)


def above(outcome: Outcome, members: float) -> tuple[float, float]:
    """The share of worlds that end with more members than this, and its standard error."""
    ends = outcome.course.members[-1, 1:]
    share = float(np.mean(ends > members))
    return share, share_error(share, ends.size)


class Purse(NamedTuple):
    """A quarter's money at a week's end, as likely: what members pay, what helpers cost, in whole units of money."""

    brings: float
    helpers: float

    @property
    def left(self) -> float:
        """What the helpers leave of what members pay."""
        return self.brings - self.helpers


def purse(lab: SeeTheSystem, course: Course, week: int) -> Purse:
    """What a quarter would bring and its helpers cost with the members and helpers of a week.

    `course` is a run of the `lab`, read in its first world; money is in the lab's currency.
    """
    months = 3
    return Purse(months * lab.fee * float(course.members[week, 0]), lab.helping.pay * float(course.helpers[week, 0]))


def one_thing(lab: SeeTheSystem, action: Action) -> Plan:
    """All the money of all quarters on one thing."""
    return tuple((slice_id, action.value) for slice_id, _ in lab.rounds)


def plan_of(lab: SeeTheSystem, grid: Mapping[str, str]) -> Plan:
    """A plan from what was chosen for each slice; slices and actions that the lab doesn't have are left out."""
    actions = {action.value for action in Action}
    return tuple((slice_id, grid[slice_id]) for slice_id, _ in lab.rounds if grid.get(slice_id) in actions)


def moved(outcome: Outcome) -> tuple[tuple[Quarter, Quarter], ...]:
    """The changes of the limit that costs most: each with the quarter before and the one after."""
    pairs = zip(outcome.quarters, outcome.quarters[1:], strict=False)
    return tuple((before, after) for before, after in pairs if before.limit is not after.limit)
