"""The other side of the table: two pages for whoever leads somebody at a level. No answer of anybody's is in them.

What to look for comes from the ladder; the rest says how to ask, what to leave unsaid, and what never to ask for.
"""

from __future__ import annotations

from datetime import date

from helpers.insight.words import day_in_words
from helpers.ladder.model import Ladder, Level, Occasions, Statement
from helpers.report.model import READING, Block, Points, Prose, Report, Section

MOST_OCCASIONS = 4
"""How many statements are named as wanting an occasion: the page has no room for more, nor has a quarter."""


def managers_guide(ladder: Ladder, level: Level, *, on: date) -> Report:
    """The guide for whoever leads people at a level, for the day `on`; `as_page` and `typeset` make files of it.

    `ladder` is that of the `level`, and gives the language.
    """
    title = f"For managers: {level.title}"
    day = day_in_words(on)
    return Report(
        on=on,
        title=title,
        kicker=f"{ladder.title} · for whoever leads somebody at this level",
        heading=title,
        subtitle=level.summary.text if level.summary else "",
        footer=f"{title} · {day}",
        sections=(_look(ladder, level), _ask(), _occasions(ladder, level), _unsaid(), _second_view(), _never()),
    ).about(ladder)


def _look(ladder: Ladder, level: Level) -> Section:
    titles = {each.id: each.title for each in ladder.competencies}
    by: dict[str, list[Statement]] = {}
    for statement in level.statements:
        by.setdefault(titles.get(statement.competency or "", ""), []).append(statement)
    blocks: list[Block] = [Prose(tone="lead", text=LOOK)]
    blocks += [
        Points(title=title or "The level as a whole", points=tuple(it.in_full for it in statements))
        for title, statements in by.items()
    ]
    return Section(id="look", title="What to look for", blocks=tuple(blocks))


LOOK = (
    "Acts that you could see, and on which occasion. “You” is the person whom you lead. Keep two or "
    "three in mind for the "
    "next weeks; nobody can watch for all of them, and the list is no checklist for a promotion."
)


def _ask() -> Section:
    points = (
        "“What happened?” Then wait. Ask it again before you say what you think.",
        "“What would you do the same way next time, and what differently?”",
        "“Which occasion is coming up in which you could try it, and what would make that easier?”",
    )
    return Section(id="ask", title="Three questions that open", blocks=(Points(points=points, numbered=True),))


def _occasions(ladder: Ladder, level: Level) -> Section:
    """What comes up seldom, then what the ladder expects least often, of each competency one."""

    def wanting(statement: Statement) -> tuple[bool, bool, int]:
        expected = ladder.expected(statement)
        return statement.occasions is not Occasions.RARE, expected is None, expected or 0

    ordered = sorted(level.statements, key=wanting)
    first = {it.competency or it.id: it for it in reversed(ordered)}
    chosen = [it for it in ordered if it.occasions is Occasions.RARE or first[it.competency or it.id] is it]
    return Section(
        id="occasions",
        title="Which occasions to give",
        blocks=(
            Prose(
                text="“No opportunity so far” is one of the answers, and often it is yours to change. Ask for which "
                "statements it stands, then look at the quarter ahead: whose work, meeting or decision could be "
                "theirs? "
                "These are likely to need somebody who makes room:"
            ),
            Points(points=tuple(it.in_full for it in chosen[:MOST_OCCASIONS])),
        ),
    )


def _unsaid() -> Section:
    points = (
        "“You’re ready”, or “you aren’t yet”. The kit measures no readiness, and a word of yours sounds like "
        "a decision.",
        "“Compared with Kim …” Nobody’s answers are made to be laid beside somebody else’s.",
        "“If you do this, then you’ll get …” Promise what is in your hands: an occasion, your time, a word "
        "with somebody.",
        "“You see yourself too well”, or “too badly”. Say what you saw, and when.",
    )
    return Section(id="unsaid", title="What to leave unsaid", blocks=(Points(points=points),))


def _second_view() -> Section:
    points = (
        "Answer before you hear what they said. Ten minutes; for each line how often, and one example with its day.",
        "“I haven’t seen it” is a full answer. It says something about where the work can be seen.",
        "What you write goes to them alone. Tick a line if it may stand in their report; without a tick it can’t.",
        "Then lay the two beside each other. Begin where you agree. Where you differ, ask what they saw "
        "before you tell.",
        "End with one thing to try, and the day on which you look at it together.",
    )
    return Section(id=READING, title="How to give a second view", blocks=(Points(points=points, numbered=True),))


def _never() -> Section:
    text = (
        "A report, a journal, a share file or an invitation to give a view. All of them are the person’s "
        "own, to show or "
        "to keep. Whoever asks for them gets answers that were written for the asker. In a workshop nobody "
        "rates anybody."
    )
    return Section(id="never", title="What you never ask for", blocks=(Prose(text=text),))
