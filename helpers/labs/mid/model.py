"""The lab of the mid-level: ten problems, room for three, and ranges where the numbers should be."""

from __future__ import annotations

from collections.abc import Iterator
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


class WhatFirst(Lab):
    """Lab 2. `room` candidates fit in the quarter; money is in `currency`, a team week costs `team_week`.

    `horizon` is how many weeks from now count, `draws` and `seed` belong to the simulation.
    """

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _impossible(document),)

    currency: Annotated[str, Field(min_length=1, max_length=3)]
    team_week: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    horizon: Annotated[int, Field(ge=1, le=520)]
    room: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]
    draws: Annotated[int, Field(ge=1000, le=200_000)]
    candidates: tuple[Candidate, ...] = Field(min_length=4, max_length=20)

    def candidate(self, id: str) -> Candidate | None:
        """The candidate with this id; None if there is none (any more)."""
        return next((candidate for candidate in self.candidates if candidate.id == id), None)


LAB = WhatFirst


def _impossible(document: Document) -> Iterator[Fault]:
    """Estimates that can't be: nothing below zero, no work in no time, no more room than candidates."""
    data: Any = document.data
    candidates = data.get("candidates") if isinstance(data, dict) else None
    if not isinstance(candidates, list):
        return
    for index, candidate in enumerate(candidates):
        for name in ("reach", "impact", "effort", "delay"):
            found = candidate.get(name) if isinstance(candidate, dict) else None
            low = found.get("low") if isinstance(found, dict) else None
            if not isinstance(low, int | float):
                continue
            at = ("candidates", index, name, "low")
            if name == "effort" and low <= 0:
                yield document.fault(at, "no problem is solved in no time at all.", "Write more than 0 weeks.")
            elif low < 0:
                yield document.fault(at, f"'{name}' can't be below 0.", "Write 0 or more.")
    room = data.get("room")
    if isinstance(room, int) and room >= len(candidates):
        yield document.fault(
            ("room",), f"there is room for {room}, and there are {len(candidates)} candidates.", "Leave something out."
        )
