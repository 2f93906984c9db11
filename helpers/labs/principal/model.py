"""The lab of the individual contributor: one decision in parts, five teams, and the record of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault, KeyPath, nearest
from helpers.frozen import Frozen
from helpers.labs.model import Lab
from helpers.ladder.model import Id, ShortText, Text

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Undo(StrEnum):
    """How hard a part of a decision is to take back (one-way and two-way doors: Bezos 2016)."""

    EASY = "easy"
    HARD = "hard"
    NEVER = "never"


class Need(StrEnum):
    """What a team has to be given before a decision (after Rogers & Blenko 2006)."""

    AGREE = "agree"
    ASK = "ask"
    TELL = "tell"


class Stance(StrEnum):
    """How a team stands to an option."""

    WANTS = "wants"
    ACCEPTS = "accepts"
    RESISTS = "resists"


class Part(Frozen):
    """A part of the decision, how hard it is to take back, and why."""

    id: Id
    text: Text
    undo: Undo
    because: Text


class Way(Frozen):
    """An option: what it gets, what it closes off, and the parts that it is made of."""

    id: Id
    title: ShortText
    text: Text
    gets: Text
    closes: Text
    parts: tuple[Id, ...] = Field(min_length=1)


class Team(Frozen):
    """A team that has to live with the decision: its stake, and its stance towards each option by id."""

    id: Id
    title: ShortText
    lead: ShortText
    wants: Text
    loses: Text
    bearable: Text
    need: Need
    because: Text
    stance: Mapping[Id, Stance]


class Basis(Frozen):
    """What the figures in the texts are worked out from: parcels a day, shares (0–1), money in euros, days.

    `wrong_by_line` is the share of wrong doors that the old format causes, `split_right` how
    often a split is right, `split_good_enough` how often it would have to be, `checked` how many
    parcels are looked at to tell the two apart.
    """

    parcels_a_day: Annotated[int, Field(gt=0)]
    delivery_days_a_week: Annotated[int, Field(ge=1, le=7)]
    wrong_share: Share
    wrong_costs: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    wrong_by_line: Share
    split_right: Share
    split_good_enough: Share
    checked: Annotated[int, Field(gt=0)]
    begin: date
    october: date
    peak: date
    february: date
    machine: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    cancel_share: Share

    @property
    def wrong_doors(self) -> float:
        """Parcels a day that go to the wrong door because of the one line."""
        return self.parcels_a_day * self.wrong_share * self.wrong_by_line

    @property
    def price_of_waiting(self) -> float:
        """What these cost, in euros, from the date in October to the one in February."""
        weeks = (self.february - self.october).days / 7
        return self.wrong_doors * self.wrong_costs * weeks * self.delivery_days_a_week

    def wrong_splits(self, right: float) -> float:
        """Parcels a day whose address is split wrongly, where `right` (0–1) of them are split rightly."""
        return self.parcels_a_day * (1 - right)


class Unknown(Frozen):
    """Something that nobody knows yet, how to find out, and what the answer would change."""

    id: Id
    text: Text
    find_out: Text
    changes: Text


class GoDeep(Lab):
    """Lab 6: one decision across teams. `figures` is what the texts were worked out from, where they hold any."""

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _dangling(document),)

    figures: Basis | None = None
    options: tuple[Way, ...] = Field(min_length=2, max_length=6)
    parts: tuple[Part, ...] = Field(min_length=2, max_length=12)
    teams: tuple[Team, ...] = Field(min_length=2, max_length=9)
    unknowns: tuple[Unknown, ...] = Field(min_length=1, max_length=6)

    def option(self, id: str | None) -> Way | None:
        """The option with this id; None if there is none (any more)."""
        return next((option for option in self.options if option.id == id), None)

    def parts_of(self, option: Way) -> tuple[Part, ...]:
        """The parts that an option is made of, in its own order."""
        by_id = {part.id: part for part in self.parts}
        return tuple(by_id[part_id] for part_id in option.parts)


LAB = GoDeep


def _dangling(document: Document) -> Iterator[Fault]:
    """An option's parts exist, and each team has a stance to each option and to nothing else."""
    data: Any = document.data if isinstance(document.data, dict) else {}
    parts, options = _ids(data.get("parts")), _ids(data.get("options"))
    for index, option in enumerate(_list(data.get("options"))):
        for at, part in enumerate(_list(option.get("parts") if isinstance(option, dict) else None)):
            if isinstance(part, str) and part not in parts:
                place: KeyPath = ("options", index, "parts", at)
                yield document.fault(place, f"there is no part '{part}'.", nearest(part, parts))
    for index, team in enumerate(_list(data.get("teams"))):
        stance = team.get("stance") if isinstance(team, dict) else None
        if not isinstance(stance, dict):
            continue
        for option in stance.keys() - options:
            yield document.fault(
                ("teams", index, "stance", option),
                f"there is no option '{option}'.",
                nearest(option, options),
                key=True,
            )
        for option in sorted(options - stance.keys()):
            place = ("teams", index, "stance")
            yield document.fault(place, f"the team has no stance to '{option}'.", "Write wants, accepts or resists.")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _ids(value: object) -> set[str]:
    return {item["id"] for item in _list(value) if isinstance(item, dict) and isinstance(item.get("id"), str)}
