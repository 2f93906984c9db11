"""Pictures of the lab “See the system”: the stocks and their ties, a run beside its prediction, limits, plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import hypot
from typing import NamedTuple

from helpers.charts.key import Entry, draw_key, draw_swatch
from helpers.charts.lettering import wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.labs.plane import SMALL, Plane, ticks
from helpers.labs.rows import NARROW, Rows
from helpers.labs.senior.model import QUARTERS, WEEKS, Limit, SeeTheSystem
from helpers.labs.senior.simulation import Course, Outcome

DASHES = {Limit.HELP: None, Limit.PRODUCT: "7 4", Limit.REACH: "2 4"}
"""The limits differ by dash and width as well as by colour."""


class Tie(NamedTuple):
    """What one thing does to another: an arrow, its sign at a share of the way, and whether it comes late."""

    begin: Point
    end: Point
    sign: str
    late: bool = False
    sign_at: float = 0.5


class Box(NamedTuple):
    """A stock in the diagram: where its middle is, as shares of the width and in rows, and its words."""

    x: float
    y: float
    words: str


def system_chart(lab: SeeTheSystem, theme: Theme, *, width: float = 680) -> Picture:
    """The stocks with what they hold today, the flows between them, and what acts on what, with its sign.

    Thick arrows are people, thin ones influence; two strokes across one mean that it comes late. The `lab` says what
    they hold; `theme` has the colours, and `width` is in px.
    """
    start = lab.start
    narrow = width < NARROW
    boxes = {
        "reach": Box(0.15, 0, f"in reach {start.prospects:,.0f}"),
        "members": Box(0.5, 0, f"{lab.metric} {start.members:,.0f}"),
        "lapsed": Box(0.85, 0, f"have left {start.lapsed:,.0f}"),
        "said": Box(0.15, 1, "what members say"),
        "questions": Box(0.5, 1, f"open questions {start.questions:,.0f}"),
        "helpers": Box(0.85, 1, f"helpers {start.helpers:g}"),
        "app": Box(0.675, 2, "how good the app is"),
    }
    canvas = Canvas(theme, width)
    wide, tall, gap = (0.25 * width - 4, 52.0, 72.0) if narrow else (150.0, 46.0, 78.0)
    top = 44.0
    middle = {box_id: (box.x * width, top + tall / 2 + box.y * (tall + gap)) for box_id, box in boxes.items()}

    def edge(box_id: str, side: str) -> Point:
        x, y = middle[box_id]
        return {"l": (x - wide / 2, y), "r": (x + wide / 2, y), "t": (x, y - tall / 2), "b": (x, y + tall / 2)}[side]

    for source, target, words in (("reach", "members", "join"), ("members", "lapsed", "leave")):
        (x1, y), (x2, _) = edge(source, "r"), edge(target, "l")
        _arrow(canvas, (x1 + 2, y), (x2 - 2, y), theme.accent, 5)
        canvas.text(((x1 + x2) / 2, y - 9), words, size=SMALL, anchor="middle", colour=theme.accent, bold=True)
    (x1, y1), (x2, y2) = edge("lapsed", "t"), edge("reach", "t")
    canvas.path(f"M{x1:.1f} {y1:.1f}V{y1 - 20:.1f}H{x2:.1f}V{y2 - 7:.1f}", theme.accent, 2.5)
    _head(canvas, (x2, y2 - 1), (0, 1), theme.accent, 8)
    canvas.text((width / 2, y1 - 26), "forget, and can be won again", size=SMALL, anchor="middle", colour=theme.accent)

    join = ((edge("reach", "r")[0] + edge("members", "l")[0]) / 2, middle["members"][1] + 6)
    leave = ((edge("members", "r")[0] + edge("lapsed", "l")[0]) / 2, middle["members"][1] + 6)
    low = middle["members"][1] + tall / 2
    (said, over_said), (questions, over_questions) = edge("said", "t"), edge("questions", "t")
    app, over_app = edge("app", "t")
    ties = (
        Tie((said + wide * 0.3, over_said), join, "+"),
        Tie((middle["members"][0] + wide * 0.1, low), (questions + wide * 0.1, over_questions), "+"),
        Tie((questions + wide * 0.35, over_questions), leave, "+"),
        Tie(edge("questions", "l"), edge("said", "r"), "−", late=True),
        Tie(edge("helpers", "l"), edge("questions", "r"), "−", sign_at=0.2),
        Tie((app - wide * 0.4, over_app), (said + wide * 0.2, edge("said", "b")[1]), "+", late=True),
        Tie((app - wide * 0.2, over_app), (questions + wide * 0.25, edge("questions", "b")[1]), "−"),
        Tie((leave[0] + 6, over_app), (leave[0] + 6, leave[1]), "−", sign_at=0.2),
    )
    begun = middle["members"][0] - wide * 0.3
    x, y = join[0] + 10, low + 34
    canvas.path(f"M{begun:.1f} {low:.1f}C{begun:.1f} {y:.1f} {x:.1f} {y:.1f} {x:.1f} {join[1] + 8:.1f}", theme.ink, 1.3)
    _head(canvas, (x, join[1]), (0, -1), theme.ink, 6.5)
    canvas.text(((begun + join[0]) / 2 + 5, low + 40), "+", size=13, anchor="middle", bold=True)
    for tie in ties:
        _tie(canvas, tie)
    for box_id, box in boxes.items():
        x, y = middle[box_id]
        people = box_id in ("reach", "members", "lapsed")
        fill = theme.tint(0.14) if people else theme.background
        canvas.rect(
            (x - wide / 2, y - tall / 2), (wide, tall), fill, theme.ink if people else theme.muted, 1.5, round=4
        )
        size = SMALL if narrow else 12.5
        lines = wrap(box.words, size, wide - 8)
        for number, line in enumerate(lines):
            at = y + size * 0.36 + (number - (len(lines) - 1) / 2) * size * LINE
            canvas.text((x, at), line, size=size, anchor="middle", bold=box_id == "members")
    bottom = middle["app"][1] + tall / 2 + 14
    entries = [
        Entry(lambda at: _arrow(canvas, (at[0] - 13, at[1]), (at[0] + 13, at[1]), theme.accent, 5), "people"),
        Entry(
            lambda at: _arrow(canvas, (at[0] - 13, at[1]), (at[0] + 13, at[1]), theme.ink, 1.3),
            "acts on: + the same way, − the other way",
        ),
        Entry(lambda at: _late(canvas, at, (1, 0)), "comes late"),
    ]
    end_of_key = draw_key(canvas, bottom, entries)
    who = lab.metric.capitalize()
    alt = (
        f"People in reach ({start.prospects:,.0f}) join and become {lab.metric} ({start.members:,.0f}), who leave "
        f"({start.lapsed:,.0f} have) and can later be won again. {who} bring in others, which is the growth loop, as "
        f"far as what they say is good. {who} ask questions ({start.questions:,.0f} are open); {start.helpers:g} "
        "helpers answer. Open questions make people leave at once and, late, spoil what members say. A better app "
        "keeps people and makes fewer questions at once and, late, better talk."
    )
    return canvas.finish(end_of_key + 4, alt)


def members_chart(
    found: Outcome,
    idle: Outcome,
    theme: Theme,
    *,
    title: str,
    guess: float | None = None,
    again: Outcome | None = None,
    width: float = 680,
) -> Picture:
    """The members over the six quarters: as likely, the band, the run with no money spent, and what was predicted.

    With `again`, the first run is thin and the second has the band. `found` is the first run and `idle` the one with
    nothing spent; `guess` is how many members were predicted for the end (None: no mark). `title` stands above; `theme`
    has the colours, and `width` is in px.
    """
    main = again or found
    curves = [found.likely, idle.likely, main.high, main.likely]
    most = max(max(curve) for curve in curves) if guess is None else max(*(max(curve) for curve in curves), guess)
    plane = _weeks(theme, width, ticks(0, most), title)
    weeks = range(len(main.likely))
    plane.band([(week, float(main.low[week]), float(main.high[week])) for week in weeks], theme.tint(0.2))
    _curve(plane, idle.likely, theme.muted, 1.8, "2 4")
    if again:
        _curve(plane, found.likely, theme.ink, 1.5, "7 4")
    _curve(plane, main.likely, theme.accent, 2.8)
    entries = [
        Entry(
            partial(_stroke, plane.canvas, theme.accent, 2.8, None), "as likely" if not again else "your second plan"
        ),
        Entry(partial(draw_swatch, plane.canvas, theme.tint(0.2)), "eight worlds in ten"),
        Entry(partial(_stroke, plane.canvas, theme.muted, 1.8, "2 4"), "with nothing spent"),
    ]
    if again:
        entries.insert(2, Entry(partial(_stroke, plane.canvas, theme.ink, 1.5, "7 4"), "your first plan"))
    if guess is not None:
        _guess(plane.canvas, plane.at(len(main.likely) - 1, guess))
        entries.append(Entry(partial(_guess, plane.canvas), "what you predicted"))
    end = draw_key(plane.canvas, plane.end, entries)
    ends = [float(main.likely[quarter * WEEKS]) for quarter in range(QUARTERS + 1)]
    alt = (
        f"{title}, at the start and after each quarter: {'; '.join(f'{value:,.0f}' for value in ends)}. At the end "
        f"{main.low[-1]:,.0f} to {main.high[-1]:,.0f} in eight worlds of ten; with nothing spent {idle.end:,.0f}."
    )
    if again:
        alt += f" The first plan ended at {found.end:,.0f}."
    if guess is not None:
        alt += f" Predicted: {guess:,.0f}."
    return plane.canvas.finish(end + 4, alt)


def limits_chart(lab: SeeTheSystem, course: Course, theme: Theme, *, title: str, width: float = 680) -> Picture:
    """What each limit costs, in members a week, over the six quarters; as likely.

    `course` is a run whose first world has everything as likely, and the `lab` names the limits. `title` stands above;
    `theme` has the colours, and `width` is in px.
    """
    lost = course.costs[:, :, 0]
    plane = _weeks(theme, width, ticks(0, float(lost.max())), title)
    entries = []
    colours = {Limit.HELP: theme.accent, Limit.PRODUCT: theme.ink, Limit.REACH: theme.muted}
    for limit, curve in zip(Limit, lost, strict=True):
        _curve(plane, curve, colours[limit], 2.4, DASHES[limit])
        entries.append(
            Entry(partial(_stroke, plane.canvas, colours[limit], 2.4, DASHES[limit]), lab.brake(limit).title)
        )
    end = draw_key(plane.canvas, plane.end, entries)
    costs = [
        f"{lab.brake(limit).title}: " + ", ".join(f"{curve[quarter * WEEKS]:,.0f}" for quarter in range(QUARTERS + 1))
        for limit, curve in zip(Limit, lost, strict=True)
    ]
    return plane.canvas.finish(end + 4, f"{title}, at the start and after each quarter. " + ". ".join(costs) + ".")


def plans_chart(
    plans: Sequence[tuple[str, Outcome]], theme: Theme, *, strong: Sequence[str], title: str, width: float = 680
) -> Picture:
    """One row a plan: where the members end, as likely and in eight worlds of ten.

    Each plan has its name; those in `strong` are one's own and stand out. `title` stands at the scale; `theme` has the
    colours, and `width` is in px.
    """
    marks = ticks(0, max(float(outcome.high[-1]) for _, outcome in plans), 4 if width < NARROW else 6)
    rows = Rows(theme, width, (0, marks[-1]), [(mark, _thousands(mark)) for mark in marks], right=24)
    rows.axis(title)
    for name, outcome in plans:
        y = rows.row(name, strong=name in strong)
        low, high = rows.x(float(outcome.low[-1])), rows.x(float(outcome.high[-1]))
        rows.canvas.rect((low, y - 6), (max(high - low, 1), 12), theme.tint(0.3), round=2)
        rows.canvas.circle((rows.x(outcome.end), y), 5.5, theme.accent if name in strong else theme.muted)
    entries = [
        Entry(lambda at: rows.canvas.circle(at, 5.5, theme.accent), "yours, as likely"),
        Entry(lambda at: rows.canvas.circle(at, 5.5, theme.muted), "as likely"),
        Entry(partial(draw_swatch, rows.canvas, theme.tint(0.3)), "eight worlds in ten"),
    ]
    end = draw_key(rows.canvas, rows.y + 6, entries)
    ends = [f"{name}: {f.end:,.0f}, {f.low[-1]:,.0f} to {f.high[-1]:,.0f}" for name, f in plans]
    return rows.canvas.finish(end + 4, f"{title}. " + "; ".join(ends) + ".")


def _weeks(theme: Theme, width: float, marks: Sequence[float], title: str) -> Plane:
    quarters = [(quarter * WEEKS, "now" if not quarter else f"Q{quarter}") for quarter in range(QUARTERS + 1)]
    scale = [(mark, _thousands(mark) if marks[-1] >= 10_000 else f"{mark:,.0f}") for mark in marks]
    return Plane(theme, width, 260 if width >= NARROW else 220, quarters, scale, title, "End of the quarter")


def _thousands(value: float) -> str:
    return f"{value / 1000:g}k" if value else "0"


def _curve(plane: Plane, values: Iterable[float], colour: str, width: float, dash: str | None = None) -> None:
    plane.curve([(week, float(value)) for week, value in enumerate(values)], colour, width, dash)


def _stroke(canvas: Canvas, colour: str, width: float, dash: str | None, at: Point) -> None:
    canvas.line((at[0] - 13, at[1]), (at[0] + 13, at[1]), colour, width, dash)


def _guess(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.shape([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], canvas.theme.background, canvas.theme.ink, 2.2)


def _arrow(canvas: Canvas, begin: Point, end: Point, colour: str, width: float) -> None:
    """A straight arrow; the head ends at `end`."""
    length = hypot(end[0] - begin[0], end[1] - begin[1]) or 1.0
    along = ((end[0] - begin[0]) / length, (end[1] - begin[1]) / length)
    head = 4 + 1.8 * width
    canvas.line(begin, (end[0] - along[0] * head, end[1] - along[1] * head), colour, width)
    _head(canvas, end, along, colour, head)


def _head(canvas: Canvas, tip: Point, along: Point, colour: str, size: float) -> None:
    x, y = tip[0] - along[0] * size, tip[1] - along[1] * size
    across = (-along[1] * size * 0.55, along[0] * size * 0.55)
    canvas.shape([tip, (x + across[0], y + across[1]), (x - across[0], y - across[1])], colour)


def _tie(canvas: Canvas, tie: Tie) -> None:
    """A thin arrow with its sign beside it, and two strokes across it, apart from the sign, if it comes late."""
    (x1, y1), (x2, y2) = tie.begin, tie.end
    _arrow(canvas, tie.begin, tie.end, canvas.theme.ink, 1.3)
    length = hypot(x2 - x1, y2 - y1) or 1.0
    along = ((x2 - x1) / length, (y2 - y1) / length)
    at = (x1 + (x2 - x1) * tie.sign_at, y1 + (y2 - y1) * tie.sign_at)
    if tie.late:
        _late(canvas, (at[0] - along[0] * 9, at[1] - along[1] * 9), along)
        at = (at[0] + along[0] * 6, at[1] + along[1] * 6)
    aside = (-along[1] * 10, along[0] * 10)
    if aside[1] > 0:
        aside = (-aside[0], -aside[1])
    canvas.text((at[0] + aside[0], at[1] + aside[1] + 4), tie.sign, size=13, anchor="middle", bold=True)


def _late(canvas: Canvas, at: Point, along: Point) -> None:
    for shift in (-2.5, 2.5):
        x, y = at[0] + along[0] * shift, at[1] + along[1] * shift
        canvas.line((x - along[1] * 6, y + along[0] * 6), (x + along[1] * 6, y - along[0] * 6), canvas.theme.ink, 1.6)
