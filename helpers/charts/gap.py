"""From now to what a destination expects, statement by statement, as a dumbbell plot.

Not a radar: there the shape depends on the order of the axes. What is no
frequency has no place on the scale and is listed apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.charts.key import Entry, draw_key
from helpers.charts.lettering import wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight import Gap, GapItem, answer_label, frequency_label, state_label
from helpers.insight.words import few_occasions, listed, occasions_label
from helpers.journal.events import RatingState
from helpers.ladder.model import Ladder

NARROW = 520
"""Below this width a statement's title stands above its line instead of beside it."""

ROOM, MET, APART = "Less often than expected", "As often as expected, or more", "Answered otherwise, or not yet"
OPEN = "Your answers, where no frequency is expected"
THIN = "Too few occasions to tell"
"""The headings. They say how the answers lie and don't judge them."""

_TITLE, _SMALL, _EDGE = 13.0, 11.5, 6.0


def gap_chart(gap: Gap, ladder: Ladder, theme: Theme, *, width: float = 680) -> Picture:
    """One row a statement, the widest difference first: a dot for the answer, a bar for what is expected.

    Where the ladder expects nothing there is no bar, and no gap. A filled dot has evidence beside it, a hollow
    one has none yet. Statements without a
    frequency are listed below by their state. `width` is in px; the height follows. `theme` has the colours.
    """
    return _Drawing(gap, ladder, theme, width).picture()


class _Drawing:
    """One chart being drawn from top to bottom; `y` is how far it has come."""

    def __init__(self, gap: Gap, ladder: Ladder, theme: Theme, width: float) -> None:
        self.gap, self.scale, self.theme = gap, ladder.scale, theme
        self.canvas = Canvas(theme, width)
        self.narrow = width < NARROW
        self.left = 34.0 if self.narrow else width * 0.44
        self.beside = (width if self.narrow else self.left - 24) - 2 * _EDGE
        self.step = (width - self.left - 46) / 4
        self.y = 8.0

    def picture(self) -> Picture:
        self.group(ROOM, self.gap.to_grow)
        self.group(THIN, self.gap.thin)
        self.group(MET, self.gap.met)
        self.group(OPEN, self.gap.open)
        if self.gap.apart:
            self.apart()
        self.y += 6
        if self.gap.rated:
            self.y = draw_key(self.canvas, self.y, self.key())
        return self.canvas.finish(self.y + 4, _alt(self.gap))

    def x(self, frequency: int) -> float:
        return self.left + self.step * frequency

    def group(self, heading: str, items: Sequence[GapItem]) -> None:
        if not items:
            return
        top = self.y
        self.heading(f"{heading}: {len(items)} of {self.gap.rated} rated", self.beside)
        self.axis(self.y if self.narrow else top)
        for item in items:
            self.row(item)
        self.y += 10

    def heading(self, words: str, room: float) -> None:
        for line in wrap(words, _TITLE, room, bold=True):
            self.canvas.text((_EDGE, self.y + _TITLE), line, size=_TITLE, bold=True)
            self.y += _TITLE * LINE
        self.y += 5

    def axis(self, top: float) -> None:
        """The words of the scale: beside the heading that began at `top`, or below it on a phone."""
        words = [wrap(step.label, _SMALL, self.step - 6) for step in self.scale.frequencies]
        deep = max(len(lines) for lines in words)
        self.y = bottom = max(self.y, top + deep * _SMALL * LINE + 5)
        for frequency, lines in enumerate(words):
            for number, line in enumerate(lines):
                y = bottom - 8 - _SMALL * LINE * (len(lines) - 1 - number)
                self.canvas.text((self.x(frequency), y), line, size=_SMALL, colour=self.theme.muted, anchor="middle")

    def row(self, item: GapItem) -> None:
        few = f" ({occasions_label(item.rating)})" if few_occasions(item.rating) else ""
        title = wrap(f"{item.statement.title}{few}", _TITLE, self.beside)
        of = wrap(item.level.short_title, _SMALL, self.beside) if self.gap.destination.role else ()
        tall = len(title) * _TITLE * LINE + len(of) * _SMALL * LINE
        height = tall + 26 if self.narrow else max(27.0, tall + 9)
        y = self.y + 2 if self.narrow else self.y + (height - tall) / 2
        for lines, size, colour in ((title, _TITLE, self.theme.ink), (of, _SMALL, self.theme.muted)):
            for line in lines:
                self.canvas.text((_EDGE, y + size * 0.97), line, size=size, colour=colour)
                y += size * LINE
        self.dumbbell(item, self.y + (tall + 13 if self.narrow else height / 2))
        self.y += height

    def dumbbell(self, item: GapItem, y: float) -> None:
        faint = self.theme.tint(0.22, self.theme.muted)
        self.canvas.line((self.x(0), y), (self.x(4), y), faint, 1)
        for frequency in range(5):
            self.canvas.line((self.x(frequency), y - 3), (self.x(frequency), y + 3), faint, 1)
        now = self.x(item.rating.frequency or 0)
        if item.expected is not None:
            expected = self.x(item.expected)
            if now != expected:
                self.canvas.line((now, y), (expected, y), self.theme.tint(0.7), 3)
            self.bar((expected, y))
        self.dot((now, y), filled=item.supported)

    def bar(self, at: Point) -> None:
        self.canvas.rect((at[0] - 1.75, at[1] - 11), (3.5, 22), self.theme.ink, self.theme.background, 1, round=1.5)

    def dot(self, at: Point, *, filled: bool) -> None:
        self.canvas.circle(at, 7, self.theme.background)
        self.canvas.circle(at, 5.4, self.theme.accent if filled else self.theme.background, self.theme.accent, 2.2)

    def apart(self) -> None:
        self.heading(f"{APART}: {len(self.gap.apart)} of {len(self.gap.items)}", self.canvas.width - 2 * _EDGE)
        for state, items in _by_state(self.gap):
            label = f"{state_label(self.scale, state)} ({len(items)})"
            self.canvas.text((_EDGE, self.y + _SMALL), label, size=_SMALL + 0.5, colour=self.theme.muted, italic=True)
            self.y += _SMALL * LINE + 3
            titles = "; ".join(item.statement.title for item in items)
            for line in wrap(titles, _SMALL + 0.5, self.canvas.width - 4 * _EDGE):
                self.canvas.text((_EDGE * 2.5, self.y + _SMALL), line, size=_SMALL + 0.5)
                self.y += (_SMALL + 0.5) * LINE
            self.y += 6

    def key(self) -> list[Entry]:
        goal = self.gap.destination
        by = f"{goal.short_title} expects" if goal.level else "the statement’s own level expects"
        bar = [Entry(self.bar, f"what {by}")] if len(self.gap.open) < self.gap.rated else []
        return [
            Entry(lambda at: self.dot(at, filled=True), "your answer, with evidence"),
            Entry(lambda at: self.dot(at, filled=False), "your answer, no evidence yet"),
            *bar,
        ]


def _by_state(gap: Gap) -> list[tuple[RatingState, list[GapItem]]]:
    by_state: dict[RatingState, list[GapItem]] = {}
    for item in gap.apart:
        by_state.setdefault(item.rating.state, []).append(item)
    return list(by_state.items())


def _alt(gap: Gap) -> str:
    parts = [f"From your answers to what {gap.destination.short_title} asks for: {gap.rated_text}."]
    for heading, rated in ((ROOM, gap.to_grow), (THIN, gap.thin), (MET, gap.met), (OPEN, gap.open)):
        if rated:
            listing = "; ".join(_in_words(gap, item) for item in rated)
            parts.append(f"{heading}, {len(rated)} of {gap.rated} rated: {listing}.")
    for state, items in _by_state(gap):
        titles = listed([f"“{item.statement.title}”" for item in items])
        parts.append(
            f"Answered “{state_label(gap.scale, state)}”: {titles}."
            if state is not RatingState.UNANSWERED
            else f"Not answered yet: {titles}."
        )
    return " ".join(parts)


def _in_words(gap: Gap, item: GapItem) -> str:
    expected = "" if item.expected is None else f"expected “{frequency_label(gap.scale, item.expected)}”, "
    return (
        f"“{item.statement.title}”, answered “{answer_label(gap.scale, item.rating)}”, "
        f"{expected}{'with' if item.supported else 'no'} evidence"
    )
