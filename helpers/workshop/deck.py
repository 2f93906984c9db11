"""A workshop's slides as a notebook shows them: `deck.slide("map")`, `deck.notes("map")`.

The decks in `slides/` are made by `deck_notebook` from the workshop files; a test holds
them to it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.charts import Theme, load_theme
from helpers.documents import nearest
from helpers.errors import UsageError
from helpers.ladder import Ladder, load_ladder
from helpers.paths import ROOT, typed
from helpers.workshop.agenda import Block, Workshop, gathered, load_workshop, shipped, with_smallest_group
from helpers.workshop.gathering import Gathering
from helpers.workshop.ladder_facts import for_ladder
from helpers.workshop.run_sheet import company_of
from helpers.workshop.slides import Projected, projected

OPEN = "open"
"""The id of the cell that opens the deck."""

SLIDES = ROOT / "slides"
SCREEN = Path(__file__).with_name("screen")


class Html(NamedTuple):
    """A piece of a page, which a notebook shows as such."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<{len(self.html)} characters of HTML>"


class Deck:
    """The slides of one workshop, each by its id.

    `opening` is the Python that opens it again; `notebook` is the one that ships with the
    kit, None for a workshop of one's own. `left_out` are the ids of slides that the workshop's file has, whose block
    isn't held with this ladder.
    """

    def __init__(
        self,
        workshop: Workshop,
        ladder: Ladder,
        theme: Theme,
        *,
        opening: str,
        notebook: Path | None = None,
        left_out: Iterable[str] = (),
    ) -> None:
        self.left_out = frozenset(left_out)
        self.workshop = workshop
        self.ladder = ladder
        self.theme = theme
        self.opening = opening
        self.notebook = notebook

    @cached_property
    def slides(self) -> tuple[Projected, ...]:
        """All slides, in the order in which they are shown."""
        return projected(self.workshop, self.ladder, self.theme)

    @cached_property
    def style(self) -> str:
        """The style sheet, in the theme's colours and typeface."""
        colours = {
            "accent": self.theme.accent,
            "ink": self.theme.ink,
            "muted": self.theme.muted,
            "ground": self.theme.background,
            "wash": self.theme.tint(0.07),
            "hairline": self.theme.tint(0.16, self.theme.ink),
        }
        names = "".join(f"--slide-{name}:{value};" for name, value in colours.items())
        css = (SCREEN / "deck.css").read_text(encoding="utf-8")
        return f':root{{{names}--slide-font:"{self.theme.font}","Source Sans Pro",system-ui,sans-serif}}\n{css}'

    def slide(self, id: str) -> Html:
        """A slide by its id in the workshop file; nothing where it is about what the ladder hasn't.

        Raises `UsageError` for one that there isn't.
        """
        self._check(id)
        slide = next((each for each in self.slides if each.id == id), None)
        return self._set("slide.html.j2", slide=slide, last=len(self.slides)) if slide else Html("")

    def notes(self, id: str) -> Html:
        """What the speaker sees beside a slide: minutes, company, what to do and to say. Raises `UsageError`."""
        self._check(id)
        if id in self.left_out:
            return Html("")
        before = 0
        for block in self.workshop.blocks:
            if id in (slide.id for slide in block.slides):
                return self._notes(block, before)
            before += block.minutes
        raise AssertionError("every slide stands in a block")

    def _notes(self, block: Block, before: int) -> Html:
        return self._set(
            "notes.html.j2", block=block, begins=before, ends=before + block.minutes, company=company_of(block.form)
        )

    def _check(self, slide_id: str) -> None:
        known = [slide.id for _, slide in self.workshop.slides]
        if slide_id not in (*known, *self.left_out):
            raise UsageError(f"this workshop has no slide {slide_id!r}", next_step=nearest(slide_id, known))

    def _set(self, template: str, **words: Any) -> Html:
        return Html(self.ladder.spoken.in_html(_templates().get_template(template).render(**words)))

    def _repr_html_(self) -> str:
        return f"<style>{self.style}</style><p>{len(self.slides)} slides, {self.workshop.minutes} minutes.</p>"


def open_deck(
    workshop: str | Path,
    *,
    ways: Collection[str] = (),
    coarse: bool = False,
    min_group: int | None = None,
    ladder: Path | str | None = None,
    theme: Path | str | None = None,
) -> Deck:
    """The deck of a workshop, by its id or its file, about the ladder in use.

    `ways` are how answers are gathered, such as ("hosted", "paper"); none stands for the workshop's usual way.
    For what the slides promise, `coarse` says that bars have three parts, and `min_group` is the smallest group whose
    answers are shown together (None: the workshop's).
    Raises `FileFaults`, `DocumentError` or `UsageError` for files that aren't in order. `ladder` and `theme` are files
    (None: the kit's own).
    """
    given = {"ladder": ladder, "theme": theme}
    paths = [f"{key}={_quoted(Path(path).expanduser().resolve())}" for key, path in given.items() if path]
    if min_group is not None:
        paths.insert(0, f"min_group={min_group}")
    if coarse:
        paths.insert(0, "coarse=True")
    if ways:
        paths.insert(0, f"ways={json.dumps(list(map(str, ways)))}")
    ours = str(workshop) in shipped()
    named = workshop if ours else Path(workshop).expanduser().resolve()
    about, whole = load_ladder(ladder), with_smallest_group(load_workshop(named), min_group)
    held = for_ladder(whole, about)
    return Deck(
        gathered(held, [Gathering(way) for way in ways], coarse=coarse, elsewhere=True),
        about,
        load_theme(theme),
        opening=f"open_deck({', '.join((_quoted(named), *paths))})",
        notebook=SLIDES / f"{workshop}.ipynb" if ours else None,
        left_out={slide.id for _, slide in whole.slides} - {slide.id for _, slide in held.slides},
    )


def deck_notebook(deck: Deck) -> dict[str, Any]:
    """The notebook of a deck, unrun: a slide and its notes for each slide of the workshop."""
    workshop = deck.workshop
    text = (
        f"# {workshop.title}\n\n"
        f"The slides of the workshop `{workshop.workshop}`, {workshop.minutes} minutes. "
        "Words and minutes stand in `data/workshops/`, what the slides draw in the ladder: change them there, "
        f"not here. `{typed(f'slides -o DIR {workshop.workshop}')}` makes a deck that opens in a browser, and a PDF."
    )
    cells = [_cell("about", "markdown", text, "skip"), _cell(OPEN, "code", opening_cell(deck), "skip")]
    for _, slide in workshop.slides:
        cells.append(_cell(slide.id, "code", f'deck.slide("{slide.id}")', "slide"))
        cells.append(_cell(f"{slide.id}-notes", "code", f'deck.notes("{slide.id}")', "notes"))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}, "title": workshop.title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def opening_cell(deck: Deck) -> str:
    """The source of the cell that opens the deck."""
    return f"from helpers.workshop.deck import open_deck\n\ndeck = {deck.opening}\ndeck"


def _quoted(text: object) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def _cell(cell_id: str, kind: str, source: str, slide_type: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"slideshow": {"slide_type": slide_type}}
    if kind == "code":
        metadata["jupyter"] = {"source_hidden": True}
    run: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {
        "cell_type": kind,
        "id": cell_id[:64],
        "metadata": metadata,
        **run,
        "source": source.splitlines(keepends=True),
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(SCREEN),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
