"""What a facilitator says of a ladder, from the ladder itself: how many levels, where it forks, what lies beside it.

A workshop's file names these in the place of a whole text: {map}, {road}, {fork}, {doors}, {cards}. What a ladder
hasn't (a fork, neighbouring roles) leaves its line out. What a ladder gives phones to ask is `asking`'s: {opens}.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpers.insight.words import listed
from helpers.ladder import Ladder, Level
from helpers.paths import typed
from helpers.workshop.agenda import Handout, SlideKind, Workshop, shipped
from helpers.workshop.asking import asked_of, on_phones, prompts_of
from helpers.workshop.gathering import Line

MOST_NAMED = 4
"""How many levels are named one by one; of more their number is said, since the map beside it names them."""

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905


def for_ladder(workshop: Workshop, ladder: Ladder, *, writes: int | None = None) -> Workshop:
    """The same workshop with what it says of the ladder, and of phones that ask about it, said of this one.

    `writes` is how many questions a session has people write about (None: what one has that names none); where it
    is 0, no block asks for that. Raises `UnknownId`.
    """
    if writes is None:
        writes = len(prompts_of(workshop, ladder, (), asked_of(workshop, ladder).statements))
    facts, workshop = words(ladder, workshop.workshop), on_phones(workshop, writes)
    blocks = tuple(
        block.model_copy(
            update={
                "purpose": facts.get(str(block.purpose), block.purpose),
                "say": _filled(block.say, facts),
                "do": _filled(block.do, facts),
            }
        )
        for block in workshop.blocks
        if len(ladder.levels) > 1 or Handout.CARDS not in block.handouts  # there is nothing to sort into one level
    )
    return workshop.model_copy(update={"blocks": blocks, "preparation": _filled(workshop.preparation, facts)})


def without_undrawn(workshop: Workshop, ladder: Ladder) -> Workshop:
    """The same workshop without the slides that a deck leaves out for this ladder: their numbers are the deck’s."""
    undrawn = undrawn_kinds(ladder)
    blocks = tuple(
        block.model_copy(update={"slides": tuple(slide for slide in block.slides if slide.draws not in undrawn)})
        for block in workshop.blocks
    )
    return workshop.model_copy(update={"blocks": blocks})


def undrawn_kinds(ladder: Ladder) -> frozenset[SlideKind]:
    """The kinds of slides that have nothing to show of this ladder."""
    summed_up = tuple(level for level in ladder.levels if level.summary)
    needed = {SlideKind.ROLES: ladder.roles, SlideKind.PRINCIPLES: ladder.principles, SlideKind.LEVELS: summed_up}
    return frozenset(kind for kind, there in needed.items() if not there)


def words(ladder: Ladder, workshop: str) -> dict[str, str]:
    """What stands for each name that the file of a `workshop` may use, which is its id; "" where this ladder has
    nothing to say there.
    """
    forks = _forks(ladder)
    tracks = [track.title for track in ladder.tracks if any(level.track == track.id for level in ladder.levels)]
    apart = len(tracks) > 1 and not forks
    if forks:
        fork = f"Stop at the fork after {listed([before.title for before, _ in forks])} and say that "
        fork += f"{'neither side is' if all(len(after) == 2 for _, after in forks) else 'no side is'} above the other."
    else:
        fork = "Say that no track is above another." if apart else ""
    seen = "where it forks" if forks else "how far apart its levels are"
    seen = seen if len(ladder.levels) > 1 else "what its level asks"
    return {
        "{map}": f"Everybody has the same map, and sees {seen}.",
        "{road}": " ".join(
            filter(None, (_levels(ladder), _side_by_side(tracks) if apart else "", *map(_divides, forks)))
        ),
        "{fork}": fork,
        "{cards}": _set_of_cards(workshop) if len(ladder.levels) > 1 else "",
        "{doors}": "And the doors all around open at any height." if ladder.roles else "",
    }


def _filled(lines: Iterable[Line], facts: dict[str, str]) -> tuple[Line, ...]:
    filled = ((line, facts.get(line.text, line.text)) for line in lines)
    return tuple(line.model_copy(update={"text": text}) for line, text in filled if text)


def _set_of_cards(workshop: str) -> str:
    named = workshop if workshop in shipped() else "FILE"
    how = f"{typed(f'handouts --workshop {named}')}, with --level and the id of each"
    return (
        "Print one set of cards for each four, and cut them. A set is of two neighbouring levels, about five pages "
        f"({how}; or choose them in the app, under “Lead a workshop”)."
    )


def _levels(ladder: Ladder) -> str:
    titles = [level.title for level in ladder.levels]
    if len(titles) == 1:
        return f"This ladder has one level: {titles[0]}."
    count = _NUMBERS[len(titles)] if len(titles) < len(_NUMBERS) else str(len(titles))
    named = f": {listed(titles)}" if len(titles) <= MOST_NAMED else ""
    return f"This ladder has {count} levels{named}."


def _side_by_side(tracks: list[str]) -> str:
    return f"They run side by side, as {listed(tracks)}, and none is above another."


def _divides(fork: tuple[Level, list[Level]]) -> str:
    before, after = fork
    titles = [level.title for level in after]
    if len(titles) == 2:
        roads = f"one road leads on to {titles[0]}, the other to {titles[1]}"
    else:
        roads = f"roads lead on to {listed(titles)}"
    return f"Look where it divides: after {before.title}, {roads}. They reach equally far."


def _forks(ladder: Ladder) -> list[tuple[Level, list[Level]]]:
    """The levels that several others follow, with these."""
    onward = [(before, [level for level in ladder.levels if before.id in level.follows]) for before in ladder.levels]
    return [(before, after) for before, after in onward if len(after) > 1]
