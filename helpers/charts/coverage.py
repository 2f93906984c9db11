"""What is answered at each level, one square a statement.

Squares and not a bar: every statement can be counted, and none of them is part of a score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpers.charts.key import Entry, draw_key
from helpers.charts.lettering import wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight import APART, Coverage, Kind, state_label
from helpers.insight.words import count_of, listed
from helpers.journal.events import RatingState
from helpers.ladder.model import Scale

NARROW = 520
"""Below this width a level's name stands above its squares instead of beside them."""

_RATED = {
    Kind.SUPPORTED: "at the expected frequency or above, with evidence",
    Kind.CLAIMED: "at the expected frequency or above, no evidence yet",
    Kind.BELOW: "less often than expected",
    Kind.BACKED: "answered, with evidence",
    Kind.SAID: "answered, no evidence yet",
}
_SIDE, _STEP = 14.0, 18.0
_TITLE, _SMALL, _EDGE = 13.0, 11.5, 6.0


def coverage_chart(coverages: Sequence[Coverage], theme: Theme, *, width: float = 680) -> Picture:
    """One row a level, one square a statement, by kind; "5 of 7 rated" beside each row.

    Kinds differ in shape as well as colour. Only the kinds that occur are in the key.
    `width` is in px; the height follows. `coverages` are the levels in the order of the rows, all of one scale; `theme`
    has the colours.
    """
    canvas = Canvas(theme, width)
    narrow = width < NARROW
    y = 8.0
    for coverage in coverages:
        y = (_row_below if narrow else _row_beside)(canvas, coverage, y)
    kinds = [kind for kind in Kind if any(coverage.count(kind) for coverage in coverages)]
    if kinds:
        scale = coverages[0].scale
        y = draw_key(canvas, y + 6, [Entry(_sign(canvas, kind), _meaning(kind, scale)) for kind in kinds])
    return canvas.finish(y + 4, _alt(coverages))


def _row_beside(canvas: Canvas, coverage: Coverage, y: float) -> float:
    left, right = canvas.width * 0.25, canvas.width - 104
    title = wrap(coverage.level.short_title, _TITLE, left - 2 * _EDGE, bold=True)
    rows = _rows(coverage, right - left)
    height = max(len(title) * _TITLE * LINE, rows * _STEP) + 14
    middle = y + height / 2
    top = middle - len(title) * _TITLE * LINE / 2
    for number, line in enumerate(title):
        canvas.text((_EDGE, top + _TITLE * (0.97 + LINE * number)), line, size=_TITLE, bold=True)
    _squares(canvas, coverage, (left, middle - rows * _STEP / 2 + (_STEP - _SIDE) / 2), right - left)
    canvas.text(
        (canvas.width - _EDGE, middle + 4),
        coverage.rated_text,
        size=_SMALL + 0.5,
        colour=canvas.theme.muted,
        anchor="end",
    )
    return y + height


def _row_below(canvas: Canvas, coverage: Coverage, y: float) -> float:
    for line in wrap(coverage.level.short_title, _TITLE, canvas.width - 110, bold=True):
        canvas.text((_EDGE, y + _TITLE), line, size=_TITLE, bold=True)
        y += _TITLE * LINE
    canvas.text(
        (canvas.width - _EDGE, y - _TITLE * LINE + _TITLE),
        coverage.rated_text,
        size=_SMALL,
        colour=canvas.theme.muted,
        anchor="end",
    )
    room = canvas.width - 2 * _EDGE
    _squares(canvas, coverage, (_EDGE, y + 5), room)
    return y + 5 + _rows(coverage, room) * _STEP + 12


def _rows(coverage: Coverage, room: float) -> int:
    return -(-coverage.total // _per_row(room))


def _per_row(room: float) -> int:
    return max(1, int(room // _STEP))


def _squares(canvas: Canvas, coverage: Coverage, corner: Point, room: float) -> None:
    kinds = sorted((item.kind for item in coverage.items), key=list(Kind).index)
    for index, kind in enumerate(kinds):
        row, column = divmod(index, _per_row(room))
        _square(canvas, kind, (corner[0] + column * _STEP, corner[1] + row * _STEP))


def _sign(canvas: Canvas, kind: Kind) -> Callable[[Point], None]:
    return lambda at: _square(canvas, kind, (at[0] - _SIDE / 2, at[1] - _SIDE / 2))


def _square(canvas: Canvas, kind: Kind, corner: Point) -> None:
    theme, (x, y), side = canvas.theme, corner, _SIDE
    middle = (x + side / 2, y + side / 2)

    def box(fill: str, stroke: str, width: float = 1.6, dash: str | None = None) -> None:
        inset = width / 2
        canvas.rect((x + inset, y + inset), (side - width, side - width), fill, stroke, width, round=2.5, dash=dash)

    match kind:
        case Kind.SUPPORTED:
            box(theme.accent, theme.accent)
            canvas.path(f"M{x + 3.6:g} {y + 7.4:g}l2.5 2.5l4.4 -5", theme.background, 1.8)
        case Kind.CLAIMED:
            box(theme.tint(0.25), theme.accent)
        case Kind.BELOW:
            box(theme.background, theme.ink)
            canvas.line((x + 4.2, y + side - 4.4), (x + side - 4.2, y + side - 4.4), theme.ink, 2.2)
        # Round, because no frequency is expected beside them: they are apart from the squares that can be met.
        case Kind.BACKED:
            canvas.circle(middle, side / 2 - 0.4, theme.accent)
            canvas.path(f"M{x + 3.6:g} {y + 7.4:g}l2.5 2.5l4.4 -5", theme.background, 1.8)
        case Kind.SAID:
            canvas.circle(middle, side / 2 - 1.2, theme.tint(0.25), theme.accent, 1.6)
        case Kind.NO_OPPORTUNITY:
            canvas.circle(middle, side / 2 - 1.8, theme.background, theme.muted, 1.4)
        case Kind.NOT_APPLICABLE:
            canvas.line((x + 3.5, y + side - 3.5), (x + side - 3.5, y + 3.5), theme.muted, 1.6)
            canvas.line((x + 3.5, y + 3.5), (x + side - 3.5, y + side - 3.5), theme.muted, 1.6)
        case Kind.DONT_KNOW:
            canvas.text((middle[0], middle[1] + 4.6), "?", size=13, colour=theme.muted, anchor="middle", bold=True)
        case Kind.UNANSWERED:
            canvas.circle(middle, 1.8, theme.muted)


def _meaning(kind: Kind, scale: Scale) -> str:
    return _RATED[kind] if kind in _RATED else state_label(scale, RatingState(kind.value))


def _alt(coverages: Sequence[Coverage]) -> str:
    if not coverages:
        return "No level is shown."
    return " ".join(_in_words(coverage) for coverage in coverages)


def _in_words(coverage: Coverage) -> str:
    title = coverage.level.short_title
    alt = f"{title}: {coverage.rated} of {count_of(coverage.total, 'statement')} rated."
    counts = {kind: coverage.count(kind) for kind in Kind}
    rated = [f"{counts[kind]} {words}" for kind, words in _RATED.items() if counts[kind]]
    if rated:
        alt += f" Of the {coverage.rated}: {listed(rated)}."
    apart = [f"{counts[kind]} {_meaning(kind, coverage.scale)}" for kind in APART if counts[kind]]
    if apart:
        alt += f" Apart from them: {listed(apart)}."
    return alt
