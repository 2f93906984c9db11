"""The lab of the director: forty people on lines that level off, a debt that slows all, and twelve parts in teams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault
from helpers.frozen import Frozen
from helpers.labs.model import Lab, Range
from helpers.ladder.model import Id, ShortText, Text

PLATFORM, DEBT = "platform", "debt"
"""The two places that serve all lines."""

MOST_PARTS = 12
"""With so many parts every way of drawing teams can still be searched; each further one triples the work."""

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
People = Annotated[int, Field(ge=0, le=200)]


class Line(Frozen):
    """A product line.

    `now` are the people on it today, `ceiling` the yearly revenue (thousands) that any number of
    people could add or hold in a year, `scale` the people who get 63 % of it, `leak` what is lost
    in the year with nobody there. The share `relies` of what it brings rests on the platform, and
    needs `needs` people there to come in full. A `bet` has no customers yet to speak of.
    """

    id: Id
    title: ShortText
    text: Text
    now: People
    ceiling: Range
    scale: Positive
    leak: NotNegative = 0
    relies: Share
    needs: People
    bet: bool = False


class Platform(Frozen):
    """The people on what all lines share, today."""

    title: ShortText
    text: Text
    now: People


class Debt(Frozen):
    """Work put off.

    `size` in person-quarters today, `interest` the share by which it grows in a quarter,
    `drag` the share of everybody's speed that a debt of today's size takes.
    """

    title: ShortText
    text: Text
    now: People
    size: Positive
    interest: Share
    drag: Range


class Part(Frozen):
    """A part of the product that one team owns; `people` is how many it takes, `now` whose it is today."""

    id: Id
    title: ShortText
    text: Text | None = None
    people: Annotated[int, Field(ge=1, le=40)]
    now: Id


class Tie(Frozen):
    """Two parts that change together: the hours a week that it takes if two teams have to agree."""

    between: Annotated[tuple[Id, ...], Field(min_length=2, max_length=2)]
    hours: Positive


class Team(Frozen):
    """A team to draw."""

    id: Id
    title: ShortText


class Boundaries(Frozen):
    """The second part: `parts` with `ties`, to be spread over `teams` of `least` to `most` people."""

    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=1)]
    teams: tuple[Team, ...] = Field(min_length=2, max_length=5)
    parts: tuple[Part, ...] = Field(min_length=3, max_length=MOST_PARTS)
    ties: tuple[Tie, ...] = Field(min_length=1)

    def today(self) -> dict[str, str]:
        """Whose each part is today: part id to team id."""
        return {part.id: part.now for part in self.parts}


class FundThePortfolio(Lab):
    """Lab 4. Money is in thousands of `currency`. Somebody who changes places is worth nothing for the share
    `newcomers` of the year. `draws` and `seed` belong to the simulation.
    """

    checks: ClassVar[tuple[Check, ...]] = (
        lambda document: _portfolio_faults(document),
        lambda document: _boundary_faults(document),
    )

    currency: Annotated[str, Field(min_length=1, max_length=3)]
    people: Annotated[int, Field(ge=2, le=100)]
    newcomers: Annotated[float, Field(ge=0, le=0.8, allow_inf_nan=False)]
    seed: Annotated[int, Field(ge=0)]
    draws: Annotated[int, Field(ge=500, le=20_000)]
    lines: tuple[Line, ...] = Field(min_length=2, max_length=8)
    platform: Platform
    debt: Debt
    boundaries: Boundaries

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Where people can be, as (id, title): the lines, then the platform and the debt."""
        return (
            *((line.id, line.title) for line in self.lines),
            (PLATFORM, self.platform.title),
            (DEBT, self.debt.title),
        )

    def today(self) -> dict[str, int]:
        """How many people are where today."""
        return {**{line.id: line.now for line in self.lines}, PLATFORM: self.platform.now, DEBT: self.debt.now}


LAB = FundThePortfolio


def _portfolio_faults(document: Document) -> Iterator[Fault]:
    """Everybody is somewhere today, ceilings aren't negative, no line takes the name of a shared place."""
    data: Any = document.data if isinstance(document.data, dict) else {}
    lines = _mappings(data.get("lines"))
    holders = [line for _, line in lines] + [data.get(key) for key in (PLATFORM, DEBT)]
    counts = [holder.get("now") if isinstance(holder, dict) else None for holder in holders]
    people = data.get("people")
    if isinstance(people, int) and all(isinstance(count, int) for count in counts):
        placed = sum(count for count in counts if isinstance(count, int))
        if placed != people:
            what = f"{placed} people are placed today, and there are {people}."
            yield document.fault(("people",), what, "Let the 'now' of all lines, platform and debt add up to it.")
    for index, line in lines:
        if line.get("id") in (PLATFORM, DEBT):
            yield document.fault(("lines", index, "id"), f"'{line['id']}' is a place of its own.", "Rename the line.")
        low = line["ceiling"].get("low") if isinstance(line.get("ceiling"), dict) else None
        if isinstance(low, int | float) and low < 0:
            yield document.fault(("lines", index, "ceiling", "low"), "'ceiling' can't be below 0.", "Write 0 or more.")
    debt = data.get(DEBT)
    drag = debt.get("drag") if isinstance(debt, dict) else None
    for key in ("low", "high"):
        share = drag.get(key) if isinstance(drag, dict) else None
        if isinstance(share, int | float) and not 0 <= share <= 1:
            yield document.fault((DEBT, "drag", key), f"'drag' is a share, not {share:g}.", "Write 0 to 1.")


def _boundary_faults(document: Document) -> Iterator[Fault]:
    """Ties join two known parts, once; parts belong to known teams; the teams can hold all parts."""
    data: Any = document.data if isinstance(document.data, dict) else {}
    drawn = data.get("boundaries")
    if not isinstance(drawn, dict):
        return
    teams = [team.get("id") for _, team in _mappings(drawn.get("teams"))]
    parts = _mappings(drawn.get("parts"))
    known = [part.get("id") for _, part in parts]
    for index, part in parts:
        if isinstance(part.get("now"), str) and part["now"] not in teams:
            at = ("boundaries", "parts", index, "now")
            yield document.fault(at, f"there is no team '{part['now']}'.", "Name one of the teams above.")
    met: set[frozenset[Any]] = set()
    for index, tie in _mappings(drawn.get("ties")):
        between = tie.get("between")
        if not isinstance(between, list) or not all(isinstance(end, str) for end in between):
            continue
        at = ("boundaries", "ties", index, "between")
        for end in between:
            if end not in known:
                yield document.fault(at, f"there is no part '{end}'.", "Name two of the parts above.")
        pair = frozenset(between)
        if len(between) == 2 and len(pair) == 1:
            yield document.fault(at, f"'{between[0]}' is tied to itself.", "Name two parts.")
        if pair in met:
            yield document.fault(at, f"{' and '.join(between)} are tied twice.", "Add the hours up in one line.")
        met.add(pair)
    people = [part.get("people") for _, part in parts]
    least, most = drawn.get("least"), drawn.get("most")
    if not (isinstance(least, int) and isinstance(most, int) and all(isinstance(count, int) for count in people)):
        return
    total = sum(count for count in people if isinstance(count, int))
    if teams and not least * len(teams) <= total <= most * len(teams):
        what = f"{total} people don't fit into {len(teams)} teams of {least} to {most}."
        yield document.fault(("boundaries",), what, "Change the limits or the parts.")


def _mappings(value: Any) -> list[tuple[int, dict[str, Any]]]:
    return [(i, item) for i, item in enumerate(value if isinstance(value, list) else ()) if isinstance(item, dict)]
