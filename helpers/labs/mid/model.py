"""The lab of the mid-level: problems, the weeks of one quarter, and ranges where the numbers should be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault
from helpers.frozen import Frozen
from helpers.labs.model import Lab, Range
from helpers.ladder.model import Id, ShortText, Text

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Points = Literal[1, 2, 3, 5, 8, 13, 20]
"""A card of relative size, as SAFe deals them."""


class Estimate(StrEnum):
    """What is estimated of a candidate and isn't known: its numbers, and the cards dealt for it."""

    REACH = "reach"
    IMPACT = "impact"
    CONFIDENCE = "confidence"
    EFFORT = "effort"
    DELAY = "delay"
    VALUE = "value"
    URGENCY = "urgency"
    RISK = "risk"
    SIZE = "size"


class Cards(Frozen):
    """The relative points that a team dealt for WSJF: value, urgency, risk or opportunity, and size."""

    value: Points
    urgency: Points
    risk: Points
    size: Points


class Asker(Frozen):
    """The stakeholder who wants a candidate, and what is at stake for them."""

    name: ShortText
    role: Text
    stake: Text


class Finding(Frozen):
    """A way to find out one estimate before deciding: what one does, and what it costs in money.

    Only what enters the worth of a candidate in money can be found out here.
    """

    estimate: Literal[Estimate.CONFIDENCE, Estimate.EFFORT, Estimate.DELAY]
    text: Text
    cost: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Candidate(Frozen):
    """A problem that could be worked on first.

    `reach` is in customers a quarter, `impact` on RICE's scale (0.25 minimal to 3 massive),
    `confidence` the chance (0–1) that the remedy works at all, `effort` in weeks of the whole
    team, `delay` in money lost for each week that the problem stays.
    """

    id: Id
    title: ShortText
    text: Text
    asker: Asker
    reach: Range
    impact: Range
    confidence: Share
    effort: Range
    delay: Range
    cards: Cards
    finding: Finding


class Duty(Frozen):
    """Work that isn't up for choice: what it is, `because` of what it must be done, and its weeks of the whole team."""

    id: Id
    title: ShortText
    text: Text
    because: Text
    effort: Range


class WhatFirst(Lab):
    """Lab 2. The quarter has `weeks` of the whole team, and the `duties` come first; money is in `currency`.

    What the team costs isn't counted: it is paid, whatever it does. `horizon` is how many weeks
    from now a problem's cost counts, `draws` and `seed` belong to the simulation.
    """

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _impossible(document),)

    currency: Annotated[str, Field(min_length=1, max_length=3)]
    horizon: Annotated[int, Field(ge=1, le=520)]
    weeks: Annotated[int, Field(ge=1, le=52)]
    seed: Annotated[int, Field(ge=0)]
    draws: Annotated[int, Field(ge=1000, le=200_000)]
    duties: tuple[Duty, ...] = Field(default=(), max_length=4)
    candidates: tuple[Candidate, ...] = Field(min_length=4, max_length=12)

    def candidate(self, id: str) -> Candidate | None:
        """The candidate with this id; None if there is none (any more)."""
        return next((candidate for candidate in self.candidates if candidate.id == id), None)


LAB = WhatFirst


def _impossible(document: Document) -> Iterator[Fault]:
    """Estimates that can't be: nothing below zero, no work in no time, a quarter that ends too soon to do it all."""
    data: Any = document.data
    if not isinstance(data, dict):
        return
    for kind, names in (("duties", ("effort",)), ("candidates", ("reach", "impact", "effort", "delay"))):
        for index, name in itertools.product(range(len(_items(data, kind))), names):
            low = _number_at(_items(data, kind)[index], name, "low")
            at = (kind, index, name, "low")
            if low is None:
                continue
            if name == "effort" and low <= 0:
                yield document.fault(at, "no problem is solved in no time at all.", "Write more than 0 weeks.")
            elif low < 0:
                yield document.fault(at, f"'{name}' can't be below 0.", "Write 0 or more.")
    weeks, horizon = data.get("weeks"), data.get("horizon")
    if isinstance(weeks, int) and isinstance(horizon, int) and horizon <= weeks:
        yield document.fault(("horizon",), "it ends with the quarter.", f"Write more than {weeks} weeks.")
    items = (*_items(data, "duties"), *_items(data, "candidates"))
    if isinstance(weeks, int) and sum(_number_at(item, "effort", "likely") or 0.0 for item in items) <= weeks:
        yield document.fault(("weeks",), f"all of it fits into {weeks} weeks.", "Leave room for less than everything.")


def _items(data: Mapping[str, Any], kind: str) -> list[Any]:
    items = data.get(kind)
    return items if isinstance(items, list) else []


def _number_at(item: Any, name: str, end: str) -> float | None:
    """One end of a range in a file that may not be in order; None where no number stands there."""
    points = item.get(name) if isinstance(item, dict) else None
    value = points.get(end) if isinstance(points, dict) else None
    return float(value) if isinstance(value, int | float) else None
