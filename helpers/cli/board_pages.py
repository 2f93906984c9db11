"""Voilà with one page: the workshop board."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join
from tornado import web
from voila.tornado.handler import TornadoVoilaHandler

from helpers.cli.pages import Chapter, ChapterPages, FrontDoor

NOTEBOOK = "workshop_board.ipynb"


class BoardDoor(FrontDoor):
    """`/` leads to the board."""

    @web.authenticated
    async def get(self) -> None:
        """Redirect to the board."""
        self.redirect(url_path_join(self.base_url, "voila/render", NOTEBOOK))


class BoardPage(Chapter):
    """The board, and no other notebook."""

    @web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Run the board and send it."""
        if path != NOTEBOOK:
            raise web.HTTPError(404)
        await TornadoVoilaHandler.get(self, path)


class BoardPages(ChapterPages):
    """Voilà, serving the board with the kit's own page around it."""

    what = "The workshop board is"

    def init_handlers(self) -> list[Any]:
        """The handlers of the chapters, led to the board."""
        instead = {FrontDoor: BoardDoor, Chapter: BoardPage}
        return [(pattern, instead.get(handler, handler), *more) for pattern, handler, *more in super().init_handlers()]
