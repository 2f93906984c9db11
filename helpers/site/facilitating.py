"""What a site has for whoever leads a workshop: everything that is printed or projected, made beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Final, NamedTuple

from helpers.charts import Theme
from helpers.ladder import Ladder
from helpers.report import typeset
from helpers.workshop.agenda import load_workshop, shipped
from helpers.workshop.deck import open_deck
from helpers.workshop.export import deck_html, deck_pdf
from helpers.workshop.handouts import all_handouts, file_names
from helpers.workshop.ladder_facts import for_ladder, without_undrawn
from helpers.workshop.managers import managers_guide
from helpers.workshop.run_sheet import print_run_sheet, run_sheet

BEGINS: Final = time(9, 30)
PEOPLE: Final = 12
"""What a run sheet that nobody asked for is made for, which the page says."""

_ON: Final = date(2020, 1, 1)
"""The date in these files' properties, so that the same input gives the same bytes; none of them shows it."""

FOLDER: Final = "facilitating"


class Workshop(NamedTuple):
    """A workshop as the page lists it: its title, what it is about, how long it takes, and its files.

    `slides` is a PDF, and `deck` one HTML file with the same slides, the speaker's view and the clocks in it.
    """

    title: str
    subtitle: str
    minutes: int
    run_sheet: str
    slides: str
    deck: str


class Material(NamedTuple):
    """All files by their path in the site, and how the page lists them: (title, path) for each handout and guide."""

    files: Mapping[str, bytes]
    workshops: tuple[Workshop, ...]
    handouts: tuple[tuple[str, str], ...]
    guides: tuple[tuple[str, str], ...]


def material(
    ladder: Ladder, theme: Theme, paths: tuple[Path | None, Path | None], tell: Callable[[str], None]
) -> Material:
    """Run sheets, slides, handouts and managers' guides of a ladder; `paths` are the files of both, None: the kit's.

    Raises `KitError` for what can't be made. `theme` is the look of what is typeset, and `tell` is called with a
    sentence about what is being done.
    """
    tell("Setting what is printed for workshops")
    files: dict[str, bytes] = {}
    workshops = []
    for name in shipped():
        plan = for_ladder(load_workshop(name), ladder)
        sheet, slides, shown = (
            f"{FOLDER}/{file}" for file in (f"run-sheet-{name}.pdf", f"slides-{name}.pdf", f"{name}.html")
        )
        files[sheet] = print_run_sheet(
            # Nobody said who comes, so it tells of people elsewhere too.
            run_sheet(without_undrawn(plan, ladder), BEGINS, PEOPLE, elsewhere=True),
            theme,
            on=_ON,
            spoken=ladder.spoken,
        ).data
        deck = open_deck(name, ladder=paths[0], theme=paths[1])
        files[slides], files[shown] = deck_pdf(deck, on=_ON).data, deck_html(deck).encode()
        workshops.append(Workshop(plan.title, str(plan.subtitle), plan.minutes, sheet, slides, shown))
    handouts = {f"{FOLDER}/{name}": pdf.data for name, pdf in all_handouts(ladder, theme, on=_ON).items()}
    guides = {
        f"{FOLDER}/for-managers-{level.id}.pdf": typeset(managers_guide(ladder, level, on=_ON), theme).data
        for level in ladder.levels
    }
    return Material(
        {**files, **handouts, **guides},
        tuple(workshops),
        tuple((title, f"{FOLDER}/{name}") for title, name in file_names(ladder)),
        tuple((level.title, path) for level, path in zip(ladder.levels, guides, strict=True)),
    )
