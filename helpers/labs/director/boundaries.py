"""Where to draw the lines between teams: what ties across them cost, and the drawing that costs least.

That the parts of a system come to mirror who talks to whom is M. E. Conway's observation ("How do committees
invent?", Datamation 14, 1968); that one may choose teams with it in mind is M. Skelton and M. Pais, Team Topologies
(2019). Ties as a square of parts by parts is D. V. Steward's design structure matrix (1981).

The cheapest drawing is found exactly, by dynamic programming over sets of parts: the best way to give the set S to k
teams is the best choice of one team that holds the first part of S, and of k − 1 teams for what is left. With n parts
there are 3ⁿ pairs of a set and a team in it, which is why a lab has at most twelve parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.labs.chance import Floats
from helpers.labs.director.model import Boundaries, Part, Team, Tie

Ints = NDArray[np.int64]

Drawing = Mapping[str, str]
"""Whose each part is: part id to team id. A part that is absent belongs to nobody yet."""


class Drawn(NamedTuple):
    """A drawing, read: the parts of each team, and the ties by where their ends are.

    `inside` and `across` hold ties with both ends placed; `across` the dearest first.
    """

    teams: tuple[tuple[Team, tuple[Part, ...]], ...]
    homeless: tuple[Part, ...]
    inside: tuple[Tie, ...]
    across: tuple[Tie, ...]

    @property
    def hours(self) -> float:
        """Hours a week spent on agreeing across teams."""
        return sum(tie.hours for tie in self.across)

    def people(self, index: int) -> int:
        """How many people a team would need."""
        return sum(part.people for part in self.teams[index][1])


def read_drawing(drawn: Boundaries, drawing: Drawing) -> Drawn:
    """What a drawing says; parts and teams that the file doesn't have are left out."""
    teams = {team.id for team in drawn.teams}
    home = {part.id: drawing[part.id] for part in drawn.parts if drawing.get(part.id) in teams}
    placed = [tie for tie in drawn.ties if all(end in home for end in tie.between)]
    across = [tie for tie in placed if home[tie.between[0]] != home[tie.between[1]]]
    return Drawn(
        teams=tuple((team, tuple(p for p in drawn.parts if home.get(p.id) == team.id)) for team in drawn.teams),
        homeless=tuple(part for part in drawn.parts if part.id not in home),
        inside=tuple(tie for tie in placed if tie not in across),
        across=tuple(sorted(across, key=lambda tie: -tie.hours)),
    )


def misfits(drawn: Boundaries, drawing: Drawn) -> Iterator[tuple[Team, int]]:
    """Teams outside the limits, with the people they would need."""
    for index, (team, _) in enumerate(drawing.teams):
        if not drawn.least <= (people := drawing.people(index)) <= drawn.most:
            yield team, people


@lru_cache(maxsize=8)
def best_drawing(drawn: Boundaries) -> tuple[tuple[str, str], ...] | None:
    """The drawing within the limits whose ties across cost least, as (part id, team id) pairs; None if there is none.

    Exact. Every team gets at least one part. Teams are given to the groups so that as many
    people as can be stay where they are today.
    """
    count, teams = len(drawn.parts), len(drawn.teams)
    kept, people = _within(drawn)
    fits = (people >= drawn.least) & (people <= drawn.most)
    fits[0] = False  # a team with no part is no team, whatever the least may be
    team, whole = _pairs(count, fits)
    rest, everything = whole ^ team, (1 << count) - 1
    sets, starts = np.unique(whole, return_index=True)  # `whole` is in order
    best: list[Floats] = [np.where(fits, kept, -np.inf)]  # best[k][S]: the most hours inside, S given to k + 1 teams
    for _ in range(teams - 1):
        next_best = np.full(1 << count, -np.inf)
        if sets.size:
            next_best[sets] = np.maximum.reduceat(kept[team] + best[-1][rest], starts)
        best.append(next_best)
    if not np.isfinite(best[-1][everything]):
        return None
    groups, left = [], everything
    for k in range(teams - 1, 0, -1):
        of_left = slice(*np.searchsorted(whole, [left, left + 1]))
        group = int(team[of_left][np.argmax(kept[team[of_left]] + best[k - 1][rest[of_left]])])
        groups.append(group)
        left ^= group
    groups.append(left)
    return _named(drawn, groups)


def _within(drawn: Boundaries) -> tuple[Floats, Ints]:
    """For every set of parts (a bit each): the hours of ties inside it, and its people."""
    sets = np.arange(1 << len(drawn.parts))
    bit = {part.id: 1 << index for index, part in enumerate(drawn.parts)}
    kept = np.zeros(sets.size)
    for tie in drawn.ties:
        both = bit[tie.between[0]] | bit[tie.between[1]]
        kept[(sets & both) == both] += tie.hours
    people = np.zeros(sets.size, dtype=np.int64)
    for part in drawn.parts:
        people[(sets & bit[part.id]) != 0] += part.people
    return kept, people


def _pairs(count: int, fits: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """All (team, set) in which the team fits, lies in the set and holds its first part: bit sets, by set."""
    teams, wholes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    everything = (1 << count) - 1
    for parts in map(int, np.flatnonzero(fits)):
        first = parts & -parts
        rests = _subsets(everything & ~parts & ~(first - 1))  # parts after the team's first, which stays the set's
        teams.append(np.full(rests.size, parts))
        wholes.append(rests | parts)
    team, whole = np.concatenate(teams), np.concatenate(wholes)
    order = np.argsort(whole, kind="stable")
    return team[order], whole[order]


def _subsets(mask: int) -> Ints:
    """All subsets of a bit set, the empty one too."""
    subsets = np.zeros(1, dtype=np.int64)
    while mask:
        bit = mask & -mask
        subsets = np.concatenate([subsets, subsets | bit])
        mask ^= bit
    return subsets


def _named(drawn: Boundaries, groups: list[int]) -> tuple[tuple[str, str], ...]:
    """Give the groups teams' names so that the most people stay: best of all orders (five teams have 120)."""

    def stay(group: int, team: Team) -> int:
        return sum(p.people for i, p in enumerate(drawn.parts) if group >> i & 1 and p.now == team.id)

    order = max(
        permutations(drawn.teams), key=lambda teams: sum(stay(g, t) for g, t in zip(groups, teams, strict=True))
    )
    return tuple(
        (part.id, next(team.id for group, team in zip(groups, order, strict=True) if group >> index & 1))
        for index, part in enumerate(drawn.parts)
    )
