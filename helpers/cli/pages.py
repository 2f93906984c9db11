"""Voilà with one front door: the chapters, for the one person who holds the link."""

from __future__ import annotations

import logging
import os
import shutil
import signal
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_core.utils import run_sync
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets import Bool
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from helpers.cli.app import FIRST_CHAPTER
from helpers.cli.handover import open_privately
from helpers.errors import KitError
from helpers.report.files import write_private

TEMPLATES = Path(__file__).parent / "page"
FONTS = str(files("font_source_sans_pro") / "files")
"""The typeface of the reports, so that pages look alike on every machine."""
SECRET_BYTES = 32
PONG_WITHIN_MS = 30_000
"""A page is asked twice a minute whether it is still there; this is how long it has to answer."""


class FrontDoor(JupyterHandler):
    """`/` leads to the first chapter; a token in the link becomes a cookie on the way."""

    @web.authenticated
    async def get(self) -> None:
        """Redirect to the first chapter."""
        self.redirect(url_path_join(self.base_url, "voila/render", FIRST_CHAPTER))


class Chapter(TornadoVoilaHandler):
    """A page for each notebook that lies at the top of the notebooks folder, and for nothing else."""

    @web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Run the chapter and send it."""
        chapters = {file.name for file in Path(self.contents_manager.root_dir).glob("[0-9]*.ipynb")}
        if path not in chapters:
            raise web.HTTPError(404)
        await super().get(path)


class PageGone(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that was closed.

    Voilà's own script asks for this on `beforeunload`, which browsers also fire for a
    download or a mail link; only the kit's own page, once it is really gone, is heard.
    """

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """Shut the kernel down, if the page is gone."""
        if self.get_query_argument("page", "") == "gone" and kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        else:
            self.set_status(204)

    def check_xsrf_cookie(self) -> None:
        """Check the origin instead: a page that closes can send no header with the cookie's value."""
        if not self.check_origin():
            raise web.HTTPError(403)


class ChapterPages(Voila):
    """Voilà, serving the chapters with the kit's own page around them."""

    name = "voila"
    what = "The chapters are"
    in_browser = Bool(True, help="Open a browser, or only print the link.").tag(config=True)

    def _config_file_paths_default(self) -> list[str]:
        """Read no configuration files: what is in the current folder is not the kit's."""
        return []

    def initialize(self, argv: list[str] | None = None) -> None:
        """Read the settings, and stop as cleanly when the terminal closes as on Ctrl+C."""
        super().initialize(argv)
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a page that closes is often still written to
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._handle_signal_stop)
        self.tornado_settings = {
            "allow_remote_access": False,
            "local_hostnames": ["localhost", self.ip],
            "ws_ping_timeout": PONG_WITHIN_MS,
        }

    def setup_template_dirs(self) -> None:
        """Look for page templates in the kit before Voilà's own."""
        super().setup_template_dirs()
        self.template_paths.insert(0, str(TEMPLATES))

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, with the kit's words where it asks for a token or has to refuse."""
        settings: dict[str, Any] = super().init_settings()
        settings["jinja2_env"].loader.searchpath.insert(0, str(TEMPLATES))
        return settings

    def _cookie_secret_default(self) -> bytes:
        """The same at every start, so that a page which was left open can be reloaded after one."""
        return kept_secret(Path(jupyter_runtime_dir()) / "career_ladder_cookie_secret")

    def init_handlers(self) -> list[Any]:
        """Voilà's handlers without its file browser: a front door, and the chapters."""
        instead = {TornadoVoilaHandler: Chapter, VoilaShutdownKernelHandler: PageGone}
        dropped = {TornadoVoilaTreeHandler, VoilaContentsHandler, AllowListFileHandler}
        handlers = [
            (pattern, instead.get(handler, handler), *settings)
            for pattern, handler, *settings in super().init_handlers()
            if handler not in dropped
        ]
        fonts = (url_path_join(self.server_url, r"/voila/fonts/(.*\.otf)"), web.StaticFileHandler, {"path": FONTS})
        return [(self.server_url, FrontDoor), fonts, *handlers]

    def launch_browser(self) -> None:
        """Say where the pages are, and open them if that was wanted."""
        link = self.display_url
        print(f"{self.what} at\n\n    {link}\n\nLeave this window open while you use them; Ctrl+C stops.", flush=True)
        if self.in_browser:
            open_privately(link)

    def stop(self) -> None:
        """Stop the kernels, then remove the folder that their sockets are in."""
        run_sync(self.kernel_manager.shutdown_all)(now=True)
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def kept_secret(path: Path) -> bytes:
    """The secret in a file that only its owner can read; a new one if there is none, kept if that is possible."""
    with suppress(OSError):
        secret = path.read_bytes()
        if len(secret) >= SECRET_BYTES:
            return secret
    secret = os.urandom(SECRET_BYTES)
    with suppress(KitError):
        write_private(path, secret)
    return secret
