"""What isn't wrong with a ladder and may still trouble those who are asked by it: warnings, apart from faults.

    ladder ── advise ──▶ a warning for each kind, with how many there are and three of them

A file with warnings is in order. What can be told of words is told of English ones alone: no rule here reads
another language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from helpers.ladder.model import MOST_TITLE, Ladder, Level, Statement
from helpers.ladder.sentences import sentences_of
from helpers.ladder.spoken import AS_IT_STANDS

MOST_EXAMPLES = 3
"""How many of a kind are named: more would be a list that nobody reads."""

MOST_AT_A_LEVEL = 40
"""More statements of one level than a workshop can ask with any care (`helpers.workshop.hosted`)."""

MOST_WORDS = 40
"""A statement of more words is seldom about one thing, and takes longer to read than to answer."""

_NO_VERB = frozenset(
    """
    a an the this these his her their your our all any no some many is are was has can may must should will in on
    with for from of as at by to able ability awareness basic broad consistent deep demonstrated detailed
    effective excellent experience expert expertise familiar familiarity full general good great growing high
    knowledge knowledgeable limited proficiency proficient proven responsible skilled solid strong thorough
    understanding you i he she they we it
    """.split()  # noqa: SIM905
)
"""Words that no act in the form of “how often did you …” begins with."""

_VERBS_IN_S = frozenset(
    """
    access address assess bias bless boss bypass canvas chorus cross discuss dismiss dress encompass express focus fuss
    guess harness impress miss obsess pass possess press process profess progress stress suppress surpass toss witness
    """.split()  # noqa: SIM905
)
_VERBS_IN_ING = frozenset({"bring", "cling", "fling", "ring", "sing", "sling", "spring", "sting", "string", "swing"})
_GOES_ON = frozenset(
    """
    also another because both by each else even every finally four how if less more most not nor others so that their
    there these they those three two what when where whether which while who whoever whom whose why
    """.split()  # noqa: SIM905
)
"""Words after “, and” that go on with the same act: what it is about, whose it is, why."""

_SEVERAL = re.compile(r"[;；\n•]|\band/or\b")
_ONE_MORE = re.compile(r"^[^,]*, and (?:then )?([a-z’']+)")
"""“write it down, and send it”: a comma before “and” that is the first one, so no list of things."""

_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|incl)\.", re.IGNORECASE)


class Advice(NamedTuple):
    """One kind of warning: what it is, the things that it is about (id and words), and what to do."""

    what: str
    about: tuple[str, ...]
    do: str

    def __str__(self) -> str:
        shown = "; ".join(self.about[:MOST_EXAMPLES])
        more = f"; and {len(self.about) - MOST_EXAMPLES} more" if len(self.about) > MOST_EXAMPLES else ""
        return f"{self.what} ({len(self.about)}): {shown}{more}. {self.do}"


def advise(ladder: Ladder) -> tuple[Advice, ...]:
    """The warnings of a sound ladder, a kind each, in the order in which they trouble people; () for none."""
    statements = [statement for _, _, statement in ladder.walk()]
    english = ladder.language.startswith("en")
    kinds = (
        Advice(
            f"Statements that can't complete “{ladder.scale.question}”",
            _named_where(statements, lambda each: ladder.scale.completed and _completes_badly(each, ladder)),
            "Begin with what somebody does (“write …”, not “writes …”), without a full stop; 'state: true' beside what "
            "is no act asks it as it stands. To reword nothing, let the scale's question be "
            f"“{AS_IT_STANDS}”",
        ),
        Advice(
            "Several acts in one statement",
            _named_where(statements, lambda each: _several(each) or (english and _goes_on_to_another(each))),
            "Whoever does one and not the other can't answer. Make a statement of each.",
        ),
        Advice(
            "Names that read alike, on the map or in a list",
            tuple(_alike(ladder)),
            "Give them a 'short_title' (levels) or a 'title' (statements) of their own.",
        ),
        Advice(
            "Levels with more statements than a workshop can ask",
            tuple(f"{each.id} ({len(each.statements)})" for each in ladder.levels if _too_many(each)),
            f"People rate {MOST_AT_A_LEVEL} at most with any care, better 12 to 25. The chapters ask them one "
            "competency at a time, and hosting proposes a spread.",
        ),
        *_partly(ladder, statements),
        Advice(
            "Competencies that no statement names",
            _unnamed(ladder, statements),
            "Name them at statements, or take them out.",
        ),
    )
    return tuple(kind for kind in kinds if kind.about)


def _named_where(statements: Iterable[Statement], troubles: Callable[[Statement], bool]) -> tuple[str, ...]:
    return tuple(f"{each.id} “{each.title}”" for each in statements if troubles(each))


def _completes_badly(statement: Statement, ladder: Ladder) -> bool:
    if statement.state:
        return False
    if statement.text.endswith((".", "。")) and not statement.text.endswith(("etc.", "…")):
        return True
    if not ladder.language.startswith("en"):
        return False
    words = re.findall(r"[A-Za-z’']+", statement.text)
    first = words[0].casefold() if words else ""
    if first.endswith("ly") and len(words) > 1 and first not in ("apply", "rely", "reply", "supply", "comply"):
        first = words[1].casefold()  # “regularly writes” is told by its verb
    return (
        first in _NO_VERB
        or (first.endswith("ing") and first not in _VERBS_IN_ING)
        or (first.endswith("s") and first not in _VERBS_IN_S)
    )


def _several(statement: Statement) -> bool:
    text = _ABBREVIATION.sub("", statement.text.strip())
    return len(sentences_of(text)) > 1 or bool(_SEVERAL.search(text)) or len(text.split()) > MOST_WORDS


def _goes_on_to_another(statement: Statement) -> bool:
    """Whether a second verb stands after “, and”; told by the words that are none, so it may miss and may be wrong."""
    match = _ONE_MORE.search(statement.text)
    return match is not None and match[1] not in _NO_VERB | _GOES_ON and not match[1].endswith(("ing", "ly"))


def _too_many(level: Level) -> bool:
    return len(level.statements) > MOST_AT_A_LEVEL


def _alike(ladder: Ladder) -> Iterator[str]:
    """Levels and roles of one name in lists or on the map, and statements of one level with one title, though cut."""
    places: dict[str, list[str]] = defaultdict(list)
    for level in ladder.levels:
        places[level.short_title.casefold()].append(level.id)
    for role in ladder.roles:
        places[role.title.casefold()].append(role.id)
    yield from (" and ".join(ids) for ids in places.values() if len(ids) > 1)
    for level in ladder.levels:
        titles: dict[str, list[Statement]] = defaultdict(list)
        for statement in level.statements:
            titles[statement.title.casefold()].append(statement)
        for same in titles.values():
            if len(same) > 1:
                yield f"{' and '.join(each.id for each in same)} “{same[0].title}”"


def _partly(ladder: Ladder, statements: list[Statement]) -> Iterator[Advice]:
    """What some have and others lack: left out everywhere it stands nowhere, and that is no gap."""
    nobody_named = not any(each.named for each in statements)  # then a short text has no title either
    parts: tuple[tuple[str, Callable[[Statement], object], str], ...] = (
        ("no competency", lambda each: each.competency, "They stand under “Everything else”, after the others."),
        ("no meaning", lambda each: each.meaning, "Others have one, and beside them these look unfinished."),
        (
            f"a text of more than {MOST_TITLE} characters and no title",
            lambda each: not each.title.endswith("…") or nobody_named,
            "A short title reads better than a text that was cut.",
        ),
    )
    for what, has, do in parts:
        lack = [each for each in statements if not has(each)]
        if lack and len(lack) < len(statements):
            yield Advice(f"Statements with {what}", _named_where(lack, lambda _: True), do)
    for what in ("summary", "prompts"):
        lacking = [level.id for level in ladder.levels if not getattr(level, what)]
        if lacking and len(lacking) < len(ladder.levels):
            yield Advice(f"Levels without {what}, while others have it", tuple(lacking), "Their chapters are shorter.")


def _unnamed(ladder: Ladder, statements: list[Statement]) -> tuple[str, ...]:
    named = {statement.competency for statement in statements}
    return tuple(each.id for each in ladder.competencies if each.id not in named)
