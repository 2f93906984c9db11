"""What a hosted session of a workshop asks of a ladder, and what its run sheet, notes and slides say of the phones.

What stands on phones follows from the blocks, the slides and the ladder: a text names it by `{opens}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.errors import UnknownId, UsageError
from helpers.insight.words import count_of, listed
from helpers.ladder import Ladder, Statement
from helpers.ladder.advice import MOST_AT_A_LEVEL
from helpers.workshop.agenda import Activity, Block, Form, SlideKind, Workshop, judgement_case, slide_titles
from helpers.workshop.course import BEGINNING, OPENING, Talk
from helpers.workshop.gathering import Line

OPENS = "{opens}"
"""Stands in a text for what a block puts on the phones, and the button that does."""

MOST_STATEMENTS = MOST_AT_A_LEVEL
"""More can't be rated with any care in the minutes that a workshop has; 12 to 25 is usual."""

SPREAD = 18
"""How many statements are proposed where a ladder has too many, or none that the workshop names."""


class Asked(NamedTuple):
    """What a session asks, by id in the ladder's order, and what its facilitator should know of the choice."""

    statements: tuple[str, ...]
    notices: tuple[str, ...] = ()


def asked_of(
    workshop: Workshop, ladder: Ladder, *, statements: Sequence[str] = (), levels: Sequence[str] = ()
) -> Asked:
    """What everybody rates: the `statements` and all of the `levels` that are named, or what the workshop proposes.

    Levels with too many statements are asked a spread over their competencies, and so is a ladder that has
    none of what the workshop proposes; of a ladder that has some, those. Each is said in a notice. Raises
    `UnknownId`, and `UsageError` for too many statements that were named one by one.
    """
    wanted, notices = list(dict.fromkeys(ladder.statement(statement_id).id for statement_id in statements)), []
    if len(wanted) > MOST_STATEMENTS:
        raise UsageError(
            f"{count_of(len(wanted), 'statement')} are more than people can rate with care",
            next_step=f"Choose {MOST_STATEMENTS} at most; 12 to 25 fit into a workshop.",
        )
    every = [each for level_id in dict.fromkeys(levels) for each in ladder.level(level_id).statements]
    if len({*wanted, *(each.id for each in every)}) > MOST_STATEMENTS:
        some = spread(every, most=max(SPREAD - len(wanted), 1))
        notices.append(
            f"{count_of(len(every), 'statement')} are more than people can rate with care, so {len(some)} of them are "
            f"asked, spread over their {_over(some)}: {_listed(some)}. Others you can name: --statement ID."
        )
        every = list(some)
    wanted += [each.id for each in every]
    if not wanted:
        proposed = workshop.hosted.statements if workshop.hosted else ()
        wanted = [statement_id for statement_id in proposed if ladder.has_statement(statement_id)]
        missing = [statement_id for statement_id in proposed if statement_id not in wanted]
        if wanted and missing:
            notices.append(f"This ladder has no {listed(missing)}, so the workshop asks the {len(wanted)} others.")
    if not wanted:
        some = spread([statement for _, _, statement in ladder.walk()], most=SPREAD)
        wanted = [each.id for each in some]
        notices.append(
            f"The workshop proposes no statement of this ladder, so {count_of(len(some), 'statement')} are asked, "
            f"spread over its {_over(some)}: {_listed(some)}. Better are those of your people's own level: "
            f"--level {ladder.levels[0].id} (there are: {', '.join(level.id for level in ladder.levels)})."
        )
    chosen = set(wanted)
    return Asked(tuple(each.id for _, _, each in ladder.walk() if each.id in chosen), tuple(notices))


def spread(statements: Sequence[Statement], *, most: int) -> tuple[Statement, ...]:
    """At most so many statements, in their order: of each competency equally many, and mandatory ones first.

    Where they name no competency, evenly many from the first to the last.
    """
    families: dict[str | None, list[Statement]] = {}
    for statement in sorted(statements, key=lambda each: not each.mandatory):
        families.setdefault(statement.competency, []).append(statement)
    if len(families) == 1:
        step = max(len(statements) / most, 1)
        return tuple(statements[int(at * step)] for at in range(min(most, len(statements))))
    picked: list[str] = []
    for turn in range(max(map(len, families.values()), default=0)):
        picked += [each[turn].id for each in families.values() if turn < len(each)]
    chosen = set(picked[:most])
    return tuple(statement for statement in statements if statement.id in chosen)


def _over(statements: Sequence[Statement]) -> str:
    families = {statement.competency for statement in statements}
    return count_of(len(families), "competency", "competencies") if len(families) > 1 else "length"


def _listed(statements: Sequence[Statement]) -> str:
    return ", ".join(statement.id for statement in statements)


def prompts_of(
    workshop: Workshop, ladder: Ladder, prompts: Sequence[str], statements: Sequence[str]
) -> tuple[str, ...]:
    """What everybody may write about: the `prompts` that are named, else the workshop's, else two of a level.

    It is the first level of the `statements` that are asked; nothing where the `ladder` has no questions there. Raises
    `UnknownId`.
    """
    if prompts:
        return tuple(ladder.prompt(prompt_id).id for prompt_id in prompts)
    proposed = workshop.hosted.prompts if workshop.hosted else ()
    try:
        chosen = tuple(ladder.prompt(prompt_id).id for prompt_id in proposed)
    except UnknownId:  # another ladder than the one that the workshop was written for
        chosen = ()
    if not chosen:
        first = next(level for level, _, statement in ladder.walk() if statement.id in statements)
        chosen = tuple(prompt.id for prompt in first.prompts[:2])
    return chosen


def on_phones(workshop: Workshop, writes: int) -> Workshop:
    """The same workshop with what it says of phones said of a session in which so many questions are written about.

    Where a ladder has none (`writes` is 0), a block that asked to write asks for that no more: its pairs talk, and
    nobody waits for a box. `{opens}` becomes what the block puts on the phones; a line of a workshop's own that opens
    a block which phones have no part in any more does so too.
    """
    here = workshop if writes or not _asks_besides(workshop) else _without_writing(workshop)
    blocks = []
    for before, (block, talks) in zip(workshop.blocks, spoken_on_phones(here), strict=True):
        opening = _opening(block, talks, writes)
        lines = (f"{opening}." if before.asks and not block.asks and _opens(line) else line.text for line in block.do)
        do = tuple(
            line.model_copy(update={"text": text.replace(OPENS, opening)})
            for line, text in zip(block.do, lines, strict=True)
        )
        blocks.append(block.model_copy(update={"do": do}))
    return here.model_copy(update={"blocks": tuple(blocks)})


def spoken_on_phones(workshop: Workshop) -> tuple[tuple[Block, tuple[Talk, ...]], ...]:
    """Each block with what phones show of its slides while people talk.

    Before the first that phones have a part in, people join, so nothing is talked of.
    """
    titles, talked = slide_titles(workshop), []
    joined = False
    for block in workshop.blocks:
        joined = joined or bool(block.asks)
        talked.append((block, tuple(_talks(block, titles)) if joined else ()))
    return tuple(talked)


def _talks(block: Block, titles: Mapping[str, str]) -> Iterator[Talk]:
    """What slides ask people to talk about, a case before its costs are shown; nothing where they work alone."""
    if block.form in (Form.ALONE, Form.BREAK):
        return
    for slide in block.slides:
        if slide.draws is SlideKind.WORDS and slide.points:
            yield Talk(title=titles[slide.id], lines=tuple(map(str, slide.points)))
        elif slide.draws is SlideKind.CASE and slide.case:
            case = judgement_case(slide.case)
            ways = tuple(f"{letter}: {way.text}" for letter, way in zip("ABCD", case.options, strict=True))
            yield Talk(title=titles[slide.id], lead=case.situation, lines=ways)


def put_on_phones(asks: Iterable[Activity], *, talks: bool, rates: int | None = None, writes: int) -> str:
    """What phones show in a part, as a phrase; "" for nothing.

    `asks` are its own, `talks` says whether slides ask people to talk in it, and `rates` and `writes` are how many
    statements are rated (None: that may change) and questions written about.
    """
    question = "a question" if writes == 1 else "questions"
    shown = {
        Activity.STAND: "where people stand and what they are curious about",
        Activity.RATE: "the statements to rate" if rates is None else f"{count_of(rates, 'statement')} to rate",
        Activity.REFLECT: f"{question} to write about, if they like" if talks else f"{question} to write about",
        Activity.FOCUS: "a focus to choose",
        Activity.PLAN: "a plan to write",
    }
    return listed([*["what the slide asks"] * talks, *(shown[ask] for ask in asks)])


def _opening(block: Block, talks: Sequence[Talk], writes: int) -> str:
    """The button that puts a block on the phones, and what is there then, without a full stop."""
    there = put_on_phones(block.asks, talks=bool(talks), writes=writes)
    button = (OPENING if block.asks else BEGINNING) + block.title + "”"
    if not there:
        return f"{button} puts nothing on the phones"
    return f"{button} puts on the phones: {there}" + ("" if block.asks else ", and nothing to write")


def _opens(line: Line) -> bool:
    return line.text.startswith(OPENING)


def _asks_besides(workshop: Workshop) -> bool:
    """Whether phones are asked anything but to reflect."""
    return any(ask is not Activity.REFLECT for block in workshop.blocks for ask in block.asks)


def _without_writing(workshop: Workshop) -> Workshop:
    blocks = tuple(
        block.model_copy(update={"asks": tuple(ask for ask in block.asks if ask is not Activity.REFLECT)})
        for block in workshop.blocks
    )
    return workshop.model_copy(update={"blocks": blocks})
