"""A page for whoever leads a workshop with the app's ladder: run sheet, slides, handouts, and how to open the session.

It makes what `ladder workshop run-sheet`, `slides` and `handouts` make, for people who type no commands.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from helpers.charts import Theme
from helpers.documents.source import shortened
from helpers.errors import KitError, UsageError
from helpers.ladder import Ladder, Level
from helpers.paths import typed
from helpers.report import typeset
from helpers.web.page import web_page
from helpers.workshop.agenda import Handout, Workshop, as_clock, check_people, gathered, load_workshop, shipped
from helpers.workshop.deck import open_deck
from helpers.workshop.export import deck_html, deck_pdf
from helpers.workshop.gathering import Gathering, in_words
from helpers.workshop.handouts import all_handouts, card_sets, cards, cards_in_pages, file_names
from helpers.workshop.ladder_facts import for_ladder, without_undrawn
from helpers.workshop.managers import managers_guide
from helpers.workshop.run_sheet import for_own_ladder, print_run_sheet, run_sheet

ADDRESS = "/leading"
USUAL: Mapping[str, str] = {
    "workshop": "ninety-minutes",
    "start": "9:30",
    "people": "12",
    "ways": "hosted",
    "bars": "",
    "elsewhere": "",
}
"""What a workshop is like until somebody says otherwise."""

WAYS = {
    "hosted": "On phones, in a session that this computer hosts",
    "files": "In the kit on their own computers, with a file to share",
    "paper": "On paper",
}
"""How people answer, in words."""

MANAGERS = "for-managers-"


class Planned(NamedTuple):
    """A workshop: when it begins, how many come, how they answer, and whether bars have three parts.

    `elsewhere` says whether some of the people aren't in the room.
    """

    workshop: Workshop
    start: time
    people: int
    ways: tuple[Gathering, ...]
    coarse: bool
    elsewhere: bool

    @property
    def here(self) -> Workshop:
        """The workshop without what belongs to other rooms."""
        return gathered(self.workshop, self.ways, people=self.people, coarse=self.coarse, elsewhere=self.elsewhere)


class Made(NamedTuple):
    """A file to print or to show: its name, what it holds, and what kind it is."""

    name: str
    data: bytes
    kind: str


class LeadingPage:
    """The page, and the files that it links to; each is made when somebody asks for it.

    `ladder` and `theme` are what they show, `file` is the ladder's (None: the kit's own), and `today` tells the day.
    """

    def __init__(self, ladder: Ladder, theme: Theme, file: Path | None, today: Callable[[], date]) -> None:
        self._ladder, self._theme, self._file, self._today = ladder, theme, file, today

    def page(self, said: Mapping[str, str]) -> tuple[str, int]:
        """The page for what was `said` in its form, and its status: what is wrong with it is told above the form."""
        shown = self._values(said)
        return self._ladder.spoken.in_html(web_page("leading", **shown)), 422 if shown["problem"] else 200

    def _values(self, said: Mapping[str, str]) -> dict[str, object]:
        fields = {**USUAL, **{key: text.strip() for key, text in said.items() if key in USUAL}}
        shown: dict[str, object] = {
            "at": ADDRESS,
            "ladder": self._ladder,
            "fields": fields,
            "workshops": [load_workshop(name) for name in shipped()],
            "ways": WAYS,
            "problem": (),
            "query": urlencode(fields),
        }
        try:
            planned = self._planned(fields)
        except KitError as error:
            return shown | {"problem": str(error).splitlines()}
        return shown | {
            "planned": planned,
            "gathered_in": in_words(planned.ways),
            "handouts": self._handouts(planned.here),
            "guides": [(level.title, f"{MANAGERS}{level.id}.pdf") for level in self._ladder.levels],
            "session": self._command(f"host {planned.workshop.workshop} --listen 0.0.0.0", coarse=planned.coarse),
            "board": typed("board --session CODE")
            if Gathering.HOSTED in planned.ways
            else self._command("board FOLDER", coarse=planned.coarse),
        }

    def file(self, name: str, said: Mapping[str, str]) -> Made | None:
        """A file by the `name` that the page links to, for the workshop that was `said`; None where there is none.

        Raises `KitError` for a workshop that can't be so.
        """
        planned = self._planned({**USUAL, **said})
        plan, on = planned.workshop, self._today()
        if name == f"run-sheet-{plan.workshop}.pdf":
            sheet = run_sheet(
                without_undrawn(plan, self._ladder),
                planned.start,
                planned.people,
                planned.ways,
                coarse=planned.coarse,
                elsewhere=planned.elsewhere,
            )
            sheet = for_own_ladder(sheet) if self._file else sheet
            return _pdf(name, print_run_sheet(sheet, self._theme, on=on, spoken=self._ladder.spoken).data)
        if name in (f"slides-{plan.workshop}.pdf", f"slides-{plan.workshop}.html"):
            deck = open_deck(plan.workshop, ways=planned.ways, coarse=planned.coarse, ladder=self._file)
            if name.endswith("html"):
                return Made(name, deck_html(deck).encode(), "text/html; charset=utf-8")
            return _pdf(name, deck_pdf(deck, on=on).data)
        guides = {f"{MANAGERS}{level.id}.pdf": level for level in self._ladder.levels}
        if name in guides:
            return _pdf(name, typeset(managers_guide(self._ladder, guides[name], on=on), self._theme).data)
        if name not in [file for _, file in self._handouts(planned.here)]:
            return None
        if name in (sets := self._sets()):
            return _pdf(name, cards(self._ladder, sets[name], self._theme, on=on).data)
        only = [level.id for level in self._ladder.levels if name == f"worksheet-{level.id}.pdf"]
        handouts = all_handouts(self._ladder, self._theme, on=on, workshop=planned.here, levels=only)
        return _pdf(name, handouts[name].data)

    def _handouts(self, workshop: Workshop) -> tuple[tuple[str, str], ...]:
        """The title and the file of each handout: a set of cards is of two neighbouring levels, and each is offered."""
        sets = tuple(
            (f"Cards to sort: {first.short_title} and {second.short_title} ({cards_in_pages((first, second))})", name)
            for name, (first, second) in self._sets().items()
        )
        files = file_names(self._ladder, workshop)
        if not sets:
            return files
        return tuple(each for file in files for each in (sets if file[1] == f"{Handout.CARDS.value}.pdf" else (file,)))

    def _sets(self) -> dict[str, tuple[Level, Level]]:
        # No id has an underscore: so no two sets have one name.
        return {f"cards-{first.id}_{second.id}.pdf": (first, second) for first, second in card_sets(self._ladder)}

    def _planned(self, fields: Mapping[str, str]) -> Planned:
        if fields["workshop"] not in shipped():
            raise UsageError("there is no such workshop", next_step="Choose one of the list.")
        if not re.fullmatch("[1-9][0-9]{0,3}", fields["people"]):
            what = f"“{shortened(fields['people'], 20)}” is no number of people"
            raise UsageError(what, next_step="Write a number, such as 12.")
        plan, people = for_ladder(load_workshop(fields["workshop"]), self._ladder), int(fields["people"])
        check_people(plan, people)
        # A short one knows one way alone, whatever was chosen for another.
        ways = tuple(way for way in plan.ways if way in fields["ways"].split()) or plan.ways[:1]
        return Planned(plan, as_clock(fields["start"]), people, ways, bool(fields["bars"]), bool(fields["elsewhere"]))

    def _command(self, command: str, *, coarse: bool) -> str:
        quoted = (
            "" if self._file is None else f'"{self._file}"' if sys.platform == "win32" else shlex.quote(str(self._file))
        )
        return typed(command) + (f" --ladder {quoted}" if quoted else "") + (" --coarse" if coarse else "")


def _pdf(name: str, data: bytes) -> Made:
    return Made(name, data, "application/pdf")
