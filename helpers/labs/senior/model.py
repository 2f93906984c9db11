"""The lab of the senior: a service as stocks and flows, with a growth loop, a delay and limits that move."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault
from helpers.frozen import Frozen
from helpers.labs.model import Lab, Range
from helpers.ladder.model import Id, ShortText, Text

QUARTERS = 6
WEEKS = 13
"""Weeks in a quarter."""

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Weeks = Annotated[float, Field(ge=1, le=520, allow_inf_nan=False)]


class Action(StrEnum):
    """What money can be spent on."""

    ADVERTS = "adverts"
    HELP = "help"
    PRODUCT = "product"
    MARKET = "market"


class Limit(StrEnum):
    """What keeps the members from growing faster."""

    HELP = "help"
    PRODUCT = "product"
    REACH = "reach"


class Start(Frozen):
    """The stocks today: people who could join, who are members, who have left; open questions; helpers.

    `product`, and what members say of it (`praise_app`) and of the answers (`praise_answers`), go from 0
    to 1, where 1 is as good as it can be. What they say together is the product of the two.
    """

    prospects: Positive
    members: Positive
    lapsed: NotNegative
    questions: NotNegative
    helpers: Positive
    product: Share
    praise_app: Share
    praise_answers: Share


class Joining(Frozen):
    """How people join, a week: the share `organic` of those in reach by themselves, and `word` a member.

    `word` is how many people a week one member would bring, if everybody in reach could still be
    won and members had nothing but praise.
    """

    organic: Share
    word: Range


class Leaving(Frozen):
    """How members leave: the share `base` a week with a perfect product, times 1 + `rough` with the worst.

    `waiting` is the further share that leaves in a week when answers take for ever; half of it when they take
    `patience` weeks. Those who left can be won again after `forget` weeks on average.
    """

    base: Share
    rough: NotNegative
    waiting: Range
    patience: Positive
    forget: Weeks


class Helping(Frozen):
    """Questions: `ask` a member a week, of which a perfect product saves the share `saved`, and `first` from each
    newcomer. A helper answers `answers` a week, needs `training` weeks to become one, and costs `pay` a quarter.
    """

    ask: NotNegative
    saved: Share
    first: NotNegative
    answers: Positive
    training: Weeks
    pay: NotNegative


class Quality(Frozen):
    """The product ages: without work it would take `ageing` weeks to lose 63 % of what is good about it.

    Using the worst product is worth `worth` (0 to 1) of using a perfect one. What members say follows what they meet
    with a delay of `memory` weeks.
    """

    ageing: Weeks
    worth: Share
    memory: Range


class Spending(Frozen):
    """One thing to spend on: what a thousand does.

    Adverts: people who join, while everybody in reach could still be won. Help: helpers hired. Product: the share of
    what is still missing that is mended. Market: people who come into reach.
    """

    id: Action
    title: ShortText
    text: Text
    thousand: Range


class Brake(Frozen):
    """A limit in the company's words."""

    id: Limit
    title: ShortText
    text: Text


class SeeTheSystem(Lab):
    """Lab 3. In each quarter there are `slices` of `slice` thousand to spend, and a member pays `fee` a month.

    `draws` and `seed` belong to the runs.
    """

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _impossible(document),)

    currency: Annotated[str, Field(min_length=1, max_length=3)]
    slice: Positive
    slices: Annotated[int, Field(ge=1, le=3)]
    seed: Annotated[int, Field(ge=0)]
    draws: Annotated[int, Field(ge=50, le=1000)]
    metric: ShortText
    fee: NotNegative
    limits: tuple[Brake, ...]
    start: Start
    joining: Joining
    leaving: Leaving
    helping: Helping
    quality: Quality
    spending: tuple[Spending, ...]

    def spend(self, action: Action) -> Spending:
        """One thing to spend on; every lab has all of them, which the check of its file sees to."""
        return next(spending for spending in self.spending if spending.id is action)

    def brake(self, limit: Limit) -> Brake:
        """One limit; every lab has all of them."""
        return next(brake for brake in self.limits if brake.id is limit)

    @property
    def rounds(self) -> tuple[tuple[Id, ShortText], ...]:
        """The slices to spend, in order, as (id, title)."""
        money = (
            f"{self.currency}{self.slice:,.0f},000"
            if self.slice == int(self.slice)
            else f"{self.currency}{self.slice}k"
        )
        names = ("the first", "the second", "the third")
        return tuple(
            (f"q{quarter}-{part}", f"Quarter {quarter}: {names[part - 1]} {money}")
            for quarter in range(1, QUARTERS + 1)
            for part in range(1, self.slices + 1)
        )


LAB = SeeTheSystem


def _impossible(document: Document) -> Iterator[Fault]:
    """Every action and every limit is there once; no range of something that can't be negative is."""
    data: Any = document.data if isinstance(document.data, dict) else {}
    kinds: tuple[tuple[str, type[StrEnum]], ...] = (("spending", Action), ("limits", Limit))
    for key, kind in kinds:
        items = data.get(key)
        ids = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else None
        for missing in [member.value for member in kind if ids is not None and member.value not in ids]:
            yield document.fault((key,), f"there is no '{missing}' here.", "This lab has each of them once.")
    spending = data.get("spending")
    for index, item in enumerate(spending if isinstance(spending, list) else ()):
        yield from _negative(document, item, ("spending", index, "thousand"))
    for holder, name in (("joining", "word"), ("leaving", "waiting"), ("quality", "memory")):
        yield from _negative(document, data.get(holder), (holder, name))
    shortest = _number(data.get("quality"), "memory", "low")
    if shortest is not None and 0 <= shortest < 1:
        yield document.fault(("quality", "memory", "low"), "'memory' is at least a week.", "Write 1 or more.")
    share = _number(data.get("leaving"), "waiting", "high")
    if share is not None and share > 1:
        what = f"'waiting' is a share a week, not {share:g}."
        yield document.fault(("leaving", "waiting", "high"), what, "Write 0 to 1.")


def _negative(document: Document, holder: Any, at: tuple[str | int, ...]) -> Iterator[Fault]:
    name = str(at[-1])
    low = _number(holder, name, "low")
    if low is not None and low < 0:
        yield document.fault((*at, "low"), f"'{name}' can't be below 0.", "Write 0 or more.")


def _number(holder: Any, name: str, end: str) -> float | None:
    """One end of a range in raw data, if it is a number."""
    points = holder.get(name) if isinstance(holder, dict) else None
    value = points.get(end) if isinstance(points, dict) else None
    return value if isinstance(value, int | float) else None
