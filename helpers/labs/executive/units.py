"""What one customer is worth and costs: the formulas that everybody quotes, and what they leave out.

- Lifetime value: LTV = ARPA × gross margin / churn, with monthly figures (D. Skok, "SaaS Metrics 2.0",
  forEntrepreneurs 2013). It takes churn as constant, has no end, and leaves discounting out.
- Payback: CAC / (ARPA × gross margin), in months (the same).
- Survival of a cohort at constant churn c: (1 − c)^k after k months, so a customer pays
  (1 − (1 − c)^n) / c times within n months, and 1 / c times in all.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from helpers.labs.executive.model import MONTHS, PROGRAMMES, THOUSAND, Lever, Levers, Plan, RunTheBusiness
from helpers.labs.executive.simulation import efforts, further, likely, paid_customers, price_churn, relative_effort


def lifetime_value(arpa: float, margin: float, churn: float) -> float:
    """Money that a customer leaves over all their time: ARPA × margin / churn. Without churn it has no end."""
    return arpa * margin / churn if churn > 0 else inf


def payback(cac: float, arpa: float, margin: float) -> float:
    """Months until a customer has earned what winning them cost; infinite if they earn nothing.

    `cac` is that cost and `arpa` the revenue a month, in one currency; `margin` is the gross margin (0–1).
    """
    return cac / (arpa * margin) if arpa * margin > 0 else inf


def survival(churn: float, months: int, *, early: int = 0, times: float = 1.0) -> float:
    """The share of a cohort that is there after so many months; in the first `early` ones churn is `times` as high."""
    first = min(months, early)
    return _kept(churn * times) ** first * _kept(churn) ** (months - first)


def payments(churn: float, months: int, *, early: int = 0, times: float = 1.0) -> float:
    """How often a customer pays on average within so many months: the sum of survival from month 0 on.

    `churn` is a month's share (0–1); in the first `early` months it is `times` as high.
    """
    first = min(months, early)
    begun = _geometric(churn * times, first)
    return begun + _kept(churn * times) ** first * _geometric(churn, months - first)


def _kept(churn: float) -> float:
    return min(1.0, max(0.0, 1 - churn))


def _geometric(churn: float, months: int) -> float:
    kept = _kept(churn)
    return (1 - kept**months) / (1 - kept) if kept < 1 else float(months)


class Unit(NamedTuple):
    """One plan's customer, with all levers in full effect and everything as likely.

    Money in the currency, `churn` a month, `payback` in months. `value` is by the formula, `value_low` and
    `value_high` at the ends of churn's range; `within` is what the model's cohorts leave within
    36 months, early leavers counted; `survives` the share that is there after a year.
    """

    plan: Plan
    arpa: float
    margin: float
    churn: float
    value: float
    value_low: float
    value_high: float
    within: float
    survives: float
    cac: float
    payback: float

    @property
    def ratio(self) -> float:
        """Lifetime value over what winning the customer cost."""
        return self.value / self.cac if self.cac else inf


class Economics(NamedTuple):
    """All plans, the average cost of a paid customer, and of one more: None where nothing is spent."""

    units: tuple[Unit, ...]
    cac: float | None
    next_cac: float | None


def economics(lab: RunTheBusiness, levers: Levers | None = None) -> Economics:
    """The unit economics at a setting of the levers (None: as they stand today), once everybody there is useful.

    One more customer costs CAC / scale: with customers ∝ spending^scale that is the derivative
    of spending by customers.
    """
    at = lab.settled(levers or {})
    world = likely(lab)
    hands = (lab.today.people + at[Lever.PEOPLE]) / lab.today.people
    won = hands * float(paid_customers(lab, at, world)[0])
    cac = at[Lever.ACQUISITION] * THOUSAND / won if won else None
    gain = {lever: hands * lab.unknowns.effect.likely * further(lab, at, lever) for lever in PROGRAMMES}
    rise = at[Lever.PRICE] / 100
    margin = min(1.0, max(0.0, lab.today.gross_margin + gain[Lever.MARGIN]))
    change = (
        float(price_churn(lab, rise, world)[0])
        * (1 - lab.effects.people_churn * at[Lever.PEOPLE])
        * (1 - gain[Lever.RETENTION])
    )
    mix = relative_effort(lab, at) * sum(plan.share * plan.effort for plan in lab.plans)
    units = []
    for plan, effort in zip(lab.plans, efforts(lab, at), strict=True):
        arpa, churn = plan.price * (1 + rise), max(0.0, plan.churn * change)
        low, middle, high = (
            churn * factor for factor in (lab.unknowns.churn.low, lab.unknowns.churn.likely, lab.unknowns.churn.high)
        )
        months, times = lab.early.months, lab.early.times
        cost = cac * effort / mix if cac is not None else 0.0
        units.append(
            Unit(
                plan=plan,
                arpa=arpa,
                margin=margin,
                churn=middle,
                value=lifetime_value(arpa, margin, middle),
                value_low=lifetime_value(arpa, margin, high),
                value_high=lifetime_value(arpa, margin, low),
                within=arpa * margin * payments(middle, MONTHS, early=months, times=times),
                survives=survival(middle, 12, early=months, times=times),
                cac=cost,
                payback=payback(cost, arpa, margin),
            )
        )
    return Economics(tuple(units), cac, None if cac is None else cac / lab.effects.scale)
