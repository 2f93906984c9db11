"""How a team answered, one stacked bar a row: counts of answers, never their mean.

What is no frequency stands at the end of a bar, outlined and with a sign of its own. A row
that may not be seen and a row that nobody answered look different from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.charts.key import Entry, draw_key
from helpers.charts.lettering import text_width, wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme, contrast
from helpers.insight.words import count_of, listed
from helpers.ladder.model import Scale

NARROW = 520
"""Below this width a row's title stands above its bar instead of beside it."""

TINTS = (0.05, 0.22, 0.42, 0.64, 1.0)
"""How much of the accent each frequency has, 0 to 4; on each of them either ink or paper can be read."""

_TITLE, _SMALL, _EDGE, _BAR = 13.0, 11.5, 6.0, 22.0


class Bar(NamedTuple):
    """One row: how many gave each frequency (0–4), and how many each answer kept apart from it.

    `apart` is in the order no opportunity, not applicable, don't know. A coarse bar has two frequencies, below what
    is expected and not below it, and one that is apart. `n` says what the
    bar adds up to ("10 answers"). Where `instead` is given there are no counts, and these
    words stand in their place; `hidden` tells counts that may not be seen from no data.
    """

    title: str
    frequencies: tuple[int, ...] = (0, 0, 0, 0, 0)
    apart: tuple[int, ...] = (0, 0, 0)
    n: str = ""
    instead: str = ""
    hidden: bool = False

    @property
    def total(self) -> int:
        """How many answers the bar holds."""
        return sum(self.frequencies) + sum(self.apart)


class Naming(NamedTuple):
    """What the parts of a bar are called, those on the scale and those apart, and how dark each of the former is."""

    steps: tuple[str, ...]
    apart: tuple[str, ...]
    tints: tuple[float, ...]


def fine(scale: Scale) -> Naming:
    """The names of a bar of all answers."""
    labels = tuple(step.label for step in sorted(scale.frequencies, key=lambda step: step.value))
    return Naming(labels, (scale.no_opportunity.label, scale.not_applicable.label, scale.dont_know.label), TINTS)


def coarse(words: tuple[str, str, str]) -> Naming:
    """The names of a coarse bar: below what is expected, not below it, and answered otherwise."""
    return Naming(words[:2], words[2:], (TINTS[1], TINTS[3]))


def team_chart(bars: Sequence[Bar], naming: Naming, theme: Theme, *, width: float = 680) -> Picture:
    """One bar a row, each as long as the others, its parts as wide as their share and with their counts.

    Only the answers that occur are in the key. `width` is in px; the height follows. `naming` has the words for the
    parts, and `theme` the colours.
    """
    return _Drawing(bars, naming, theme, width).picture()


class _Drawing:
    """One chart being drawn from top to bottom; `y` is how far it has come."""

    def __init__(self, bars: Sequence[Bar], naming: Naming, theme: Theme, width: float) -> None:
        self.bars, self.naming, self.theme = bars, naming, theme
        self.canvas = Canvas(theme, width)
        self.narrow = width < NARROW
        self.left = _EDGE if self.narrow else width * 0.36
        counted = max((text_width(bar.n, _SMALL) for bar in bars), default=0.0)
        self.right = width - _EDGE - (0 if self.narrow else counted + 12)
        self.y = 4.0

    def picture(self) -> Picture:
        for bar in self.bars:
            self.row(bar)
        if entries := self.key():
            self.y = draw_key(self.canvas, self.y + 8, entries)
        return self.canvas.finish(self.y + 4, _alt(self.bars, self.naming))

    def row(self, bar: Bar) -> None:
        beside = self.left - 2 * _EDGE - 8
        if self.narrow:
            beside = self.canvas.width - 3 * _EDGE - text_width(bar.n, _SMALL)
        title = wrap(bar.title, _TITLE, beside)
        tall = len(title) * _TITLE * LINE
        height = tall + _BAR + 14 if self.narrow else max(_BAR, tall) + 9
        top = self.y + 2 if self.narrow else self.y + (height - tall) / 2
        for number, line in enumerate(title):
            self.canvas.text((_EDGE, top + _TITLE * (0.97 + LINE * number)), line, size=_TITLE)
        corner = (self.left, self.y + tall + 5 if self.narrow else self.y + (height - _BAR) / 2)
        if bar.instead:
            self.instead(bar, corner)
        else:
            self.parts(bar, corner)
        beside_bar = top + _TITLE * 0.97 if self.narrow else corner[1] + _BAR / 2 + 4
        end = (self.canvas.width - _EDGE, beside_bar)
        self.canvas.text(end, bar.n, size=_SMALL, colour=self.theme.muted, anchor="end")
        self.y += height

    def instead(self, bar: Bar, corner: Point) -> None:
        """Words instead of counts: in a dashed frame if something is hidden, on a bare line if nothing is there."""
        wide = self.right - self.left
        if bar.hidden:
            self.canvas.rect(corner, (wide, _BAR), self.theme.background, self.theme.muted, 1.2, round=3, dash="4 3")
        else:
            y = corner[1] + _BAR - 2
            self.canvas.line((corner[0], y), (corner[0] + wide, y), self.theme.tint(0.3, self.theme.muted))
        at = (corner[0] + 10, corner[1] + _BAR / 2 + 4)
        self.canvas.text(at, bar.instead, size=_SMALL, colour=self.theme.muted, italic=True)

    def parts(self, bar: Bar, corner: Point) -> None:
        gap = 5.0 if sum(bar.frequencies) and sum(bar.apart) else 0.0
        counts = (*bar.frequencies, *bar.apart)
        # Each number has room to stand in, and beside what is off the scale its sign.
        least = [text_width(str(count), _SMALL, bold=True) + 3 for count in bar.frequencies]
        least += [text_width(str(count), _SMALL) + 22 for count in bar.apart]
        wide = _widths(counts, least, self.right - self.left - gap)
        x, y = corner
        for number, (count, width) in enumerate(zip(counts, wide, strict=True)):
            kind = number - len(bar.frequencies)
            if kind == 0:
                x += gap
            if count and kind < 0:
                self.frequency(number, (x, y), width, str(count))
            elif count:
                self.apart(kind, (x, y), width, str(count))
            x += width

    def frequency(self, frequency: int, corner: Point, wide: float, words: str) -> None:
        fill = self.theme.tint(self.naming.tints[frequency])
        self.canvas.rect(corner, (wide, _BAR), fill, self.theme.accent, 1)
        ink = max((self.theme.ink, self.theme.background), key=lambda colour: contrast(colour, fill))
        at = (corner[0] + wide / 2, corner[1] + _BAR / 2 + 4.2)
        self.canvas.text(at, words, size=_SMALL, colour=ink, anchor="middle", bold=True)

    def apart(self, kind: int, corner: Point, wide: float, words: str) -> None:
        x, y = corner
        inset = (wide - 2, _BAR - 2)
        self.canvas.rect((x + 1, y + 1), inset, self.theme.background, self.theme.muted, 1, round=3, dash="2 2")
        middle, room = y + _BAR / 2, text_width(words, _SMALL)
        self.canvas.text((x + wide / 2 - 7, middle + 4), words, size=_SMALL, colour=self.theme.ink, anchor="middle")
        self.sign(kind, (x + wide / 2 + room / 2 + 1, middle))

    def sign(self, kind: int, at: Point) -> None:
        """A ring for no opportunity, a cross for not applicable, a question mark for don't know."""
        (x, y), muted = at, self.theme.muted
        if kind == 0:
            self.canvas.circle(at, 3.6, self.theme.background, muted, 1.4)
        elif kind == 1:
            self.canvas.line((x - 3, y - 3), (x + 3, y + 3), muted, 1.6)
            self.canvas.line((x - 3, y + 3), (x + 3, y - 3), muted, 1.6)
        else:
            self.canvas.text((x, y + 4.2), "?", size=12, colour=muted, anchor="middle", bold=True)

    def key(self) -> list[Entry]:
        entries = []
        if any(sum(bar.frequencies) for bar in self.bars):
            for value, words in enumerate(self.naming.steps):
                entries.append(Entry(lambda at, value=value: self.swatch(value, at), words))  # type: ignore[misc]
        for kind, words in enumerate(self.naming.apart):
            if any(bar.apart[kind] for bar in self.bars):
                entries.append(Entry(lambda at, kind=kind: self.sign(kind, at), words))  # type: ignore[misc]
        return entries

    def swatch(self, frequency: int, at: Point) -> None:
        corner = (at[0] - 11, at[1] - 7)
        self.canvas.rect(corner, (22, 14), self.theme.tint(self.naming.tints[frequency]), self.theme.accent, 1)


def _widths(counts: Sequence[int], least: Sequence[float], room: float) -> list[float]:
    """How wide each count is drawn: all of them fill the room in proportion, but for those that need more."""
    wide = [0.0] * len(counts)
    left = {number for number, count in enumerate(counts) if count}
    while left:
        unit = room / sum(counts[number] for number in left)
        tight = {number for number in left if counts[number] * unit < least[number]}
        for number in tight or left:
            wide[number] = least[number] if tight else counts[number] * unit
            room -= wide[number]
        left -= tight or left
    return wide


def _alt(bars: Sequence[Bar], naming: Naming) -> str:
    return " ".join(_in_words(bar, naming) for bar in bars) or "Nothing is shown."


def _in_words(bar: Bar, naming: Naming) -> str:
    if bar.instead:
        return f"{bar.title}: {bar.instead}."
    given = [f"{count} “{word}”" for count, word in zip(bar.frequencies, naming.steps, strict=True) if count]
    given += [f"{count} “{word}”" for count, word in zip(bar.apart, naming.apart, strict=True) if count]
    return f"{bar.title}, {count_of(bar.total, 'answer')}: {listed(given)}."
