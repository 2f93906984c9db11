"""The lab of the executive: a subscription business, seven levers, a limit on spending, and a board that asks.

Money is in the file's `currency`, except that levers which are sums of money are set in thousands
of it a month, as people say them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault
from helpers.frozen import Frozen
from helpers.labs.model import Finite, Lab, Range
from helpers.ladder.model import Id, ShortText, Text

MONTHS = 36
"""How far ahead the business is seen: twelve quarters."""

THOUSAND = 1000.0

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
MonthCount = Annotated[int, Field(ge=1, le=MONTHS)]


class Lever(StrEnum):
    """What can be moved. The four in `SPENDING` are thousands a month; what each does is said in `business`."""

    PRICE = "price"
    MIX = "mix"
    PEOPLE = "people"
    ACQUISITION = "acquisition"
    RETENTION = "retention"
    EXPANSION = "expansion"
    MARGIN = "margin"


SPENDING = (Lever.ACQUISITION, Lever.RETENTION, Lever.EXPANSION, Lever.MARGIN)
"""The levers that share the limit on monthly spending."""

PROGRAMMES = (Lever.RETENTION, Lever.EXPANSION, Lever.MARGIN)
"""Spending whose effect levels off and takes its time."""

Levers = Mapping[str, float]
"""Where each lever stands, by its id; one that is absent stands where it starts."""


class Handle(Frozen):
    """One lever as it can be set: from `min` to `max`, `start` as things are today.

    `nudge` is the step by which all levers are compared with one another, and `nudged` says
    that step in words ("raise prices by 5 %").
    """

    id: Lever
    label: ShortText
    detail: Text
    unit: ShortText
    min: Finite
    max: Finite
    step: Positive
    start: Finite
    nudge: Finite
    nudged: ShortText


class Plan(Frozen):
    """A plan on the price list.

    `customers` today, `price` a customer a month (what they pay on average), `churn` the share that
    leaves in a month, `share` of new customers who take it, `effort` what winning one costs
    compared with the other plans.
    """

    id: Id
    title: ShortText
    text: Text
    customers: NotNegative
    price: Positive
    churn: Share
    share: Share
    effort: Positive


class Early(Frozen):
    """New customers leave `times` as often in their first `months`."""

    months: Annotated[int, Field(ge=0, le=MONTHS)]
    times: Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)]


class Today(Frozen):
    """The company as it stands.

    `cash` in the bank, `people` and what one costs a month, `other_costs` a month that don't move,
    `gross_margin` (0–1), `expansion` the monthly growth of what a customer who stays pays, `organic` new
    customers a month who cost nothing to win.
    """

    cash: Finite
    people: Annotated[int, Field(ge=1)]
    person_cost: NotNegative
    other_costs: NotNegative
    gross_margin: Share
    expansion: Share
    organic: NotNegative


class Staffing(Frozen):
    """What it takes to let somebody go and to find somebody.

    `notice` is in months, `severance` and `hiring` in months of pay; those who leave by themselves after a
    lay-off do so within `wave_months`. It takes `found` months until somebody new begins and `learned` more
    until their work counts.
    """

    notice: Annotated[int, Field(ge=1, le=12)]
    severance: NotNegative
    wave_months: MonthCount
    hiring: NotNegative
    found: Annotated[int, Field(ge=1, le=12)]
    learned: Annotated[int, Field(ge=0, le=12)]


class Raising(Frozen):
    """What investors pay, as a multiple of yearly revenue, and when.

    `multiple` is for a company that doesn't grow and whose customers of a year ago pay as much as then; `growth` and
    `kept` are what a whole (1.0, a doubling) more of either adds, and `least` is the lowest multiple. The round is
    in `month` where the cash lasts `reserve` months longer; else in the month `early`, for `early_part` of the
    multiple, or `need_part` where not even that can wait.
    """

    month: Annotated[int, Field(ge=24, le=MONTHS)]
    early: Annotated[int, Field(ge=12, le=23)]
    reserve: Annotated[int, Field(ge=0, le=12)]
    multiple: Positive
    growth: NotNegative
    kept: NotNegative
    least: Positive
    early_part: Share
    need_part: Share


class Programme(Frozen):
    """What a programme can do at `most`, at which spending (thousands a month) half of that, after how many months."""

    most: Share
    half: Positive
    months: MonthCount


class Effects(Frozen):
    """How levers work. Plain assumptions, stated where they are used.

    `scale` is the power with which new customers follow spending (1: twice the spending wins twice as
    many; below 1 each further one costs more); `stretch` the power with which winning a plan's customers gets
    dearer as its share of the new ones grows. A price higher by the share r lifts churn by `price_churn` · r +
    `price_pain` · r², so that the last per cent hurts more than the first; a lower price only by the first.
    `people_churn`: with each person fewer who does useful work, churn rises by this share.
    """

    scale: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    stretch: NotNegative
    price_churn: NotNegative
    price_pain: NotNegative
    people_churn: Share
    retention: Programme
    expansion: Programme
    margin: Programme


class Unknowns(Frozen):
    """What nobody knows for sure; `low` and `high` are the ends.

    `churn` times the figures of the plans, `cac` what a paid customer costs today, `elasticity` by how
    many per cent fewer sign up when the price is 1 % higher, `effect` times what the programmes are
    expected to do, `wave` how many leave by themselves for each who is let go.
    """

    churn: Range
    cac: Range
    elasticity: Range
    effect: Range
    wave: Range


class Challenge(Frozen):
    """What a board member would ask about a lever that was moved ("up" or "down")."""

    lever: Lever
    moves: Annotated[str, Field(pattern="^(up|down)$")]
    who: ShortText
    asks: Text


class Board(Frozen):
    """The board's question, who asks it, what a good page has, and how many words fit on it."""

    who: ShortText
    question: Text
    expects: tuple[Text, ...] = Field(min_length=1)
    words: Annotated[int, Field(ge=50, le=1000)]
    challenges: tuple[Challenge, ...] = ()


class RunTheBusiness(Lab):
    """Lab 5. `limit` is what may be spent a month on acquisition and programmes together, in thousands."""

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _impossible(document),)

    currency: Annotated[str, Field(min_length=1, max_length=3)]
    seed: Annotated[int, Field(ge=0)]
    draws: Annotated[int, Field(ge=100, le=5000)]
    limit: Positive
    today: Today
    staffing: Staffing
    raising: Raising
    early: Early
    plans: tuple[Plan, ...] = Field(min_length=2, max_length=6)
    unknowns: Unknowns
    effects: Effects
    levers: tuple[Handle, ...]
    board: Board

    def handle(self, lever: Lever) -> Handle:
        """One lever; every lab has all of them, which the check of its file sees to."""
        return next(handle for handle in self.levers if handle.id is lever)

    def start(self) -> dict[str, float]:
        """All levers as they stand today."""
        return {handle.id.value: handle.start for handle in self.levers}

    def settled(self, levers: Levers) -> dict[str, float]:
        """All levers, each within its bounds; what isn't given stands where it starts, what isn't known is dropped."""
        return {
            handle.id.value: min(max(float(levers.get(handle.id, handle.start)), handle.min), handle.max)
            for handle in self.levers
        }

    def revenue(self) -> float:
        """What all customers pay this month."""
        return sum(plan.customers * plan.price for plan in self.plans)

    def programme(self, lever: Lever) -> Programme:
        """What one of the `PROGRAMMES` can do."""
        programmes = {
            Lever.RETENTION: self.effects.retention,
            Lever.EXPANSION: self.effects.expansion,
            Lever.MARGIN: self.effects.margin,
        }
        return programmes[lever]


LAB = RunTheBusiness


def _impossible(document: Document) -> Iterator[Fault]:
    """What no single key can show: every lever once and within bounds, shares that make a whole, ranges above 0."""
    data: Any = document.data
    if not isinstance(data, dict):
        return
    yield from _lever_faults(document, data.get("levers"))
    plans: Any = data.get("plans")
    shares: list[Any] = [plan.get("share") for plan in plans if isinstance(plan, dict)] if _is_list(plans) else []
    if shares and all(map(_is_number, shares)) and abs(sum(shares) - 1) > 1e-6:
        what = f"the plans' shares of new customers add up to {sum(shares):g}."
        yield document.fault(("plans",), what, "Make them add up to 1.")
    unknowns: Any = data.get("unknowns")
    for name in ("churn", "cac", "elasticity", "effect", "wave"):
        unknown: Any = unknowns.get(name) if isinstance(unknowns, dict) else None
        low: Any = unknown.get("low") if isinstance(unknown, dict) else None
        if not _is_number(low):
            continue
        at = ("unknowns", name, "low")
        if low < 0:
            yield document.fault(at, f"'{name}' can't be below 0.", "Write 0 or more.")
        elif name == "cac" and low == 0:
            yield document.fault(at, "a paid customer can't cost nothing.", "Count those who do in 'organic'.")


def _lever_faults(document: Document, levers: Any) -> Iterator[Fault]:
    if not _is_list(levers):
        return
    ids = [lever.get("id") for lever in levers if isinstance(lever, dict)]
    for missing in [lever.value for lever in Lever if lever.value not in ids]:
        yield document.fault(("levers",), f"there is no lever '{missing}'.", "This lab has every lever once.")
    for index, lever in enumerate(levers):
        if not isinstance(lever, dict):
            continue
        numbers = [lever.get(name) for name in ("min", "start", "max", "nudge")]
        if not all(map(_is_number, numbers)):
            continue
        for key, what, remedy in _wrong_bounds(lever.get("id"), *numbers):
            yield document.fault(("levers", index, key), what, remedy)


def _wrong_bounds(lever_id: Any, least: Any, start: Any, most: Any, nudge: Any) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a lever's numbers: the key, what, and how to mend it."""
    if not least <= start <= most:
        yield "start", f"the lever starts at {start:g}, outside {least:g} to {most:g}.", "Start inside."
    elif nudge == 0 or not least <= start + nudge <= most:
        what = f"a step of {nudge:g} from {start:g} leads nowhere, or outside {least:g} to {most:g}."
        yield "nudge", what, "Write a step that the lever can take."
    if lever_id in (Lever.PRICE, Lever.MIX, Lever.PEOPLE) and start != 0:
        yield "start", f"'{lever_id}' is a change from today.", "Write 0."
    if lever_id == Lever.PRICE and least <= -100:
        yield "min", "nobody is paid to be a customer.", "Write more than -100."
    if lever_id in SPENDING and least < 0:
        yield "min", "nobody spends less than nothing.", "Write 0 or more."
    if lever_id == Lever.ACQUISITION and start <= 0:
        yield "start", "without spending today nobody can say what more of it would do.", "Write more than 0."


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
