"""A team's second picture beside its first, as a report: what may be seen of both (see `suppression.side_by_side`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from helpers.charts import Theme, load_theme
from helpers.charts.team import Bar
from helpers.clock import today
from helpers.insight import day_in_words
from helpers.insight.words import count_of, listed
from helpers.ladder import Ladder, Level, load_ladder
from helpers.report import typeset
from helpers.report.files import slug, write_private
from helpers.report.logo import check_logo
from helpers.report.model import READING, Block, Fact, Facts, Points, Prose, Report, Section
from helpers.report.phrases import quoted
from helpers.report.pictures import with_tables
from helpers.workshop import team
from helpers.workshop.memory import Folder
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import NotYet, SideBySide
from helpers.workshop.team_build import bars_figure

TITLE = "Then and now"
MOST_NAMED = 12


class Written(NamedTuple):
    """The report that was written: the file, how many statements stand side by side, and how many are left out."""

    pdf: Path
    shown: int
    left_out: int


def make_two_pictures(
    folder: Path | str,
    earlier: Path | str,
    out: Path | str,
    *,
    ladder_path: Path | str | None = None,
    theme_path: Path | str | None = None,
    on: date | None = None,
    min_group: int | None = None,
    coarse: bool | None = None,
) -> Written:
    """The pictures of two folders of share files side by side, as `then-and-now-<day>.pdf` in `out`.

    `folder` holds the later session, of which a new picture is taken if enough people have joined since its last;
    the `earlier` one is reported as it was shown. `min_group` and `coarse` are the later session's, as in
    `TeamSession.begin`. A picture can't be taken back: whatever would be refused is refused before it is. Raises
    `KitError`. `ladder_path` and `theme_path` are files (None: the kit's own); `on` is the day of the report (None:
    today).
    """
    ladder, theme = load_ladder(ladder_path), load_theme(theme_path)
    check_logo(theme)
    first, second = (TeamSession(Folder(path, ladder), ladder) for path in (earlier, folder))
    second.check_beside(first, coarse=coarse)
    second.begin(min_group, coarse=coarse)
    with suppress(NotYet):
        second.reveal()
    both = second.beside(first)
    day = on or today()
    target = Path(out).expanduser().absolute() / f"{slug(TITLE)}-{day.isoformat()}.pdf"
    write_private(target, typeset(build_two_pictures(ladder, both, on=day, theme=theme), theme).data)
    return Written(target, len(both.pairs), both.left_out)


def build_two_pictures(ladder: Ladder, found: SideBySide, *, on: date, theme: Theme) -> Report:
    """Two pictures side by side, for the day `on`: pure.

    `found` has both pictures of the `ladder`, beside each other; `theme` gives the colours.
    """
    day = day_in_words(on)
    sections = (_who(ladder, found), *_levels(ladder, found, theme), _talk(), _reading(found))
    return Report(
        on=on,
        title=TITLE,
        kicker=ladder.title,
        heading=TITLE,
        subtitle=f"The team’s second picture beside its first, {day}",
        footer=f"{TITLE}, {day}",
        sections=with_tables(sections),
    ).about(ladder)


def _who(ladder: Ladder, both: SideBySide) -> Section:
    first, second = both.people
    facts = Facts(
        facts=(
            Fact(label="First picture", text=count_of(first, "person", "people")),
            Fact(label="Second picture", text=count_of(second, "person", "people")),
            Fact(label="Side by side", text=count_of(len(both.pairs), "statement")),
            Fact(label="Left out", text=count_of(both.left_out, "statement")),
            Fact(label="Smallest group", text=f"{both.min_group} people"),
        )
    )
    blocks: list[Block] = [facts]
    if not both.pairs:
        blocks.append(Prose(text=_NOTHING))
    if known := [ladder.statement(statement_id).title for statement_id in both.aloud]:
        named = quoted(known[:MOST_NAMED]) + ([f"{len(known) - MOST_NAMED} more"] if len(known) > MOST_NAMED else [])
        blocks.append(
            Prose(
                text=f"On {listed(named)} a whole group, or all of it but one, gave one and the same answer in one of "
                "the pictures. So what each of them said there is known: to everybody, or to the one who answered "
                "differently."
            )
        )
    return Section(id="who", title="What stands here", blocks=tuple(blocks))


_NOTHING = (
    "Nothing of the two can be laid side by side: between them a few people have come or gone, or too few answered. "
    "What the few had answered could be read from the difference. Talk about what was agreed instead."
)


def _levels(ladder: Ladder, both: SideBySide, theme: Theme) -> Iterator[Section]:
    for level in ladder.levels:
        if bars := tuple(_bars(level, both)):
            coarse = any(len(bar.frequencies) == len(team.COARSE_STEPS) for bar in bars)
            figure = bars_figure(bars, team.naming(ladder, coarse=coarse), theme)
            yield Section(id=f"level-{level.id}", title=level.title, blocks=(figure,))


def _bars(level: Level, both: SideBySide) -> Iterator[Bar]:
    for statement in level.statements:
        if pair := both.pairs.get(statement.id):
            yield team.bar(f"{statement.title}: first", pair.first.counts)
            yield team.bar(f"{statement.title}: second", pair.second.counts)


def _talk() -> Section:
    points = (
        "What surprises you here, and what did you expect?",
        "Which work has there been in between that had an occasion for it, and which had none?",
        "Of what we agreed: what goes on, what changes, what ends?",
    )
    return Section(id="talk", title="Questions to begin with", blocks=(Points(points=points),))


def _reading(both: SideBySide) -> Section:
    least = both.min_group
    facts = (
        Fact(
            label="A difference",
            text="Some people may see their work otherwise now, some may take the words otherwise, and the work itself "
            "may be another. Counts of a few people move by chance as well. A longer bar is no progress by itself, and "
            "a shorter one no fault.",
        ),
        Fact(
            label="Left out",
            text="A statement stands here only where the same people answered it both times, or where one of the two "
            f"pictures holds everybody of the other and at least {least} more, who didn’t answer alike. Else the "
            "difference could be traced to single people. Which statements are left out for which reason isn’t told.",
        ),
        Fact(
            label="Who is the same",
            text="Journals share under an id that says nothing about their owner, and stays the same. Sheets of paper, "
            "codes without a file and phones have none that lasts, so what they counted in can’t stand here.",
        ),
        Fact(
            label="What it is not",
            text="No score of the team and no proof that a workshop worked. Don’t compare it with another team’s.",
        ),
    )
    return Section(id=READING, title="How to read this", blocks=(Facts(look="list", facts=facts),))
