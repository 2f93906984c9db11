"""What stands on the workshop board: pages of figures that have been through suppression."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from helpers.charts import Theme
from helpers.charts.team import Bar, team_chart
from helpers.insight import frequency_label, whose_expectation
from helpers.insight.words import count_of
from helpers.ladder import Ladder
from helpers.pages.render import figure, render
from helpers.workshop import team
from helpers.workshop.folder import in_words
from helpers.workshop.session import Lobby, Said
from helpers.workshop.suppression import Snapshot

WIDTHS = (860, 350)
"""CSS px in which a chart is drawn: for the wall, which shows it about half as large again, and for a phone."""

TABS = (
    ("lobby", "Lobby"),
    ("agenda", "To talk about"),
    ("together", "Strong together"),
    ("families", "By competency"),
    ("level", "By statement"),
    ("reach", "Coverage"),
    ("words", "In our words"),
)
"""The pages that can be turned to once a picture is up: the value of the button, and what it says."""


class Pages:
    """The pages of one snapshot, as HTML."""

    def __init__(self, ladder: Ladder, theme: Theme, snapshot: Snapshot, min_group: int, title: str = "") -> None:
        self.ladder, self.theme, self.snapshot, self.min_group = ladder, theme, snapshot, min_group
        self.title = title

    def turned_to(self, view: str, words: Sequence[Said] = (), *, went: bool = False) -> str | None:
        """The page of a view ("agenda", "topic:mid.metrics", "level:mid:signs"); None if there is none such.

        `words` are what people released, and `went` whether more of them were shown before.
        """
        kind, _, rest = view.partition(":")
        match kind:
            case "agenda":
                return self._agenda()
            case "topic":
                return self._topic(rest)
            case "together":
                return self._together()
            case "families":
                return self._families()
            case "level":
                return self._level(rest)
            case "reach":
                reached = team.reach(self.ladder, self.snapshot)
                return self._page("board_reach", "reach", reach=reached)
            case "words":
                return self._page("board_words", "words", words=words, went=went)
        return None

    def aloud(self) -> str | None:
        """What must be said before this picture is shown; None if there is nothing."""
        statements = team.aloud(self.ladder, self.snapshot)
        return _framed("board_aloud", self.ladder, self.title, statements=statements) if statements else None

    def _agenda(self) -> str:
        topics = team.agenda(self.ladder, self.snapshot)
        lead = (
            "Where your answers lie furthest apart. Differences are topics, not mistakes: often the work differs, "
            "sometimes only the words."
            if topics
            else "On the statements shown so far your answers lie close together, or too few of you rated them."
        )
        return self._picture(
            "agenda",
            "To talk about",
            [team.bar(topic.statement.title, topic.table.counts) for topic in topics],
            lead=lead,
            topics=[(f"topic:{topic.statement.id}", topic.statement.title) for topic in topics],
        )

    def _topic(self, id: str) -> str | None:
        topics = {topic.statement.id: topic for topic in team.agenda(self.ladder, self.snapshot)}
        if (topic := topics.get(id)) is None:
            return None
        ladder = self.ladder
        expected = ladder.expected(topic.statement)
        return self._page(
            "board_topic",
            "agenda",
            topic=topic,
            asked=ladder.scale.asked(topic.statement),
            expected=None if expected is None else frequency_label(ladder.scale, expected),
            whose=whose_expectation(ladder) if expected is not None else "",
            when=f"over {rare.period}" if (rare := ladder.scale.rare_of(topic.statement)) else "in an ordinary month",
            picture=self._drawn([team.bar(topic.level.short_title, topic.table.counts)]),
        )

    def _together(self) -> str:
        together = team.together(self.ladder, self.snapshot)
        lead = (
            f"Of those who rated these, at least three in four do them {team.as_often(self.ladder)}."
            if together
            else f"No statement shown so far is one that three in four of you do {team.as_often(self.ladder)}."
        )
        bars = [team.bar(row.statement.title, row.table.counts, n=f"{row.met} of {row.rated}") for row in together]
        return self._picture("together", "Strong together", bars, lead=lead)

    def _families(self) -> str:
        families = team.families(self.ladder, self.snapshot)
        lead = "All answers to the statements of a competency that are shown, over all levels."
        bars = team.family_bars(families, min_group=self.min_group)
        return self._picture("families", "By competency", bars, lead=lead)

    def _level(self, rest: str) -> str | None:
        level_id, _, key = rest.partition(":")
        levels = {level.id: team.parts(self.ladder, level) for level in self.ladder.levels}
        level_id = level_id or self._first_level()
        parts = levels.get(level_id, ())
        part = next((part for part in parts if part.key == (key or parts[0].key)), None)
        if part is None:
            return None
        here = f"level:{level_id}:{part.key}"
        return self._picture(
            "level",
            f"{self.ladder.level(level_id).title}: {part.title}",
            team.statement_bars(self.snapshot, part.statements, min_group=self.min_group),
            levels=[
                (f"level:{other}:{_like(part, has).key}", self.ladder.level(other).short_title)
                for other, has in levels.items()
            ],
            level=here,
            parts=[(f"level:{level_id}:{other.key}", other.title) for other in parts],
            part=here,
        )

    def _first_level(self) -> str:
        """The level with the most answers to be seen."""
        return max(team.reach(self.ladder, self.snapshot), key=lambda reached: reached.answers).level.id

    def _picture(self, tab: str, heading: str, bars: Sequence[Bar], **values: object) -> str:
        given: dict[str, object] = {"lead": "", "topics": (), "levels": (), "level": "", "parts": (), "part": ""}
        drawn = self._drawn(bars) if bars else ""
        judged = self.snapshot.coarse or tab == "together"
        whose = whose_expectation(self.ladder) if judged and bars else ""
        return self._page("board_picture", tab, heading=heading, picture=drawn, whose=whose, **{**given, **values})

    def _drawn(self, bars: Sequence[Bar]) -> Markup:
        naming = team.naming(self.ladder, coarse=self.snapshot.coarse)
        wide, narrow = (team_chart(bars, naming, self.theme, width=width) for width in WIDTHS)
        return figure(wide, narrow, kind="kb-figure")

    def _page(self, template: str, tab: str, **values: object) -> str:
        return _framed(template, self.ladder, self.title, tabs=TABS, tab=tab, people=self.snapshot.people, **values)


def _enough(now: Lobby) -> str:
    """Whether there is a picture to reveal, as a sentence without its full stop."""
    more = count_of(now.missing, "more person has", "more people have")
    return f"{more} to answer before there is anything to reveal" if now.missing else "Enough people have answered"


def lobby(ladder: Ladder, now: Lobby, last: Snapshot | None, *, shown: bool, trouble: str = "", title: str = "") -> str:
    """Who is in, and the button to reveal.

    `now` are head counts, `last` is the last picture if there is one, `shown` says whether it is up, and `trouble`
    what went wrong just now. The `ladder` gives the language, and the title where the session has none of its own.
    """
    say = f"{count_of(now.people, 'person has', 'people have')} answered" if now.told else _enough(now)
    number, picture = (last.number, last.people) if last else (0, 0)
    values = {"lobby": now, "enough": _enough(now), "picture": picture, "number": number, "trouble": trouble}
    return _framed("board_lobby", ladder, title, **values, tabs=TABS if shown else (), tab="lobby", say=say)


def trouble(ladder: Ladder, what: str, title: str = "") -> str:
    """The board when its folder or its session can't be read: `what` is said. The `ladder` gives language and title.

    A session may have a `title` of its own ("": the ladder's).
    """
    return _framed("board", ladder, title, trouble=what)


def aside(now: Lobby) -> str:
    """For the facilitator: how many files were left out and why, without their names."""
    return render("board_aside", reasons=in_words(now.reasons), total=sum(number for _, number in now.reasons))


def _like(part: team.LevelPart, parts: Sequence[team.LevelPart]) -> team.LevelPart:
    """The same part of another level that has these, or its first."""
    return next((each for each in parts if each.key == part.key), parts[0])


def _framed(template: str, ladder: Ladder, title: str, **values: object) -> str:
    frame: dict[str, object] = {"title": title or ladder.title, "tabs": (), "tab": "", "people": 0}
    return ladder.spoken.in_html(render(template, **{**frame, "trouble": "", "say": "", **values}))
