"""What may be shown of a team's answers: the only way by which team figures leave.

    contributions ── reveal ──▶ a frozen Snapshot of tables, and the Ledger that remembers it

A small count gives people away, and so does the difference of two counts that are each
large enough (complementary disclosure). Here both are closed by construction:

- A statement's table is made of *batches*. A batch holds the answers of at least
  `min_group` people, none of whom is in an earlier batch of that statement. Answers that
  can't make a batch yet wait, unseen.
- A batch has one *source*. Whoever counted a pile of paper, or received codes from people
  by name, knows these answers and can subtract them; so a pile forms batches of its own, codes
  form theirs, and nobody's answer on a device is ever summed with either to make one.
- A person's answer is frozen when it enters a batch. Changing or withdrawing it later
  changes no table, so a change can't be read off two pictures.
- Where a session has coarse bars, an answer is one of three before it enters a batch: below what is expected, at
  it or above, or none of these. What stands nowhere can't be worked out from anything. Of rare occasions nothing is
  below: on so few it would be no gap, and how many there were stays with whoever answered.
- A snapshot takes in people of a source only when at least `min_group` of them are new
  since the last; it leaves only if there is such a source.

So two tables of one statement differ by whole batches, never by fewer people than
`min_group`, also for those who know all that somebody counted. There are no cuts by
level, role or anything else that describes a person: a cut and its complement would have
to be large enough for every statement at once, which no team of five to forty is.
Pictures of a competency or a level are sums over the tables shown, so they tell nothing more.

Two sessions have a ledger each, and whoever has seen both pictures can subtract one from the other. So two pictures
are laid side by side (`side_by_side`) only where they differ by nobody, or by as many people as are shown together.

What remains is agreement. Where a whole batch gave one answer, everybody knows each
answer in it; where all but one did, that one knows the others'. It can't be hidden without
hiding what a team agrees on, so a snapshot names these statements and whoever shows it
says so aloud first. And people are told apart by what they join with: who joins several
times is counted several times, and knows several answers of a batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Literal, get_args

from pydantic import Field

from helpers.errors import UsageError
from helpers.frozen import Frozen
from helpers.journal import Rating, RatingState
from helpers.paths import typed

LEAST_GROUP = 3
"""Below three, everyone in a group of two could work out the other's answer from their own."""

DEFAULT_GROUP = 5

Category = Literal["0", "1", "2", "3", "4", "no_opportunity", "not_applicable", "dont_know"]
"""What an answer can be in a team table: a frequency 0–4 or one of the answers kept apart from it."""

CATEGORIES: tuple[Category, ...] = get_args(Category)

Coarse = Literal["less", "as_expected", "otherwise"]
"""What an answer is in a table with coarse bars: less often than expected, as often or more, or neither.

Neither is what is no frequency, and, where occasions are rare, what is below the expectation.
"""

COARSE: tuple[Coarse, ...] = get_args(Coarse)
Column = Category | Coarse
GroupSize = Annotated[int, Field(ge=LEAST_GROUP)]


class Contribution(Frozen):
    """What one person shared: an id that says nothing about them, and their answers by statement id.

    A statement that they left unanswered isn't in it. `source` names who else knows the answers: the pile of
    paper in which they were counted, or the codes that somebody received; "" for what somebody gave on a device or
    in a file of their own.
    """

    person: str
    answers: Mapping[str, Column]
    source: str = ""


class Shown(Frozen):
    """The answers to one statement that may be seen: how many of each, and of how many people.

    `unanimous` says that a whole batch gave one answer, so that each answer in it is known; `all_but_one`
    that only one person of a batch gave another, and so knows the answers of all the others.
    """

    state: Literal["shown"] = "shown"
    counts: Mapping[Column, int]
    unanimous: bool
    all_but_one: bool = False

    @property
    def aloud(self) -> bool:
        """Whether somebody will know other people's answers from it, so that it has to be said first."""
        # earlier versions of the kit noted nothing of one apart, so the counts are asked as well
        return self.unanimous or self.all_but_one or _one_apart(self.counts.values())

    @property
    def n(self) -> int:
        """How many people's answers the table holds; never fewer than the minimum group."""
        return sum(self.counts.values())


class Hidden(Frozen):
    """There are answers, but too few to be seen."""

    state: Literal["hidden"] = "hidden"


class NoData(Frozen):
    """Nobody answered."""

    state: Literal["no_data"] = "no_data"


Table = Annotated[Shown | Hidden | NoData, Field(discriminator="state")]


class Snapshot(Frozen):
    """What a team may see: frozen the moment it is made. `people` had joined by then.

    `coarse` says that its tables count the three answers of `COARSE`.
    """

    number: Annotated[int, Field(ge=1)]
    people: int
    tables: Mapping[str, Table]
    coarse: bool = False

    @property
    def aloud(self) -> tuple[str, ...]:
        """The statements at which a whole batch, or all of it but one, gave one answer: to be said before they show."""
        return tuple(
            statement_id for statement_id, table in self.tables.items() if isinstance(table, Shown) and table.aloud
        )

    def shown(self, statements: Iterable[str]) -> dict[str, Shown]:
        """The tables that may be seen among these statements, in their order."""
        tables = {statement_id: self.tables.get(statement_id) for statement_id in statements}
        return {statement_id: table for statement_id, table in tables.items() if isinstance(table, Shown)}


class Ledger(Frozen):
    """What a session remembers between snapshots; its file is as private as the answers are.

    `joined` are the people of the last snapshot, `included` those whose answer to a
    statement is in its table already. `coarse` says that answers are counted as those of `COARSE`.
    """

    min_group: GroupSize = DEFAULT_GROUP
    coarse: bool = False
    joined: tuple[str, ...] = ()
    included: Mapping[str, tuple[str, ...]] = {}
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def latest(self) -> Snapshot | None:
        """The snapshot to show; None before the first reveal."""
        return self.snapshots[-1] if self.snapshots else None


class Pair(Frozen):
    """Two tables of one statement, of two sessions, that may be seen side by side."""

    first: Shown
    second: Shown


class SideBySide(Frozen):
    """Two sessions' last pictures of one team: what of them may be seen side by side, and how much may not.

    `people` had joined by each. `pairs` are by statement id, in the ladder's order; so many statements are `left_out`
    that either picture shows.
    """

    min_group: GroupSize
    people: tuple[int, int]
    pairs: Mapping[str, Pair]
    left_out: int

    @property
    def aloud(self) -> tuple[str, ...]:
        """The statements of which something is to be said before they are shown (see `Shown.aloud`)."""
        return tuple(statement_id for statement_id, pair in self.pairs.items() if pair.first.aloud or pair.second.aloud)


class NotYet(UsageError):
    """Too few people for a snapshot; `missing` is how many more have to answer.

    `first` says that there is no snapshot yet, and `left_out` what can't be used and why, a sentence each.
    """

    def __init__(self, missing: int, *, first: bool, left_out: Sequence[str] = ()) -> None:
        self.missing = missing
        people = "1 more person has" if missing == 1 else f"{missing} more people have"
        why = "a picture" if first else "a new picture (the earlier one stays)"
        super().__init__(
            f"{people} to answer before {why} can be shown",
            next_step=" ".join(("A smaller step would let the difference be traced to single people.", *left_out)),
        )


def open_ledger(min_group: int = DEFAULT_GROUP, *, coarse: bool = False) -> Ledger:
    """A session's ledger, with the smallest group whose answers are ever shown together, and the bars it has.

    Raises `UsageError` for a group below three.
    """
    if min_group < LEAST_GROUP:
        raise UsageError(
            f"a minimum group of {min_group} would give people away",
            next_step=f"Choose {LEAST_GROUP} or more; {DEFAULT_GROUP} is usual.",
        )
    return Ledger(min_group=min_group, coarse=coarse)


def set_min_group(ledger: Ledger, min_group: int, *, answers_in: bool) -> Ledger:
    """The ledger with another minimum group.

    People answer under the promise that was made to them: once an answer is in, it can't be lowered behind them.
    It can be raised until the first picture; after that, it would say something about who came since. Raises
    `UsageError`. `min_group` is the smallest number of people whose answers are shown together; `answers_in` says that
    somebody has answered already.
    """
    if min_group == ledger.min_group:
        return ledger
    if ledger.snapshots or (answers_in and min_group < ledger.min_group):
        raise UsageError(
            f"the minimum group of {ledger.min_group} is fixed, since answers are in already",
            next_step="Open a new session to choose another one.",
        )
    return open_ledger(min_group, coarse=ledger.coarse)


def set_coarse(ledger: Ledger, coarse: bool, *, answers_in: bool) -> Ledger:
    """The ledger with coarse bars or with fine ones.

    Once an answer is in, people were promised what there was: bars may become coarser until the first picture, and
    never finer. Raises `UsageError`. Coarse bars have three parts, fine ones eight; `answers_in` says that somebody has
    answered already.
    """
    if coarse == ledger.coarse:
        return ledger
    if ledger.snapshots or (answers_in and not coarse):
        raise UsageError(
            f"the {'coarse' if ledger.coarse else 'fine'} bars are fixed, since answers are in already",
            next_step="Open a new session to choose others.",
        )
    return ledger.model_copy(update={"coarse": coarse})


def coarsened(one: Contribution, expected: Mapping[str, int], rare: Collection[str]) -> Contribution:
    """What somebody shared, with each answer as one of `COARSE`.

    `expected` is a frequency 0–4 for each statement. `rare` are those statements of which nothing is counted as less:
    an answer may rest on one to three occasions, and then it is no gap by itself.
    """
    answers = {
        statement_id: _coarse(given, expected[statement_id], "otherwise" if statement_id in rare else "less")
        for statement_id, given in one.answers.items()
    }
    return one.model_copy(update={"answers": answers})


def _coarse(given: Column, expected: int, below: Coarse) -> Coarse:
    if given in CATEGORIES[:5]:
        return below if int(given) < expected else "as_expected"
    return "otherwise"


def counts_less(ledger: Ledger) -> frozenset[str]:
    """The statements of whose answers the last picture counts some as less than expected; none before the first."""
    tables = ledger.latest.tables if ledger.latest else {}
    return frozenset(
        statement_id for statement_id, table in tables.items() if isinstance(table, Shown) and table.counts.get("less")
    )


def category(rating: Rating) -> Category | None:
    """The category of an answer in a team table; None if the statement is unanswered."""
    if rating.state is RatingState.UNANSWERED:
        return None
    name = str(rating.frequency) if rating.state is RatingState.FREQUENCY else rating.state.value
    return next(known for known in CATEGORIES if known == name)


def waiting(ledger: Ledger, contributions: Iterable[Contribution]) -> int:
    """How many people are in no snapshot yet."""
    return sum(map(len, _new(ledger, contributions).values()))


def missing(ledger: Ledger, contributions: Iterable[Contribution]) -> int:
    """How many more people have to answer, at the least, before there can be another snapshot."""
    most = max(map(len, _new(ledger, contributions).values()), default=0)
    return max(0, ledger.min_group - most)


def missing_of(ledger: Ledger, contributions: Iterable[Contribution], source: str) -> int:
    """How many more people of a source have to come before a snapshot takes in those who wait; 0 if nobody waits.

    `ledger` holds what was shown up to now, and `contributions` are all that have come, of whatever source.
    """
    waits = len(_new(ledger, contributions).get(source, ()))
    return max(0, ledger.min_group - waits) if waits else 0


def reveal(ledger: Ledger, contributions: Sequence[Contribution], statements: Iterable[str]) -> Ledger:
    """The ledger with one more snapshot, of these statements in this order.

    `contributions` hold one entry a person. Statements of earlier snapshots stay in,
    whether they are named again or not. People of a source of which too few are new stay
    out of it, and wait. Raises `NotYet` if that is so for every source; the ledger that was
    passed in stays good.
    """
    new = {source: people for source, people in _new(ledger, contributions).items() if len(people) >= ledger.min_group}
    if not new:
        raise NotYet(missing(ledger, contributions), first=not ledger.snapshots)
    joined = set(ledger.joined).union(*new.values())
    before = ledger.latest.tables if ledger.latest else {}
    tables: dict[str, Table] = {}
    included = dict(ledger.included)
    for statement in dict.fromkeys((*before, *statements)):
        counted = set(included.get(statement, ()))
        table = before.get(statement, NoData())
        for source in sorted(new):
            batch = {
                contribution.person: contribution.answers[statement]
                for contribution in contributions
                if contribution.source == source
                and statement in contribution.answers
                and contribution.person in joined - counted
            }
            if len(batch) >= ledger.min_group:
                table = _with_batch(table, batch.values())
                counted |= batch.keys()
            elif batch and isinstance(table, NoData):
                table = Hidden()
        tables[statement] = table
        if counted:
            # sorted: the order in which people came must not be kept
            included[statement] = tuple(sorted(counted))
    number = len(ledger.snapshots) + 1
    snapshot = Snapshot(number=number, people=len(joined), tables=tables, coarse=ledger.coarse)
    return Ledger(
        min_group=ledger.min_group,
        coarse=ledger.coarse,
        joined=tuple(sorted(joined)),
        included=included,
        snapshots=(*ledger.snapshots, snapshot),
    )


def side_by_side(first: Ledger, second: Ledger, statements: Iterable[str]) -> SideBySide:
    """What of the last pictures of two sessions may be laid side by side; `second` is the later one.

    Most people answer as they did before, and everybody in the room knows who has come or gone. So a statement is
    left out where one or few have, since they could be told from the difference: one of its two tables has to hold
    everybody of the other, by the ids that their journals share under, and besides nobody or at least the larger
    minimum group. If these others all seem to have answered alike, or all but one, it is left out too, and so it is
    where somebody is counted without an id of their own (paper, a code alone). Somebody who has a new journal has
    another id, so that neither table holds everybody of the other.
    Which of this was the reason is told of no statement. Raises `UsageError` before the first picture of either.
    """
    if first.latest is None or second.latest is None:
        raise no_picture_beside()
    least = max(first.min_group, second.min_group)
    pairs: dict[str, Pair] = {}
    left_out = 0
    for statement_id in dict.fromkeys(statements):
        earlier, later = first.latest.tables.get(statement_id), second.latest.tables.get(statement_id)
        if isinstance(earlier, Shown) and isinstance(later, Shown):
            people = [set(ledger.included.get(statement_id, ())) for ledger in (first, second)]
            if _may_stand_together((earlier, later), people, least):
                pairs[statement_id] = Pair(first=earlier, second=later)
                continue
        left_out += isinstance(earlier, Shown) or isinstance(later, Shown)
    return SideBySide(
        min_group=least, people=(first.latest.people, second.latest.people), pairs=pairs, left_out=left_out
    )


def no_picture_beside() -> UsageError:
    """What to say where one of two sessions has no picture yet."""
    return UsageError(
        "two pictures can be laid side by side once both sessions have one",
        next_step=f"Reveal each on its board, or run `{typed('team FOLDER')}` for it.",
    )


def _may_stand_together(tables: tuple[Shown, Shown], people: Sequence[set[str]], least: int) -> bool:
    apart = people[0] ^ people[1]
    if any("-" in person for person in people[0] | people[1]) or min(table.n for table in tables) < least:
        return False
    if not apart:
        return True
    if not (people[0] <= people[1] or people[1] <= people[0]) or len(apart) < least:
        return False
    small, large = sorted(tables, key=lambda table: table.n)
    difference = Counter(large.counts)
    difference.subtract(small.counts)
    # Where some changed their answer, others' moves hide little: what came on top is looked at by itself.
    more = [number for number in difference.values() if number > 0]
    return not (len(more) == 1 or _one_apart(more))


def _new(ledger: Ledger, contributions: Iterable[Contribution]) -> dict[str, set[str]]:
    """By source, the people who are in no snapshot yet."""
    known = set(ledger.joined)
    by_source: dict[str, set[str]] = {}
    for contribution in contributions:
        if contribution.person not in known:
            by_source.setdefault(contribution.source, set()).add(contribution.person)
    return by_source


def _with_batch(table: Table, answers: Iterable[Column]) -> Shown:
    batch: Counter[Column] = Counter(answers)
    before = table if isinstance(table, Shown) else Shown(counts={}, unanimous=False)
    together = batch + Counter(before.counts)
    return Shown(
        counts={known: together[known] for known in (*CATEGORIES, *COARSE) if together[known]},
        unanimous=before.unanimous or len(batch) == 1,
        all_but_one=before.all_but_one or _one_apart(batch.values()),
    )


def _one_apart(counts: Iterable[int]) -> bool:
    """Whether all gave one answer but for a single person, who so knows what each of the others gave."""
    numbers = sorted(counts)
    return len(numbers) == 2 and numbers[0] == 1
