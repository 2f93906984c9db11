"""What a snapshot says about a team: bars, disagreement, strengths together, coverage. Pure.

Everything here is worked out from released tables alone, so it tells no more than they do.
There is no comparison of people and no mean of answers: their steps have an order but no
equal distances, and a mean of such answers can mislead (Liddell & Kruschke 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.charts.team import Bar, Naming, fine
from helpers.charts.team import coarse as coarse_naming
from helpers.insight import frequency_label
from helpers.insight.coverage import OFTEN
from helpers.insight.words import count_of
from helpers.ladder import RATED, Ladder, Level, Section
from helpers.ladder.model import Competency, Scale, Statement
from helpers.workshop.suppression import CATEGORIES, COARSE, LEAST_GROUP, Column, Hidden, Shown, Snapshot

FREQUENCIES = CATEGORIES[:5]
APART = CATEGORIES[5:]
COARSE_STEPS = COARSE[:2]
COARSE_APART = COARSE[2:]
MOST_TOPICS = 5
"""As many as a room can talk about in an afternoon."""

MOST_STRENGTHS = 6
MOST_TOGETHER = 25
"""More statements in one picture are too small to read on a wall: a part with more is shown by competency."""

_PARTS = {
    Section.RESPONSIBILITIES: "The work",
    Section.SIGNS: "Signs that it goes well",
    Section.SKILLS: "Skills",
    Section.PLAIN: "What it asks",
}

TOGETHER = 0.75
"""The share of those who rated a statement that must do it as often as expected to call it a strength together."""


class Topic(NamedTuple):
    """A statement on which the answers lie far apart, to talk about.

    `spread` is Leik's D over the frequency answers: 0 if all agree, 1 if one half says "not
    yet" and the other "almost always".
    """

    statement: Statement
    level: Level
    table: Shown
    spread: float


class Together(NamedTuple):
    """A statement that most of those who rated it do as often as expected: `met` of `rated` people."""

    statement: Statement
    level: Level
    table: Shown
    met: int
    rated: int


class LevelPart(NamedTuple):
    """The statements of a level that are shown in one picture.

    `key` tells it from others of its level ("signs", "plain:craft"), `title` names it, and `title_within` does within
    a line, where the kit's own words begin small.
    """

    key: str
    title: str
    title_within: str
    statements: tuple[Statement, ...]


class LevelReach(NamedTuple):
    """How far a team's answers reach at a level.

    Of its statements so many are `shown`, `hidden` (too few answers) or without any;
    `answers` of `possible` were given to those that are shown, `rated` of them frequencies.
    """

    level: Level
    shown: int
    hidden: int
    empty: int
    answers: int
    rated: int
    possible: int

    @property
    def total(self) -> int:
        """How many statements the level has."""
        return self.shown + self.hidden + self.empty


class Family(NamedTuple):
    """All answers to the statements of one competency that are shown, over all levels."""

    competency: Competency
    counts: Mapping[Column, int]
    shown: int
    total: int


def steps_of(counts: Mapping[Column, int]) -> tuple[Column, ...]:
    """The answers on a scale that these are counts of, in its order: frequencies, or those of coarse bars."""
    return FREQUENCIES if counts.keys().isdisjoint(COARSE) else COARSE_STEPS


def spread(counts: Mapping[Column, int]) -> float | None:
    """How far frequency answers lie apart, 0 (all the same) to 1 (half and half at both ends); None without any.

    Leik's D (Leik 1966, A measure of ordinal consensus, Pacific Sociological Review 9,
    85–90): from the cumulative shares alone, so that it takes the answers to be in order
    and assumes no distance between them. Answers kept apart from the scale don't enter.
    """
    given = [counts.get(step, 0) for step in steps_of(counts)]
    total = sum(given)
    if not total:
        return None
    cumulative = [sum(given[: step + 1]) / total for step in range(len(given) - 1)]
    return sum(min(share, 1 - share) for share in cumulative) * 2 / len(cumulative)


def rated(counts: Mapping[Column, int]) -> int:
    """How many of the answers are frequencies."""
    return sum(counts.get(step, 0) for step in steps_of(counts))


def agenda(ladder: Ladder, snapshot: Snapshot, *, limit: int = MOST_TOPICS) -> tuple[Topic, ...]:
    """The statements on which a team differs most, widest first: what is worth talking about.

    A statement counts only if at least three people, and at least half of those who
    answered, gave a frequency: a spread of two answers says nothing. `limit` is how many at most; the `snapshot` says
    what may be seen, and the rest counts as nothing. The `ladder` gives the order of equals.
    """
    topics = []
    for level, _, statement in ladder.walk():
        table = snapshot.tables.get(statement.id)
        if isinstance(table, Shown) and _enough(table) and (apart := spread(table.counts)):
            topics.append(Topic(statement, level, table, apart))
    # sorted() is stable: among equals the ladder's order holds
    return tuple(sorted(topics, key=lambda topic: (-round(topic.spread, 6), -rated(topic.table.counts)))[:limit])


def together(ladder: Ladder, snapshot: Snapshot, *, limit: int = MOST_STRENGTHS) -> tuple[Together, ...]:
    """Where a team is strong together: at least three in four who rated it do it as often as expected (often,
    where the ladder expects nothing). Where bars are coarse and occasions rare, it is three in four of all answers.

    What most people do comes first. `limit` is how many at most; the `snapshot` says what may be seen, and the rest
    counts as nothing.
    """
    strong = []
    for level, _, statement in ladder.walk():
        table = snapshot.tables.get(statement.id)
        if isinstance(table, Shown) and _enough(table):
            named, everyone = ladder.expected(statement), rated(table.counts)
            expected = OFTEN if named is None else named
            if snapshot.coarse and statement.id in ladder.rare:
                everyone = table.n  # who is below isn't counted apart, so nobody is left out of "most"
            enough: tuple[Column, ...] = ("as_expected",) if snapshot.coarse else FREQUENCIES[expected:]
            met = sum(table.counts.get(step, 0) for step in enough)
            if met >= TOGETHER * everyone:
                strong.append(Together(statement, level, table, met, everyone))
    return tuple(sorted(strong, key=lambda strength: (-strength.met, strength.rated))[:limit])


def as_often(ladder: Ladder) -> str:
    """How often is called strong together, in words."""
    return "as often as the ladder expects" if ladder.expects else "often, or almost always"


def reach(ladder: Ladder, snapshot: Snapshot) -> tuple[LevelReach, ...]:
    """How far the answers reach, level by level, in the ladder's order."""
    return tuple(_reach(level, snapshot) for level in ladder.levels)


def families(ladder: Ladder, snapshot: Snapshot) -> tuple[Family, ...]:
    """The answers by competency, in the ladder's order: sums of what is shown statement by statement."""
    sums = []
    for competency in ladder.competencies:
        ids = [statement.id for _, _, statement in ladder.walk() if statement.competency == competency.id]
        shown = snapshot.shown(ids)
        columns = COARSE if snapshot.coarse else CATEGORIES
        counts: dict[Column, int] = {c: sum(table.counts.get(c, 0) for table in shown.values()) for c in columns}
        sums.append(Family(competency, {c: n for c, n in counts.items() if n}, len(shown), len(ids)))
    return tuple(sums)


def aloud(ladder: Ladder, snapshot: Snapshot) -> tuple[Statement, ...]:
    """The statements to be named aloud before they are shown (see `suppression`)."""
    return tuple(
        ladder.statement(statement_id) for statement_id in snapshot.aloud if ladder.has_statement(statement_id)
    )


def parts(ladder: Ladder, level: Level) -> tuple[LevelPart, ...]:
    """The parts of a level that are shown, one by one: by competency where one would be too long for a picture."""
    return tuple(part for section in RATED for part in _shown_as(ladder, section, getattr(level, section)))


def _shown_as(ladder: Ladder, section: Section, statements: tuple[Statement, ...]) -> Iterator[LevelPart]:
    title = _PARTS[section]
    if len(statements) <= MOST_TOGETHER or not any(each.competency for each in statements):
        if statements:
            yield LevelPart(str(section), title, title.lower(), statements)
        return
    for family, of in ladder.by_competency(statements):
        named = family.title if section is Section.PLAIN else f"{title}: {family.title}"
        yield LevelPart(f"{section}:{family.id}", named, named, of)


def statement_bars(snapshot: Snapshot, statements: Iterable[Statement], *, min_group: int) -> tuple[Bar, ...]:
    """A bar for each statement; "hidden" and "no answers" where there is none to show.

    `snapshot` is the picture that is shown, and `min_group` the number below which a bar says that it is hidden.
    """
    return tuple(_statement_bar(snapshot, statement, min_group) for statement in statements)


def family_bars(found: Sequence[Family], *, min_group: int) -> tuple[Bar, ...]:
    """A bar for each competency; `n` says how many statements it is made of."""
    return tuple(
        bar(
            family.competency.title,
            family.counts,
            n=f"{count_of(sum(family.counts.values()), 'answer')}, {family.shown} of {family.total}",
        )
        if family.shown
        else Bar(family.competency.title, instead=f"no statement with {min_group} answers yet")
        for family in found
    )


def bar(title: str, counts: Mapping[Column, int], *, n: str = "") -> Bar:
    """Counts as a bar of a chart.

    `title` stands at its side; `n` says how many there are ("": the sum as "7 answers").
    """
    apart = APART if (steps := steps_of(counts)) == FREQUENCIES else COARSE_APART
    return Bar(
        title,
        tuple(counts.get(step, 0) for step in steps),
        tuple(counts.get(category, 0) for category in apart),
        n or count_of(sum(counts.values()), "answer"),
    )


def naming(ladder: Ladder, *, coarse: bool) -> Naming:
    """What the parts of bars are called, of coarse ones or of fine ones."""
    return coarse_naming(coarse_words(ladder)) if coarse else fine(ladder.scale)


def coarse_words(ladder: Ladder) -> tuple[str, str, str]:
    """What the three parts of a coarse bar are called."""
    otherwise = "answered otherwise, or too rare to say" if ladder.rare else "answered otherwise"
    if ladder.expects:
        return ("less often than expected", "as expected, or more often", otherwise)
    often = frequency_label(ladder.scale, OFTEN)
    return (f"less than “{often}”", f"“{often}” or more", otherwise)


def told_of(ladder: Ladder, counts: Mapping[Column, int]) -> str:
    """What the answers on the scale are, as a phrase: how far they reach, or how many are on which side."""
    if steps_of(counts) == FREQUENCIES:
        number = count_of(rated(counts), "frequency", "frequencies")
        return f"{number}, {span(ladder.scale, counts)}"
    less, met, _ = coarse_words(ladder)
    return f"{counts.get('less', 0)} {less}, {counts.get('as_expected', 0)} {met}"


def span(scale: Scale, counts: Mapping[Column, int]) -> str:
    """From which answer to which the frequencies reach: "from “seldom” (3) to “often” (2)"; "" without any."""
    given = [int(frequency) for frequency in FREQUENCIES if counts.get(frequency)]
    if not given:
        return ""
    ends = [f"“{frequency_label(scale, value)}” ({counts[FREQUENCIES[value]]})" for value in (given[0], given[-1])]
    return f"all {ends[0]}" if given[0] == given[-1] else f"from {ends[0]} to {ends[1]}"


def _statement_bar(snapshot: Snapshot, statement: Statement, min_group: int) -> Bar:
    match snapshot.tables.get(statement.id):
        case Shown(counts=counts):
            return bar(statement.title, counts)
        case Hidden():
            return Bar(statement.title, instead=f"hidden: fewer than {min_group} answers", hidden=True)
        case _:
            return Bar(statement.title, instead="no answers")


def _enough(table: Shown) -> bool:
    frequencies = rated(table.counts)
    return frequencies >= LEAST_GROUP and 2 * frequencies >= table.n


def _reach(level: Level, snapshot: Snapshot) -> LevelReach:
    tables = [snapshot.tables.get(statement.id) for statement in level.statements]
    shown = [table for table in tables if isinstance(table, Shown)]
    hidden = sum(isinstance(table, Hidden) for table in tables)
    return LevelReach(
        level=level,
        shown=len(shown),
        hidden=hidden,
        empty=len(tables) - len(shown) - hidden,
        answers=sum(table.n for table in shown),
        rated=sum(rated(table.counts) for table in shown),
        possible=len(shown) * snapshot.people,
    )
