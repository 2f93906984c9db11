"""Pictures of the lab “Choose what comes first”: places, chances, what it hangs on, what finding out is worth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from helpers.charts.key import Entry, draw_key, draw_swatch
from helpers.charts.picture import Picture
from helpers.charts.svg import Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight.words import listed
from helpers.labs.mid.model import Candidate, Estimate
from helpers.labs.mid.simulation import Information, Method, Scored, Simulation, Swing
from helpers.labs.rows import SMALL, Rows

METHODS = {Method.RICE: "RICE", Method.WSJF: "WSJF", Method.CD3: "cost of delay"}
"""What the methods are called."""

ESTIMATES = {
    Estimate.REACH: "reach",
    Estimate.IMPACT: "impact",
    Estimate.CONFIDENCE: "whether the remedy works",
    Estimate.EFFORT: "effort",
    Estimate.DELAY: "the cost of waiting",
    Estimate.VALUE: "the card for value",
    Estimate.URGENCY: "the card for urgency",
    Estimate.RISK: "the card for risk",
    Estimate.SIZE: "the card for size",
}
"""What the estimates are called."""

_LANES = {Method.RICE: -10.0, Method.WSJF: 0.0, Method.CD3: 10.0}
"""How far above or below the middle of a row each method's mark stands, so that none hides another."""

MOST_SWINGS = 8
"""More rows than these nobody reads."""

_PERCENT = tuple((share / 4, str(25 * share)) for share in range(5))


def ranks_chart(
    own: Sequence[Candidate],
    rankings: Sequence[tuple[Method, Sequence[Scored]]],
    held: Sequence[Candidate],
    theme: Theme,
    *,
    width: float = 680,
) -> Picture:
    """One row a candidate, in one's own order: its place there and by each method, with a line from best to worst.

    `held` are those that fit into the quarter by one's own order. `width` is in px; the height follows. `own` is one's
    own order, the first first; `rankings` has that of each method, and `theme` the colours.
    """
    count = len(own)
    rows = Rows(theme, width, (1, count), [(place, str(place)) for place in range(1, count + 1)])
    rows.axis("Place")
    places = {method: {scored.candidate.id: scored.place for scored in ranking} for method, ranking in rankings}
    for mine, candidate in enumerate(own, 1):
        y = rows.row(candidate.title, strong=candidate in held, lane=38)
        all_places = [mine, *(by_id[candidate.id] for by_id in places.values())]
        rows.canvas.line((rows.x(min(all_places)), y), (rows.x(max(all_places)), y), theme.tint(0.5, theme.muted), 1.5)
        for method, by_id in places.items():
            _mark(rows.canvas, method, (rows.x(by_id[candidate.id]), y + _LANES[method]))
        _own(rows.canvas, (rows.x(mine), y))
    entries = [Entry(partial(_own, rows.canvas), "your order")]
    entries += [Entry(partial(_mark, rows.canvas, method), METHODS[method]) for method, _ in rankings]
    end = draw_key(rows.canvas, rows.y + 14, entries)
    lines = [
        f"{candidate.title}: {_ordinal(mine)} for you, "
        + listed([f"{_ordinal(by_id[candidate.id])} by {METHODS[method]}" for method, by_id in places.items()])
        for mine, candidate in enumerate(own, 1)
    ]
    return rows.canvas.finish(end + 4, "The places of each problem. " + ". ".join(lines) + ".")


def shares_chart(
    found: Simulation, own: Sequence[str], theme: Theme, *, guess: tuple[str, float] | None = None, width: float = 680
) -> Picture:
    """One bar a candidate: in how many of 100 draws it truly belongs in the quarter, with twice the standard error.

    `own` holds the ids that one would choose; `guess` is a candidate's id with the share (0–1)
    that was predicted for it. `width` is in px; the height follows. `found` is one method's simulation, and `theme` has
    the colours; without a `guess` nothing is marked.
    """
    rows = Rows(theme, width, (0, 1), _PERCENT, right=64)
    rows.axis("Times in 100 in the quarter")
    for standing in found.standings:
        mine = standing.candidate.id in own
        y = rows.row(standing.candidate.title, strong=mine)
        left, right = rows.x(0), rows.x(standing.share)
        fill = theme.accent if mine else theme.tint(0.3)
        rows.canvas.rect((left, y - 7), (max(right - left, 0.5), 14), fill, round=2)
        low, high = (rows.x(standing.share + side * 2 * standing.error) for side in (-1, 1))
        rows.canvas.line((low, y), (high, y), theme.ink, 2)
        words = f"{100 * standing.share:.0f} in 100"
        rows.canvas.text((rows.canvas.width - 6, y + 4), words, size=SMALL, anchor="end")
        if guess and guess[0] == standing.candidate.id:
            _guess(rows.canvas, (rows.x(guess[1]), y))
    entries = [Entry(partial(draw_swatch, rows.canvas, theme.tint(0.3)), f"share of {found.draws:,} draws")]
    if any(standing.candidate.id in own for standing in found.standings):
        entries.insert(0, Entry(partial(draw_swatch, rows.canvas, theme.accent), "in the quarter by your order"))
    entries.append(Entry(partial(_error, rows.canvas), "± 2 standard errors"))
    if guess:
        entries.append(Entry(partial(_guess, rows.canvas), "what you predicted"))
    end = draw_key(rows.canvas, rows.y + 6, entries)
    shares = [f"{s.candidate.title} {100 * s.share:.0f}" for s in found.standings]
    return rows.canvas.finish(
        end + 4,
        f"In how many of 100 draws each problem belongs in the quarter by {METHODS[found.method]}: "
        + "; ".join(shares)
        + ".",
    )


def swings_chart(found: Simulation, theme: Theme, *, width: float = 680) -> Picture:
    """What the answer hangs on: how often each belongs in the quarter if one estimate comes out low, and if high.

    The widest swings only. `width` is in px; the height follows. `found` is one method's simulation; `theme` has the
    colours.
    """
    rows = Rows(theme, width, (0, 1), _PERCENT, share=0.46)
    rows.axis("Times in 100 in the quarter")
    shown = found.swings[:MOST_SWINGS]
    for swing in shown:
        y = rows.row(f"{swing.candidate.title}: {ESTIMATES[swing.estimate]}")
        low, high = (rows.x(swing.low), y), (rows.x(swing.high), y)
        rows.canvas.line(low, high, theme.tint(0.35), 5)
        _low(rows.canvas, low)
        _high(rows.canvas, high)
    entries = [
        Entry(partial(_low, rows.canvas), _end(found.method, high=False)),
        Entry(partial(_high, rows.canvas), _end(found.method, high=True)),
    ]
    end = draw_key(rows.canvas, rows.y + 6, entries)
    return rows.canvas.finish(
        end + 4, " ".join(_in_words(swing) for swing in shown) or "Your choice doesn’t depend on any one estimate."
    )


def worth_chart(found: Information, currency: str, theme: Theme, *, width: float = 680) -> Picture:
    """What finding each thing out is worth at most, as a bar, and what it costs, as a mark. Money.

    `width` is in px; the height follows. `found` has both in the lab's `currency`; `theme` has the colours.
    """
    highest = max([finding.value for finding in found.findings] + [finding.cost for finding in found.findings] + [1.0])
    step = _round_step(highest / 4)
    ticks = [(step * n, _money(step * n, currency)) for n in range(int(highest // step) + 2)]
    rows = Rows(theme, width, (0, ticks[-1][0]), ticks, right=30, share=0.46)
    rows.axis("Worth at most")
    for finding in found.findings:
        y = rows.row(f"{finding.candidate.title}: {ESTIMATES[finding.candidate.finding.estimate]}")
        left, right = rows.x(0), rows.x(finding.value)
        rows.canvas.rect(
            (left, y - 7), (max(right - left, 0.5), 14), theme.accent if finding.net > 0 else theme.tint(0.3), round=2
        )
        _cost(rows.canvas, (rows.x(finding.cost), y))
    entries = [
        Entry(
            partial(draw_swatch, rows.canvas, theme.accent),
            "worth more than it costs",
        ),
        Entry(partial(draw_swatch, rows.canvas, theme.tint(0.3)), "worth less"),
        Entry(partial(_cost, rows.canvas), "what finding out costs"),
    ]
    end = draw_key(rows.canvas, rows.y + 6, entries)
    findings = [
        f"{finding.candidate.title}, {ESTIMATES[finding.candidate.finding.estimate]}: worth at most "
        f"{_money(finding.value, currency)}, costs {_money(finding.cost, currency)}"
        for finding in found.findings
    ]
    return rows.canvas.finish(end + 4, "What it is worth to find out first. " + ". ".join(findings) + ".")


def _mark(canvas: Canvas, method: Method, at: Point) -> None:
    x, y = at
    theme = canvas.theme
    match method:
        case Method.RICE:
            canvas.circle(at, 5.5, theme.accent)
        case Method.WSJF:
            canvas.rect((x - 5, y - 5), (10, 10), theme.background, theme.ink, 2)
        case Method.CD3:
            canvas.shape([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], theme.muted)


def _error(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0] - 6, at[1]), (at[0] + 6, at[1]), canvas.theme.ink, 2)


def _low(canvas: Canvas, at: Point) -> None:
    canvas.circle(at, 6, canvas.theme.background, canvas.theme.accent, 2)


def _high(canvas: Canvas, at: Point) -> None:
    canvas.circle(at, 6.5, canvas.theme.accent)


def _own(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0], at[1] - 13), (at[0], at[1] + 13), canvas.theme.ink, 3)


def _guess(canvas: Canvas, at: Point) -> None:
    canvas.circle(at, 5.5, canvas.theme.background, canvas.theme.ink, 2.2)


def _cost(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0], at[1] - 10), (at[0], at[1] + 10), canvas.theme.ink, 3)


def _end(method: Method, *, high: bool) -> str:
    if method is Method.WSJF:
        return "a card higher, or more weeks" if high else "a card lower, or fewer weeks"
    return "in its upper third, or the remedy works" if high else "in its lower third, or the remedy fails"


def _in_words(swing: Swing) -> str:
    return (
        f"{swing.candidate.title}: {100 * swing.low:.0f} in 100 if {ESTIMATES[swing.estimate]} comes out low, "
        f"{100 * swing.high:.0f} if high."
    )


def _ordinal(place: int) -> str:
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _money(amount: float, currency: str) -> str:
    return f"{currency}{amount / 1000:,.0f}k" if amount >= 10_000 else f"{currency}{amount:,.0f}"


def _round_step(rough: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten that isn't below."""
    power = 10 ** (len(str(int(max(rough, 1)))) - 1)
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= rough))
