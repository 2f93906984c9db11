"""A team's `Report` of the last snapshot of a session, and of what people released.

Every figure in it has been through `suppression`, and every quotation was released by its author. It needs neither
Typst nor papermill, so that a page in a browser has it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.charts import Theme
from helpers.charts.team import Bar, Naming, team_chart
from helpers.errors import UsageError
from helpers.insight import day_in_words, expectation, whose_expectation
from helpers.insight.words import count_of, listed
from helpers.ladder import Ladder, Level
from helpers.paths import typed
from helpers.report.model import (
    READING,
    Block,
    Entries,
    Entry,
    Fact,
    Facts,
    Figure,
    Points,
    Prose,
    Report,
    Section,
    Table,
)
from helpers.report.phrases import fits, quoted, shortened
from helpers.report.pictures import figure, with_tables
from helpers.workshop import team
from helpers.workshop.feedback import Feedback, feedback_lines, known_of_each_other, questions
from helpers.workshop.session import Said, TeamSession
from helpers.workshop.slips import feedback_shown, slips_beside
from helpers.workshop.suppression import Snapshot

PICTURE_WIDTH = 680
LONGEST_TITLE = 200
"""Characters of a question that still make a heading; a ladder's prompts are shorter."""

_SOURCE = (
    "Spread is Leik's D over the frequency answers: Leik, R. K. (1966). A measure of ordinal consensus. Pacific "
    "Sociological Review 9, 85–90."
)


def last_report(session: TeamSession, theme: Theme, on: date) -> Report:
    """The report of the last picture that a session took, for the day `on`, in a `theme`.

    Raises `UsageError` before the first.
    """
    snapshot = session.snapshot
    if snapshot is None:
        raise UsageError(
            "nothing of this folder has been revealed yet",
            where=session.memory.where,
            next_step=f"Press Reveal on the board, or run `{typed('team FOLDER')}`.",
        )
    return build_team_report(
        session.ladder,
        snapshot,
        session.words(),
        on=on,
        theme=theme,
        min_group=session.min_group,
        feedback=feedback_shown(slips_beside(session)),
        versions=session.versions(),
    )


def build_team_report(
    ladder: Ladder,
    snapshot: Snapshot,
    words: Sequence[Said],
    *,
    on: date,
    theme: Theme,
    min_group: int,
    feedback: Feedback | None = None,
    versions: Sequence[str] = (),
) -> Report:
    """A team's report for the day `on`: pure. A section with nothing in it is left out.

    `words` are what people released, `feedback` what they said of the workshop itself (None: nothing was shown), and
    `versions` sentences about those who answered another version of the ladder (none: nobody did). The `snapshot` is
    what may be seen of the `ladder`, none of it less than `min_group` people; `theme` has the colours.
    """
    writer = _Writer(ladder, snapshot, theme, min_group)
    sections = (
        writer.who(versions),
        writer.topics(),
        writer.strong(),
        _words(words),
        _commitments(words),
        writer.families(),
        *writer.levels(),
        _feedback(feedback),
        writer.reading(),
    )
    day = day_in_words(on)
    return Report(
        on=on,
        title="Team report",
        kicker=ladder.title,
        heading="Team report",
        subtitle=f"{count_of(snapshot.people, 'person', 'people')}, {day}",
        footer=f"Team report, {day}",
        sections=with_tables(section for section in sections if section),
    ).about(ladder)


class _Writer:
    """The sections that are made of figures."""

    def __init__(self, ladder: Ladder, snapshot: Snapshot, theme: Theme, min_group: int) -> None:
        self.ladder, self.snapshot, self.theme, self.min_group = ladder, snapshot, theme, min_group

    def who(self, versions: Sequence[str]) -> Section:
        """How many are in the picture, how far their answers reach, and what everybody knows of everybody.

        `versions` tell of those who answered another version of the ladder.
        """
        reached = team.reach(self.ladder, self.snapshot)
        shown, total = sum(reach.shown for reach in reached), sum(reach.total for reach in reached)
        rows = tuple(
            (
                reach.level.title,
                f"{reach.shown} of {reach.total}",
                f"{reach.answers} of {reach.possible}" if reach.shown else "–",
                str(reach.hidden),
                str(reach.empty),
            )
            for reach in reached
        )
        blocks: list[Block] = [
            Facts(
                facts=(
                    Fact(label="In this picture", text=count_of(self.snapshot.people, "person", "people")),
                    Fact(label="Statements shown", text=f"{shown} of {total}"),
                    Fact(label="Smallest group", text=f"{self.min_group} people"),
                )
            ),
            *(Prose(text=sentence) for sentence in versions),
            Table(head=("Level", "Statements shown", "Answers", "Hidden", "No answers"), rows=rows),
            Prose(
                tone="aside",
                text="Answers are counted for the statements that are shown, of those that everybody in this "
                "picture could have given. Hidden means that there are answers, but of fewer than "
                f"{self.min_group} people.",
            ),
        ]
        if agreed := [statement.title for statement in team.aloud(self.ladder, self.snapshot)]:
            named = quoted(agreed[:12]) + ([f"{len(agreed) - 12} more"] if len(agreed) > 12 else [])
            blocks.append(
                Prose(
                    text=f"On {listed(named)} a whole group, or all of it but one, gave one and the same answer. So "
                    "what each of them said there is known: to everybody, or to the one who answered differently. It "
                    "was not hidden, because then no agreement could ever be shown."
                )
            )
        return Section(id="who", title="Who is in this picture", blocks=tuple(blocks))

    def topics(self) -> Section:
        """The statements with the widest disagreement, and what to ask about them."""
        topics = team.agenda(self.ladder, self.snapshot)
        if not topics:
            text = "On what is shown, the answers lie close together, or too few are frequencies to say how far apart."
            return Section(id="agenda", title="To talk about", blocks=(Prose(text=text),))
        entries = tuple(
            Entry(
                title=topic.statement.title,
                note=topic.level.short_title,
                text=self.ladder.scale.asked(topic.statement),
                facts=(
                    Fact(
                        label="Answers",
                        text=f"{team.told_of(self.ladder, topic.table.counts)}. "
                        f"{expectation(self.ladder.scale, 'The ladder', self.ladder.expected(topic.statement))}.",
                    ),
                ),
            )
            for topic in topics
        )
        return Section(
            id="agenda",
            title="To talk about",
            blocks=(
                Prose(
                    tone="lead",
                    text="Where the answers lie furthest apart, widest first. A difference is a topic and nobody's "
                    "mistake: often the work differs, sometimes only what people take the words to mean.",
                ),
                self._figure([team.bar(topic.statement.title, topic.table.counts) for topic in topics]),
                Entries(entries=entries),
                Points(
                    title="Questions to begin with",
                    points=(
                        "What did you count as an occasion for this, and what not?",
                        "Where does the work itself differ between us?",
                        "What would the expected answer look like here, in an ordinary month or the next time it "
                        "comes up?"
                        if self.ladder.expects
                        else "How often would this do good here, in an ordinary month or whenever it comes up?",
                    ),
                ),
                *self._whose(),
            ),
        )

    def _whose(self) -> tuple[Prose, ...]:
        """Whose judgement what is expected is; nothing where the ladder expects nothing."""
        whose = whose_expectation(self.ladder)
        return (Prose(text=whose, tone="aside"),) if whose else ()

    def strong(self) -> Section:
        """What most do as often as the ladder expects."""
        together, often = team.together(self.ladder, self.snapshot), team.as_often(self.ladder)
        if not together:
            text = f"No statement shown is one that three in four of those who rated it do {often}."
            return Section(id="together", title="Strong together", blocks=(Prose(text=text),))
        bars = [team.bar(row.statement.title, row.table.counts, n=f"{row.met} of {row.rated}") for row in together]
        lead = (
            f"Of those who rated these statements, at least three in four do them {often}. "
            "Beside each bar: how many, of how many who rated it."
        )
        return Section(
            id="together",
            title="Strong together",
            blocks=(Prose(tone="lead", text=lead), self._figure(bars), *self._whose()),
        )

    def families(self) -> Section:
        """The answers by competency."""
        bars = team.family_bars(team.families(self.ladder, self.snapshot), min_group=self.min_group)
        lead = (
            "All answers to the statements of a competency that are shown, over all levels. Beside each bar: how many "
            "answers, and to how many of its statements."
        )
        return Section(id="families", title="By competency", blocks=(Prose(tone="lead", text=lead), self._figure(bars)))

    def levels(self) -> tuple[Section, ...]:
        """Every statement of the levels of which anything is shown; the others are told in the first table."""
        reached = [reach.level for reach in team.reach(self.ladder, self.snapshot) if reach.shown]
        return tuple(self._level(level) for level in reached)

    def _level(self, level: Level) -> Section:
        figures = (
            self._figure(
                team.statement_bars(self.snapshot, part.statements, min_group=self.min_group),
                caption=f"{level.short_title}: {part.title_within}",
            )
            for part in team.parts(self.ladder, level)
        )
        return Section(id=f"level-{level.id}", title=f"By statement: {level.title}", blocks=tuple(figures))

    def reading(self) -> Section:
        """What the counts mean, what is hidden and why, and what nobody should use them for."""
        k = self.min_group
        facts = (
            Fact(
                label="Counts",
                text="A bar shows how many people gave each answer, and nothing is averaged: the same mean can stand "
                "for a team that agrees and for one that is split. Answers that are no frequency stand apart at the "
                "end of a bar. Whoever left a statement open is in none of its bars.",
            ),
            *((Fact(label="Coarse bars", text=coarse_told(self.ladder)),) if self.snapshot.coarse else ()),
            Fact(
                label="Self-ratings",
                text="These are people's own views of their own work, and across studies they agree with other "
                "measures only loosely. They are a good start for a talk, and too weak to compare people or teams by.",
            ),
            Fact(
                label="Hidden",
                text=f"A statement is shown once at least {k} people answered it. It then changes only when at least "
                f"{k} more have, so that no two pictures differ by fewer people. Answers that can't be shown yet wait, "
                "and an answer that was shown stays as it was. “No answers” means that nobody answered.",
            ),
            Fact(
                label="No groups",
                text="There are no bars by level, role or site. In a team of this size a group and the rest would tell "
                "on each other: whoever knows all and all but three knows the three.",
            ),
            Fact(
                label="Words",
                text="Each quotation was released by its author, that very text and no other. Their order is that of "
                "the alphabet.",
            ),
            Fact(
                label="What it is not",
                text="No score of the team, no ranking and no basis for anybody's appraisal. If it is used that way "
                "once, the next answers will be worth nothing.",
            ),
        )
        source = Prose(tone="aside", text=_SOURCE)
        return Section(id=READING, title="How to read this", blocks=(Facts(look="list", facts=facts), source))

    def _figure(self, bars: Sequence[Bar], caption: str = "") -> Figure:
        return bars_figure(bars, team.naming(self.ladder, coarse=self.snapshot.coarse), self.theme, caption=caption)


def bars_figure(bars: Sequence[Bar], naming: Naming, theme: Theme, *, caption: str = "") -> Figure:
    """Bars of counts as a picture of a report, with the table that says the same; `naming` is of their parts.

    `theme` gives the colours, and `caption` stands below ("": none does).
    """
    picture = team_chart(bars, naming, theme, width=PICTURE_WIDTH)
    brief = f"Bars of how many gave each answer, {count_of(len(bars), 'row')}. A table at the end has the counts."
    return figure(picture, brief, _table(bars, naming), caption=caption)


def _table(bars: Sequence[Bar], naming: Naming) -> Table:
    """The counts of some bars; where a bar says something in their place, the table does too."""
    steps, apart, _ = naming
    rows = []
    for bar in bars:
        if bar.instead:  # it holds no counts, and says nothing of how many parts its neighbours have
            rows.append((bar.title, *("–",) * len(steps), bar.instead))
            continue
        counts = tuple(str(count) for count in bar.frequencies)
        others = [f"{count} “{label}”" for count, label in zip(bar.apart, apart, strict=True) if count]
        rows.append((bar.title, *counts, "; ".join([bar.n, *others])))
    return Table(head=("Row", *steps, "In all, and apart"), rows=tuple(rows), wordy=True)


def coarse_told(ladder: Ladder) -> str:
    """What coarse bars tell and what they don't."""
    less, met, _ = team.coarse_words(ladder)
    rare = (
        f"Where occasions are rare, nothing is counted as {less}: such an answer may rest on one to three occasions, "
        "how many there were stays with whoever gave it, and it stands with those answered otherwise. "
        if ladder.rare
        else ""
    )
    return (
        f"For a small group, bars have three parts at the most: {less}; {met}; and answered otherwise (no opportunity, "
        f"not applicable, don’t know). {rare}Which answer it was within a part was never counted, so nobody can look "
        "it up. A part of one can remain: it tells that one person of those counted stands there, and neither who nor "
        "which answer they gave."
    )


def _words(words: Sequence[Said]) -> Section | None:
    """What people released, under what each text answers or backs."""
    entries = tuple(
        Entry(
            title=said.title if fits(said.title, LONGEST_TITLE) else shortened(said.title, LONGEST_TITLE),
            note="Evidence" if said.kind == "evidence" else "",
            text="" if fits(said.title, LONGEST_TITLE) else said.title,
            quotes=said.texts,
        )
        for said in words
        if said.kind != "commitment"
    )
    if not entries:
        return None
    lead = Prose(
        tone="lead", text="What people chose to share, in their own words. Most of what was written stays private."
    )
    return Section(id="words", title="In our own words", blocks=(lead, Entries(entries=entries)))


def _feedback(feedback: Feedback | None) -> Section | None:
    """What people said of the workshop itself."""
    if feedback is None:
        return None
    facts = tuple(
        Fact(label=title, text=counted or "Too few answered this to be shown.")
        for title, counted in feedback_lines(feedback.snapshot)
    )
    lead = f"Counts of {count_of(feedback.snapshot.people, 'person', 'people')}, by the rules of the picture."
    blocks: list[Block] = [Prose(tone="lead", text=lead), Facts(look="list", facts=facts)]
    if agreed := known_of_each_other(feedback.snapshot):
        blocks.append(Prose(text=f"On {listed(quoted(list(agreed)))} all but one at the most answered alike."))
    if feedback.texts:
        title = next(question.text for _, question in questions().walk_prompts())
        blocks.append(Entries(entries=(Entry(title=title, quotes=feedback.texts),)))
    return Section(id="feedback", title=questions().title, blocks=tuple(blocks))


def _commitments(words: Sequence[Said]) -> Section | None:
    """What people will do next."""
    quotes = tuple(text for said in words if said.kind == "commitment" for text in said.texts)
    if not quotes:
        return None
    entry = Entry(title="What some of us will do next", quotes=quotes)
    return Section(id="commitments", title="Commitments", blocks=(Entries(entries=(entry,)),))
