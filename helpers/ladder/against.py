"""The migration report of a ladder: what a new version does to the answers that were given to an old one.

    old, new ── against ──▶ for each thing that is answered: kept, reworded, carried over, asked afresh, gone, new

An author reads it before people's answers are read by the new version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from helpers.errors import UsageError
from helpers.ladder.lineage import Became, How, place_became, prompt_became, statement_became, versions_of
from helpers.ladder.model import Ladder, Level, Prompt, Role, Statement

ALIKE = 0.6
"""Of two texts, the least share that must be alike (0 to 1) for a change to need no word on what it means."""

NEARLY_THE_SAME = 0.85
"""From how much alike on something new is probably something old that lost its id."""

Thing = Statement | Prompt | Level | Role


class Change(StrEnum):
    """What a new version does to something that was answered in the old one."""

    KEPT = "kept"
    REWORDED = "reworded"
    CARRIED = "carried over"
    AFRESH = "asked afresh"
    GONE = "gone"
    NEW = "new"


class Row(NamedTuple):
    """One thing of the old version and what there is in its place; `old` is None for what is new."""

    change: Change
    old: Thing | None
    now: tuple[Thing, ...]
    how: How = How.KEPT


class Kind(NamedTuple):
    """All that is answered in one way ("statement"), in the order of the old version, then what is new."""

    name: str
    rows: tuple[Row, ...]

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many there are of each change."""
        return Counter(row.change for row in self.rows)


class Doubt(NamedTuple):
    """What the author may have forgotten to say, and how to say it in the file.

    `about` is the id of what it is about, "" for the file as a whole; `old` that of something that has gone, "" for
    none. `is_reworded` says that the words of the same thing changed a lot.
    """

    about: str
    what: str
    mend: str
    old: str = ""
    is_reworded: bool = False

    def __str__(self) -> str:
        return f"{self.about}{': ' if self.about else ''}{self.what} {self.mend}"


class Migration(NamedTuple):
    """What becomes of all answers, and what the author may have forgotten to say."""

    kinds: tuple[Kind, ...]
    warnings: tuple[Doubt, ...]


def against(old: Ladder, new: Ladder) -> Migration:
    """What the new version of a ladder does to answers to the old one. Raises `UsageError` for two ladders' files."""
    if old.id != new.id:
        raise UsageError(
            f"these are two ladders, “{old.id}” and “{new.id}”",
            next_step="Name an earlier version of the same ladder, with the same id.",
        )
    kinds = tuple(
        Kind(name, tuple(_rows(old, new, before, after, became)))
        for name, before, after, became in (
            ("statement", _statements(old), _statements(new), statement_became),
            ("prompt", _prompts(old), _prompts(new), prompt_became),
            ("level", old.levels, new.levels, place_became),
            ("role", old.roles, new.roles, place_became),
        )
    )
    return Migration(kinds, tuple(_warnings(old, new, kinds)))


def words(thing: Thing) -> str:
    """What a person reads of something: a statement's or a prompt's text, a level's or a role's title."""
    return thing.text if isinstance(thing, Statement | Prompt) else thing.title


def _statements(ladder: Ladder) -> tuple[Statement, ...]:
    return tuple(statement for _, _, statement in ladder.walk())


def _prompts(ladder: Ladder) -> tuple[Prompt, ...]:
    return tuple(prompt for _, prompt in ladder.walk_prompts())


def _rows(
    old: Ladder,
    new: Ladder,
    before: Sequence[Thing],
    after: Sequence[Thing],
    became: Callable[[Ladder, str, str], Became],
) -> Iterator[Row]:
    by_id = {each.id: each for each in after}
    for each in before:
        outcome = became(new, each.id, old.version)
        now = tuple(by_id[heir_id] for heir_id in outcome.now if heir_id in by_id)
        yield Row(_change(each, now, outcome.how), each, now, outcome.how)
    heirs = {old_id for each in after for old_id in each.was} | {each.id for each in before}
    yield from (Row(Change.NEW, None, (each,)) for each in after if each.id not in heirs and heirs.isdisjoint(each.was))


def _change(old: Thing, now: tuple[Thing, ...], how: How) -> Change:
    match how:
        case How.GONE:
            return Change.GONE
        case How.RENAMED:
            return Change.CARRIED
        case How.KEPT:
            return Change.KEPT if words(old) == words(now[0]) else Change.REWORDED
        case _:
            return Change.AFRESH


def _warnings(old: Ladder, new: Ladder, kinds: tuple[Kind, ...]) -> Iterator[Doubt]:
    rows = [row for kind in kinds for row in kind.rows]
    if old.version == new.version and any(row.change is not Change.KEPT for row in rows):
        yield Doubt(
            "",
            f"Both files say version {new.version}, so answers to the one can't be told from answers to the other.",
            "Give the new one another version, and list both under 'versions'.",
        )
    elif old.version not in versions_of(new):
        yield Doubt(
            "",
            f"Version {old.version} isn't listed under 'versions', so everything that was answered in it is asked "
            "afresh.",
            "List it, if its ids mean the same.",
        )
    for row in rows:
        if row.old is not None and row.how in (How.KEPT, How.RENAMED):
            yield from _unsaid(row.old, row.now[0])
    yield from _lost_ids(rows)
    yield from _dropped(old, new)


def _unsaid(old: Thing, new: Thing) -> Iterator[Doubt]:
    if _alike(words(old), words(new)) >= ALIKE:
        return
    became = f"“{words(old)}” became “{words(new)}”."
    if isinstance(new, Statement | Prompt):
        what = f"the words changed a lot, and nothing says what that means for answers. {became}"
        mend = "If it means something else now, write 'since' with the new version."
    else:
        kind = "level" if isinstance(new, Level) else "role"
        what = f"the name changed a lot, and who stood there or headed there still does. {became}"
        mend = f"If it is another {kind} now, give it an id of its own."
    yield Doubt(new.id, what, mend, is_reworded=True)


def _lost_ids(rows: list[Row]) -> Iterator[Doubt]:
    new = [row.now[0] for row in rows if row.change is Change.NEW]
    for gone in (row.old for row in rows if row.change is Change.GONE and row.old):
        for each in new:
            if isinstance(each, Statement) is isinstance(gone, Statement) and _nearly(words(gone), words(each)):
                yield Doubt(
                    each.id,
                    f"“{words(each)}” is nearly “{words(gone)}” ({gone.id}), which is gone.",
                    f"If it is the same, write 'was: [{gone.id}]'.",
                    old=gone.id,
                )


def _dropped(old: Ladder, new: Ladder) -> Iterator[Doubt]:
    """What the old version said of still older answers, and the new one no longer does."""
    versions = versions_of(new)
    asked: tuple[Statement | Prompt, ...] = (*_statements(old), *_prompts(old))
    for before in asked:
        if isinstance(before, Statement):
            heirs: tuple[Statement | Prompt, ...] = new.statement_heirs.get(before.id, ())
        else:
            heirs = new.prompt_heirs.get(before.id, ())
        for heir in heirs:
            if before.since in versions and (
                heir.since not in versions or versions.index(heir.since) < versions.index(before.since)
            ):
                yield Doubt(
                    heir.id,
                    f"the old file says since {before.since}, and the new one doesn't, so answers from before would "
                    "count.",
                    f"Write 'since: \"{before.since}\"' again.",
                )
        if heirs and (missing := [old_id for old_id in before.was if not any(old_id in heir.was for heir in heirs)]):
            yield Doubt(
                heirs[0].id,
                f"the old file says it was {', '.join(missing)}, and the new one doesn't, so those answers count as "
                "gone.",
                "Keep old ids under 'was'.",
            )
    for old_id, parts in old.statement_heirs.items():
        left = new.statement_heirs.get(old_id, ())
        if len(parts) > 1 and len(left) == 1:
            yield Doubt(
                left[0].id,
                f"{old_id} was split up, and this alone still names it, so answers to the whole would count for the "
                "part.",
                f"Take {old_id} out of its 'was'.",
            )


def _nearly(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    # The quick ones are upper bounds, and there may be hundreds of texts on either side.
    return all(ratio() >= NEARLY_THE_SAME for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
