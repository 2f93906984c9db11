"""All that a lab's view is drawn from: the lab, and the answers given in it so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from markupsafe import Markup

from helpers.charts import Picture, Theme
from helpers.form import FiguresField, GridField
from helpers.journal import State
from helpers.labs.model import Lab
from helpers.ladder import Ladder
from helpers.pages.render import figure

L = TypeVar("L", bound=Lab)

PAGE, PHONE = 680, 350
"""How wide a lab's pictures are drawn (px)."""


def drawn(draw: Callable[[float], Picture]) -> Markup:
    """A picture as a figure, drawn once for a page and once for a phone."""
    return figure(draw(PAGE), draw(PHONE))


class LabContext(NamedTuple, Generic[L]):
    """A lab and where things stand now. A part is named as in its subject: "ranking" of "lab:mid.ranking".

    `state` holds all current answers, of the lab and of everything else; `theme` says how pictures look.
    """

    lab: L
    ladder: Ladder
    theme: Theme
    state: State

    def words(self, part: str) -> str:
        """What was written in a part; "" if nothing."""
        return self.state.words(self.lab.subject(part))

    def picked(self, part: str) -> tuple[str, ...]:
        """The ids that were chosen or put in order in a part; empty if none."""
        return self.state.picked(self.lab.subject(part))

    def one(self, part: str) -> str | None:
        """The single id chosen in a part, or None."""
        return next(iter(self.picked(part)), None)

    def figures(self, part: str) -> Mapping[str, float]:
        """The numbers of a part by name; those that nobody touched are absent."""
        return self.state.figures(self.lab.subject(part))

    def settings(self, field: FiguresField) -> dict[str, float]:
        """All numbers of a field by name; those that nobody touched stand where they start."""
        given = self.state.figures(field.subject)
        return {figure.id: given.get(figure.id, figure.start) for figure in field.figures}

    def grid(self, part: str) -> dict[str, str]:
        """The step that was chosen for each item of a grid; an item without an answer is absent."""
        placed = map(GridField.item_and_step, self.picked(part))
        return {item: step for item, step in placed if step}
