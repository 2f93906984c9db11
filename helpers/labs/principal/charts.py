"""Who stands where: teams down, options across, a sign in each place."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase

from helpers.charts.key import Entry, draw_key
from helpers.charts.lettering import text_width, wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.labs.principal.model import GoDeep, Need, Stance

_SIZE, _EDGE, _ROW = 12.5, 6.0, 40.0
_NEED = {Need.AGREE: "must agree", Need.ASK: "must be asked", Need.TELL: "must be told"}
_STANCE = {Stance.WANTS: "wants it", Stance.ACCEPTS: "can live with it", Stance.RESISTS: "resists it"}


def stances_chart(lab: GoDeep, theme: Theme, *, chosen: str | None = None, width: float = 680) -> Picture:
    """Each team's stance to each option, with what the team has to be given; the chosen option is framed.

    The signs differ in shape. `width` is in px; the height follows. Where a column is narrower than a word of its
    option, columns have letters, and what each stands for is listed above them. The `lab` has teams and options,
    `theme` the colours; `chosen` is an option's id (None: nothing is framed).
    """
    canvas = Canvas(theme, width)
    left = width * (0.34 if width >= 520 else 0.36)
    step = (width - left - _EDGE) / len(lab.options)
    words = [word for option in lab.options for word in option.title.split()]
    if max(text_width(word, _SIZE, bold=True) for word in words) <= step - 8:
        above = 0.0
        heads = [wrap(option.title, _SIZE, step - 8, bold=True) for option in lab.options]
    else:
        above = _listed(canvas, lab, chosen)
        heads = [(letter,) for letter in _letters(lab)]
    top = above + 10 + max(map(len, heads)) * _SIZE * LINE
    for index, (option, lines) in enumerate(zip(lab.options, heads, strict=True)):
        middle = left + step * (index + 0.5)
        if option.id == chosen:
            corner, size = (left + step * index + 2, above + 1), (step - 4, top - above + len(lab.teams) * _ROW + 2)
            canvas.rect(corner, size, theme.tint(0.08), theme.accent, 1.6, round=6)
        for number, line in enumerate(lines):
            at = (middle, above + 14 + number * _SIZE * LINE)
            canvas.text(at, line, size=_SIZE, anchor="middle", bold=option.id == chosen)
    for row, team in enumerate(lab.teams):
        y = top + row * _ROW
        canvas.line((_EDGE, y), (width - _EDGE, y), theme.tint(0.25), 0.8)
        canvas.text((_EDGE, y + 17), team.title, size=_SIZE, bold=True)
        canvas.text((_EDGE, y + 32), f"{team.lead}, {_NEED[team.need]}", size=11.5, colour=theme.muted)
        for index, option in enumerate(lab.options):
            _sign(canvas, team.stance[option.id])((left + step * (index + 0.5), y + _ROW / 2))
    bottom = top + len(lab.teams) * _ROW + 12
    end = draw_key(canvas, bottom, [Entry(_sign(canvas, stance), words) for stance, words in _STANCE.items()])
    return canvas.finish(end + 4, _alt(lab, chosen))


def _letters(lab: GoDeep) -> str:
    return ascii_uppercase[: len(lab.options)]


def _listed(canvas: Canvas, lab: GoDeep, chosen: str | None) -> float:
    """Each option by its letter, one below the other; gives back where the list ends."""
    y = 14.0
    for letter, option in zip(_letters(lab), lab.options, strict=True):
        bold = option.id == chosen
        canvas.text((_EDGE, y), letter, size=_SIZE, bold=True)
        for line in wrap(option.title, _SIZE, canvas.width - 2 * _EDGE - 18, bold=bold):
            canvas.text((_EDGE + 18, y), line, size=_SIZE, bold=bold)
            y += _SIZE * LINE
        y += 3
    return y - 6


def _sign(canvas: Canvas, stance: Stance) -> Callable[[Point], None]:
    theme = canvas.theme

    def draw(at: Point) -> None:
        x, y = at
        if stance is Stance.WANTS:
            canvas.circle(at, 7, theme.accent)
        elif stance is Stance.ACCEPTS:
            canvas.circle(at, 6.2, theme.background, theme.accent, 1.8)
        else:
            canvas.line((x - 5, y - 5), (x + 5, y + 5), theme.ink, 2.2)
            canvas.line((x - 5, y + 5), (x + 5, y - 5), theme.ink, 2.2)

    return draw


def _alt(lab: GoDeep, chosen: str | None) -> str:
    sentences = []
    for option in lab.options:
        stances = [
            f"{words}: {', '.join(team.title for team in lab.teams if team.stance[option.id] is stance)}"
            for stance, words in _STANCE.items()
            if any(team.stance[option.id] is stance for team in lab.teams)
        ]
        picked = " (your choice)" if option.id == chosen else ""
        sentences.append(f"{option.title}{picked}. {'; '.join(stances)}.")
    return " ".join(sentences)
