"""Two ways to open the chapters in a browser: JupyterLab with the code, Voilà without it.

Both listen on this machine only, ask for a token that is new at every start, and talk
to their kernels over files that belong to the person who started them, so that nobody
else on a shared machine can read along.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Browser, LadderFile, Port
from helpers.errors import UsageError
from helpers.kernels import transport
from helpers.paths import LADDER_FILE, LADDER_JOURNAL, ROOT

LOOPBACK = "127.0.0.1"
FIRST_CHAPTER = "00_start_here.ipynb"
LAB_PORT = 8888
APP_PORT = 8866
NOTES_TO_ITSELF = logging.WARNING
"""A server's log up to this level is about the server and says nothing to a reader."""

JournalFile = Annotated[Path | None, typer.Option("--journal", help="Keep the answers in this file.")]


def lab(port: Port = None, browser: Browser = True, journal: JournalFile = None, ladder: LadderFile = None) -> None:
    """Open the notebooks in JupyterLab, with the code at hand."""
    check_free(port)
    tell_kernels(journal, ladder)
    from jupyter_core.paths import jupyter_runtime_dir
    from jupyterlab.labapp import LabApp

    from helpers.cli.saving import keep_answers_out

    logging.disable(NOTES_TO_ITSELF)
    layouts = os.environ.get("JUPYTERLAB_WORKSPACES_DIR") or Path(sys.prefix, "share/jupyter/lab/workspaces")
    server = LabApp.initialize_server(
        lab_settings(port, browser, runtime_dir=Path(jupyter_runtime_dir()), layouts=Path(layouts))
    )
    server.contents_manager.register_pre_save_hook(keep_answers_out)
    print("JupyterLab is starting. Leave this window open while you use it; Ctrl+C stops.", flush=True)
    server.start()


def app(port: Port = None, browser: Browser = True, journal: JournalFile = None, ladder: LadderFile = None) -> None:
    """Open the chapters as pages, with no code in sight and nothing to run."""
    check_free(port)
    tell_kernels(journal, ladder)
    from helpers.cli.pages import ChapterPages

    logging.disable(NOTES_TO_ITSELF)
    ChapterPages.launch_instance(page_settings(port, browser, sockets=socket_dir()))


def lab_settings(port: int | None, browser: bool, *, runtime_dir: Path, layouts: Path) -> list[str]:
    """JupyterLab's command line: this machine only, no news, and a layout of the kit's own.

    Layouts go to a folder of their own because the one in a person's home remembers tabs
    of other projects, which would open here as errors.
    """
    here = Path(__file__).parent
    return [
        f"--ServerApp.root_dir={ROOT}",
        f"--ServerApp.ip={LOOPBACK}",
        f"--ServerApp.port={port or LAB_PORT}",
        f"--ServerApp.port_retries={0 if port else 50}",
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/notebooks/{FIRST_CHAPTER}",
        "--ServerApp.allow_root=True",
        "--ServerApp.answer_yes=True",
        "--ServerApp.jpserver_extensions={'voila.server_extension': False}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.app_settings_dir={here / 'lab_settings'}",
        f"--LabApp.workspaces_dir={layouts}",
        f"--KernelManager.transport={kernel_transport(runtime_dir)}",
    ]


def page_settings(port: int | None, browser: bool, *, sockets: Path) -> list[str]:
    """Voilà's command line: the chapters only, and kernels that end some time after their page.

    A kernel with an open page is never culled, however long its reader takes.
    """
    return [
        str(ROOT / "notebooks"),
        f"--Voila.ip={LOOPBACK}",
        f"--Voila.port={port or APP_PORT}",
        f"--Voila.port_retries={0 if port else 50}",
        f"--ChapterPages.in_browser={browser}",
        f"--Voila.connection_dir_root={sockets}",
        "--Voila.auto_token=True",
        "--Voila.log_level=ERROR",
        "--VoilaConfiguration.show_tracebacks=True",
        "--VoilaConfiguration.strip_sources=True",
        "--VoilaConfiguration.allow_template_override=NO",
        "--VoilaConfiguration.allow_theme_override=NO",
        "--VoilaExecutor.allow_errors=True",
        "--MappingKernelManager.cull_idle_timeout=1800",
        "--MappingKernelManager.cull_interval=120",
        "--MappingKernelManager.cull_connected=False",
        f"--KernelManager.transport={kernel_transport(sockets / 'voila_12345678')}",
    ]


def kernel_transport(directory: Path) -> str:
    """How a server talks to kernels whose connection files are in `directory`: "ipc", from a very deep home "tcp"."""
    return transport(directory / f"kernel-{'0' * 36}-ipc")


def socket_dir() -> Path:
    """Where Voilà makes its private folder for sockets: the short /tmp where there is one."""
    return Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108 - mkdtemp inside


def tell_kernels(journal: Path | None, ladder: Path | None) -> None:
    """Name the files that were asked for in the environment, which every kernel inherits.

    Raises `KitError` for a file that can't be used: told here, it is told before anything
    starts, and not on every page.
    """
    from helpers.journal import Journal
    from helpers.ladder import load_ladder

    if ladder is not None:
        load_ladder(ladder)
    if journal is not None:
        Journal.open(journal).events()
    for name, path in ((LADDER_JOURNAL, journal), (LADDER_FILE, ladder)):
        if path is not None:
            os.environ[name] = str(path.expanduser().resolve())


def check_free(port: int | None) -> None:
    """Raise `UsageError` if a port that somebody asked for is taken."""
    if port is None:
        return
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"port {port} can't be used: {error.strerror if isinstance(error, OSError) else error}",
                next_step="Choose another with --port, or leave --port out to get one that is free.",
            ) from None
