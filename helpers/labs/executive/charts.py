"""Pictures of the lab “Run the business”: cash over three years, what each lever moves, where revenue comes from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import ceil, floor, log10

from helpers.charts.key import Entry, draw_key, draw_swatch
from helpers.charts.lettering import text_width
from helpers.charts.picture import Picture
from helpers.charts.svg import Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight.words import count_of, listed
from helpers.labs.executive.model import MONTHS, RunTheBusiness
from helpers.labs.executive.simulation import Course, Nudge, Outlook, quarterly
from helpers.labs.money import money
from helpers.labs.rows import EDGE, NARROW, SMALL, Rows

COHORTS = ("today’s customers", "won in year 1", "won in year 2", "won in year 3")
"""What the groups of cohorts are called."""

_TONES = (0.9, 0.6, 0.36, 0.16)


def cash_chart(
    lab: RunTheBusiness,
    today: Outlook,
    theme: Theme,
    *,
    plan: Outlook | None = None,
    forecast: float | None = None,
    width: float = 680,
) -> Picture:
    """Cash at the end of each month: the middle world, and the band of eight worlds in ten.

    With a `plan` the band is the plan's, and today's course is dashed beside it. `forecast` marks the month in
    which somebody expected the cash to end. `width` is in px; the height follows. The `lab` gives the cash that there
    is now and its currency, `theme` the colours.
    """
    canvas = Canvas(theme, width)
    shown = plan or today
    low, middle, high = ((lab.today.cash, *row) for row in shown.band)
    before = (lab.today.cash, *today.band[1])
    ticks = _ticks(min(*low, *before, 0.0), max(*high, *before, 0.0))
    labels = [_tick(tick, lab) for tick in ticks]
    left = max(text_width(label, SMALL) for label in labels) + 14
    right, top, bottom = width - 16, 26.0, 26.0 + (250 if width < NARROW else 300)

    def at(month: float, cash: float) -> Point:
        share = (cash - ticks[0]) / (ticks[-1] - ticks[0])
        return left + (right - left) * month / MONTHS, bottom - (bottom - top) * share

    canvas.text((EDGE, SMALL + 2), "Cash in the bank", size=SMALL, colour=theme.muted)
    months = range(MONTHS + 1)
    band = [at(month, high[month]) for month in months] + [at(month, low[month]) for month in reversed(months)]
    canvas.shape(band, theme.tint(0.2))
    for tick, label in zip(ticks, labels, strict=True):
        y = at(0, tick)[1]
        strong = tick == 0
        canvas.line((left, y), (right, y), theme.ink if strong else theme.tint(0.16, theme.ink), 1.4 if strong else 1)
        canvas.text((left - 6, y + 4), label, size=SMALL, colour=theme.muted, anchor="end")
    for month in range(0, MONTHS + 1, 6 if width < NARROW else 3):
        x = at(month, 0)[0]
        canvas.text((x, bottom + 16), str(month), size=SMALL, colour=theme.muted, anchor="middle")
    canvas.text((right, bottom + 31), "months from now", size=SMALL, colour=theme.muted, anchor="end")

    if plan:
        canvas.path(_line([at(month, before[month]) for month in months]), theme.muted, 2, dash="5 5")
    canvas.path(_line([at(month, middle[month]) for month in months]), theme.accent, 3)
    if forecast is not None:
        x = at(min(max(forecast, 0), MONTHS), 0)[0]
        canvas.line((x, top), (x, bottom), theme.ink, 1.6, dash="2 4")

    entries = [
        Entry(partial(_stroke, canvas, theme.accent, 3), "your plan, middle world" if plan else "the middle world"),
        Entry(partial(draw_swatch, canvas, theme.tint(0.2)), f"eight worlds in ten, of {shown.draws:,}"),
    ]
    if plan:
        entries.append(Entry(partial(_stroke, canvas, theme.muted, 2, dash="5 5"), "today’s course, middle world"))
    if forecast is not None:
        entries.append(Entry(partial(_upright, canvas, theme.ink), "your forecast"))
    end = draw_key(canvas, bottom + 40, entries)
    return canvas.finish(end + 4, _told_cash(lab, today, plan, forecast))


def moves_chart(lab: RunTheBusiness, found: Sequence[Nudge], theme: Theme, *, width: float = 680) -> Picture:
    """One row a lever: what one step of it alone changes in the bank, after a year and after three.

    `width` is in px; the height follows. `found` are the levers' steps in the order of the rows; the `lab` gives their
    names and the currency, `theme` the colours.
    """
    ends = [value for nudge in found for value in (*nudge.year, *nudge.end)]
    wide = width >= NARROW
    ticks = _ticks(min(*ends, 0.0), max(*ends, 0.0), about=5 if wide else 3)
    words = [(tick, _tick(tick, lab, signed=True)) for tick in ticks]
    rows = Rows(theme, width, (ticks[0], ticks[-1]), words, right=34, share=0.4)
    if not wide:
        rows.left = 30
    rows.axis("Change of the cash in the bank")
    zero, lane = rows.x(0), 38.0
    for nudge in found:
        y = rows.row(lab.handle(nudge.lever).nudged, lane=lane)
        rows.canvas.line((zero, y - lane / 2), (zero, y + lane / 2), theme.ink, 1.4)
        for offset, values, late in ((-7, nudge.year, False), (7, nudge.end, True)):
            low, middle, high = (rows.x(value) for value in values)
            rows.canvas.line((low, y + offset), (high, y + offset), theme.tint(0.45), 5)
            _dot(rows.canvas, late, (middle, y + offset))
    entries = [
        Entry(partial(_dot, rows.canvas, False), "after 12 months"),
        Entry(partial(_dot, rows.canvas, True), "after 36 months"),
        Entry(partial(_stroke, rows.canvas, theme.tint(0.45), 5), "eight worlds in ten"),
    ]
    end = draw_key(rows.canvas, rows.y + 8, entries)
    changes = [
        f"{lab.handle(n.lever).nudged}: {_sum(lab, n.year[1])} after 12 months, {_sum(lab, n.end[1])} after 36 "
        f"({_sum(lab, n.end[0])} to {_sum(lab, n.end[2])})"
        for n in found
    ]
    return rows.canvas.finish(end + 4, "What one step changes in the bank. " + "; ".join(changes) + ".")


def cohorts_chart(
    lab: RunTheBusiness, course: Course, outlook: Outlook, theme: Theme, *, width: float = 680
) -> Picture:
    """Revenue by quarter as likely, stacked by when the customers were won; a mark for the spread of the total.

    `width` is in px; the height follows. `course` is the one world with everything as likely, and `outlook` has the
    spread; the `lab` gives the currency, `theme` the colours.
    """
    canvas = Canvas(theme, width)
    groups = [quarterly(group)[:, 0] for group in course.revenue_from]
    low, _, high = outlook.revenue
    totals = [float(sum(group[quarter] for group in groups)) for quarter in range(len(low))]
    ticks = _ticks(0.0, max(*high, *totals, 1.0))
    labels = [_tick(tick, lab) for tick in ticks]
    left = max(text_width(label, SMALL) for label in labels) + 14
    right, top, bottom = width - 10, 26.0, 26.0 + (220 if width < NARROW else 250)
    step = (right - left) / len(totals)
    bar = step * 0.64

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / ticks[-1]

    canvas.text((EDGE, SMALL + 2), "Revenue in a quarter", size=SMALL, colour=theme.muted)
    for tick, label in zip(ticks, labels, strict=True):
        canvas.line((left, y(tick)), (right, y(tick)), theme.tint(0.16, theme.ink), 1)
        canvas.text((left - 6, y(tick) + 4), label, size=SMALL, colour=theme.muted, anchor="end")
    for quarter in range(len(totals)):
        x, base = left + step * (quarter + 0.5), 0.0
        for group, tone in zip(groups, _TONES, strict=True):
            value = float(group[quarter])
            if value > 0:
                corner, size = (x - bar / 2, y(base + value)), (bar, y(base) - y(base + value))
                canvas.rect(corner, size, theme.tint(tone), theme.background, 0.8)
            base += value
        canvas.line((x, y(low[quarter])), (x, y(high[quarter])), theme.ink, 1.6)
        for end in (low[quarter], high[quarter]):
            canvas.line((x - 3, y(end)), (x + 3, y(end)), theme.ink, 1.6)
        canvas.text((x, bottom + 15), str(quarter + 1), size=SMALL, colour=theme.muted, anchor="middle")
    canvas.text((right, bottom + 30), "quarter", size=SMALL, colour=theme.muted, anchor="end")
    entries = [
        Entry(partial(draw_swatch, canvas, theme.tint(tone)), words)
        for words, tone in zip(COHORTS, _TONES, strict=True)
    ]
    entries.append(Entry(partial(_upright, canvas, theme.ink, dash=None), "eight worlds in ten"))
    end = draw_key(canvas, bottom + 38, entries)
    last = [float(group[-1]) for group in groups]
    shares = [f"{_share(value, totals[-1])} from {words}" for value, words in zip(last, COHORTS, strict=True)]
    spread = f"{_sum(lab, low[-1], signed=False)} to {_sum(lab, high[-1], signed=False)}"
    alt = (
        f"Revenue by quarter, from {_sum(lab, totals[0], signed=False)} in the first to "
        f"{_sum(lab, totals[-1], signed=False)} in the last, if all is as likely; in eight worlds of ten the last is "
        f"{spread}. In the last quarter {listed(shares)}."
    )
    return canvas.finish(end + 4, alt)


def months_told(months: float) -> str:
    """A runway in words; what lasts to the end of the picture may last longer."""
    return f"{MONTHS} months or more" if months >= MONTHS else count_of(round(months), "month")


def runway_told(outlook: Outlook) -> str:
    """The runway of eight worlds in ten: "15 to 22 months", "15 months to 36 or more"."""
    low, _, high = outlook.months
    if round(low) == round(high):
        return months_told(low)
    return (
        f"{count_of(round(low), 'month')} to {MONTHS} or more" if high >= MONTHS else f"{low:.0f} to {high:.0f} months"
    )


def _told_cash(lab: RunTheBusiness, today: Outlook, plan: Outlook | None, forecast: float | None) -> str:
    def course(outlook: Outlook) -> str:
        lowest = min(outlook.band[1])
        return (
            f"the cash lasts {runway_told(outlook)} in eight worlds of ten; in the middle world it is "
            f"{_sum(lab, lowest, signed=False)} at its lowest and {_sum(lab, outlook.band[1][-1], signed=False)} after "
            f"{MONTHS} months, with a band from {_sum(lab, outlook.band[0][-1], signed=False)} to "
            f"{_sum(lab, outlook.band[2][-1], signed=False)}"
        )

    alt = f"Cash over {MONTHS} months. As things stand today {course(today)}."
    if plan:
        alt += f" With your plan {course(plan)}."
    if forecast is not None:
        alt += f" You expected {months_told(forecast)}."
    return alt


def _sum(lab: RunTheBusiness, amount: float, *, signed: bool = True) -> str:
    return money(amount, lab.currency, signed=signed)


def _share(value: float, total: float) -> str:
    return f"{100 * value / total:.0f} per cent" if total else "nothing"


def _ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Round numbers in even steps that take in a range; 0 is one of them if the range holds it."""
    span = (high - low) or 1.0
    rough = span / about
    power = 10 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
    first, last = floor(low / step), ceil(high / step)
    return tuple(number * step for number in range(first, max(last, first + 1) + 1))


def _tick(value: float, lab: RunTheBusiness, *, signed: bool = False) -> str:
    """A round sum at an axis: "€2m" for "€2.00m"."""
    text = money(value, lab.currency, signed=signed)
    return f"{text[:-1].rstrip('0').rstrip('.')}m" if text.endswith("m") else text


def _line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _dot(canvas: Canvas, late: bool, at: Point) -> None:
    canvas.circle(at, 5, canvas.theme.accent if late else canvas.theme.background, canvas.theme.accent, 2)


def _stroke(canvas: Canvas, colour: str, width: float, at: Point, dash: str | None = None) -> None:
    canvas.line((at[0] - 11, at[1]), (at[0] + 11, at[1]), colour, width, dash)


def _upright(canvas: Canvas, colour: str, at: Point, dash: str | None = "2 4") -> None:
    canvas.line((at[0], at[1] - 7), (at[0], at[1] + 7), colour, 1.6, dash)
