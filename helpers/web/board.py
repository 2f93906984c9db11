"""The workshop board as two pages: what is projected, and in a window of its own what its facilitator alone needs.

It speaks the protocol of the chapters (`helpers.web.protocol`) about three elements: "board", "left-out" and
"paper". Where a page has turned to travels in `owns`; nothing is kept of it here. What the form for paper says
and hears comes as {type: "tally", element, message}, in both directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from markupsafe import Markup

from helpers.chapters import NOTEBOOKS
from helpers.chapters.drawing import note
from helpers.chapters.notebook import OtherCell, TextCell, read_notebook
from helpers.charts import Theme
from helpers.errors import KitError
from helpers.pages import tally
from helpers.pages.acts import Acts
from helpers.pages.render import Renderer
from helpers.pages.screen import Screen
from helpers.web import protocol
from helpers.web.page import as_json, web_page
from helpers.web.prose import prose
from helpers.web.protocol import EngineReply, Tally
from helpers.workshop.session import TeamSession

NOTEBOOK = NOTEBOOKS / "facilitator/workshop_board.ipynb"
"""Where what stands around the board is written, for this page and for JupyterLab."""

BOARD, ASIDE, PAPER = "board", "left-out", "paper"
_OWN = re.compile(r"(up|down) (.{1,200})(?:\n([\s\S]{1,1000}))?")
"""Whether the picture is up, the view, and below them what the last press was told, which stands until the next."""


class _Sight(NamedTuple):
    """What one look found: the board, and what stands aside of it for the facilitator (nothing without files)."""

    board: str
    aside: str

    @property
    def version(self) -> str:
        """A digest of what is shown: there is little of it, and no smaller thing says that it changed."""
        return blake2b((self.board + self.aside).encode("utf-8", "replace"), digest_size=12).hexdigest()


class BoardEngine:
    """The board of one session. `files` is whether share files are gathered, so that some may be left out."""

    def __init__(self, session: TeamSession, theme: Theme, *, files: bool) -> None:
        self.theme = theme
        self._session = session
        self._files = files
        self._acts = Acts()

    def page(self) -> str:
        """What is projected: the lobby, and nothing that isn't for everybody's eyes. Raises `KitError`."""
        return self.made("board")

    def notes(self) -> str:
        """What the facilitator alone needs: what stands around the board in the notebook. Raises `KitError`."""
        return self.made("board_notes")

    def made(self, template: str, pages: Renderer = web_page, **standing: str) -> str:
        """A page with the lobby, what stands around it in the notebook, or both, as its `template` has it.

        `pages` makes the HTML, and `standing` is where the page stands, as `chapter_page` has them. Raises `KitError`.
        """
        sight = self._sight(self._screen({}))
        parts = [part for cell in read_notebook(NOTEBOOK).cells if (part := self._part(cell, sight))]
        settings = as_json({"chapter": BOARD, "version": sight.version})
        return pages(template, board=Markup(sight.board), parts=parts, settings=settings, **standing)  # noqa: S704

    def handle(self, message: object) -> Iterator[EngineReply]:
        """What a page hears for what it said; never raises."""
        sent: Mapping[str, object] = message if isinstance(message, Mapping) else {}
        try:
            match sent:
                case {"type": "tally", "message": said}:
                    if reply := tally.answer(self._session, said):
                        yield Tally(type="tally", element=PAPER, message=reply)
                    yield from self._shown(self._sight(self._screen(sent.get("owns"))))
                case {"type": "act", "value": str(value)}:
                    screen = self._screen(sent.get("owns"))
                    if self._acts.are_new(str(sent.get("act", ""))):
                        screen.act(value)
                    yield protocol.own(BOARD, _own(screen))
                    yield from self._shown(self._sight(screen))
                case {"type": "look"}:
                    sight = self._sight(self._screen(sent.get("owns")))
                    if sent.get("version") == sight.version:
                        yield protocol.version(sight.version)
                    else:
                        yield from self._shown(sight)
                case _:
                    yield protocol.lost("The kit couldn’t understand this page. Reload it to go on.")
        except KitError as error:
            yield protocol.lost(str(error))
        except Exception as error:
            note(error, "the board could not be answered")
            yield protocol.lost("Something in the kit itself went wrong. Nothing is lost; reload this page.")

    def _screen(self, owns: object) -> Screen:
        """The screen where a page has turned to."""
        own = owns.get(BOARD) if isinstance(owns, Mapping) else None
        match = _OWN.fullmatch(own) if isinstance(own, str) else None
        if match is None:
            return Screen(self._session, self.theme)
        return Screen(self._session, self.theme, view=match[2], shown=match[1] == "up", trouble=match[3] or "")

    def _sight(self, screen: Screen) -> _Sight:
        """What is shown now. The folder may change at any moment, so it is looked at once."""
        return _Sight(screen.html(), screen.aside() if self._files else "")

    def _shown(self, sight: _Sight) -> Iterator[EngineReply]:
        yield protocol.view(BOARD, sight.board)
        if self._files:
            yield protocol.view(ASIDE, sight.aside)
        yield protocol.version(sight.version)

    def _part(self, cell: object, sight: _Sight) -> dict[str, object] | None:
        match cell:
            case TextCell(cell_id, text, mark) if mark.where is None:
                return {"id": cell_id, "prose": prose(text, lambda _: None)}
            case OtherCell(cell_id) if cell_id == ASIDE and self._files:
                return {"id": cell_id, "html": Markup(sight.aside)}  # noqa: S704 - the kit's own template
            case OtherCell(cell_id) if cell_id == PAPER:
                return {"id": cell_id}
        return None


def _own(screen: Screen) -> str:
    """What a page has to remember of its screen, as `_OWN` reads it."""
    return f"{'up' if screen.shown else 'down'} {screen.view}" + (
        f"\n{screen.trouble[:1000]}" if screen.trouble else ""
    )
