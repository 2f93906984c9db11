"""Two ways to open the chapters in a browser: JupyterLab with the code, pages without it.

Both listen on this machine only and ask for a token that is new at every start. JupyterLab
talks to its kernels over files that belong to the person who started it, so that nobody
else on a shared machine can read along.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from secrets import token_hex
from typing import Annotated
from urllib.parse import quote

import typer

from helpers.cli.handover import open_privately
from helpers.cli.notebooks import lay_out
from helpers.cli.options import Browser, LadderFile, Port
from helpers.cli.ports import listen_here, steady_port, steady_socket
from helpers.kernels import transport
from helpers.paths import INSTALLED, LADDER_FILE, LADDER_JOURNAL, PACKAGE, ROOT, ladder_path, own_folder

LOOPBACK = "127.0.0.1"
LAB_PORT = 8888
APP_PORT = 8866
TOKEN_BYTES = 24
NOTES_TO_ITSELF = logging.WARNING
"""A server's log up to this level is about the server and says nothing to a reader."""

JournalFile = Annotated[Path | None, typer.Option("--journal", help="Keep the answers in this file.")]


def lab(port: Port = None, browser: Browser = True, journal: JournalFile = None, ladder: LadderFile = None) -> None:
    """Open the notebooks in JupyterLab, with the code at hand.

    A ladder of one’s own gets notebooks in a folder of its id beside the kit’s; those that are there are left alone.
    """
    check_free(port)
    name_files(journal, ladder)
    root = work_folder()
    first = lay_out(root / "notebooks")
    from helpers.cli.jupyter import keep_apart

    keep_apart(own_folder() / ".jupyter")
    from jupyter_core.paths import jupyter_runtime_dir
    from jupyterlab.labapp import LabApp

    from helpers.cli.saving import keep_answers_out

    logging.disable(NOTES_TO_ITSELF)
    port = port or steady_port(LAB_PORT, _shown("lab"))
    token, runtime = token_hex(TOKEN_BYTES), Path(jupyter_runtime_dir())
    server = LabApp.initialize_server(lab_settings(port, token, first, root=root, runtime_dir=runtime))
    server.contents_manager.register_pre_save_hook(keep_answers_out)
    link = f"{server.connection_url.rstrip('/')}{server.default_url}?token={token}"

    def tell() -> None:
        print(f"JupyterLab is at\n\n    {link}\n\nLeave this window open while you use it; Ctrl+C stops.", flush=True)
        if browser:
            open_privately(link)

    server.io_loop.add_callback(tell)  # after the server’s own, which listens: a link that is there leads somewhere
    server.start()


def app(port: Port = None, browser: Browser = True, journal: JournalFile = None, ladder: LadderFile = None) -> None:
    """Open the chapters as pages, with no code in sight and nothing to run."""
    from helpers.charts import load_theme
    from helpers.cli.local import serve_pages
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.web.app import address, make_app
    from helpers.web.engine import Engine
    from helpers.web.keeping import JournalKeeping

    check_free(port)
    name_files(journal, ladder)
    kept, about = Journal.open(), load_ladder()
    listening = listen_here(port) if port is not None else steady_socket(APP_PORT, _shown("app"), listen_here)
    pages = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    keeping = JournalKeeping(kept, about, own_folder() / "reports", pages=pages)
    engine = Engine(about, keeping, theme=load_theme(), link=address)
    file = ladder_path().absolute() if os.environ.get(LADDER_FILE) else None
    serve_pages(
        lambda place: make_app(engine, place, ladder_file=file),
        f"app {kept.path}",
        listening=listening,
        browser=browser,
        tell="The chapters are",
    )


def _shown(command: str) -> str:
    """What a command shows, by which its port is remembered start after start: this person's journal."""
    from helpers.journal.store import default_path

    return f"{command} {default_path().expanduser().absolute()}"


def work_folder() -> Path:
    """The folder that JupyterLab shows: the kit's, or one's own, with a copy of an installed kit's notebooks."""
    if not INSTALLED:
        return ROOT
    from helpers.cli.own_notebooks import bring_up_to_date

    home = own_folder()
    for path in bring_up_to_date(ROOT / "notebooks", home):
        print(f"The kit has a new version of a notebook that you changed. Yours is now {path}")
    return home


def lab_settings(port: int, token: str, first: str, *, root: Path, runtime_dir: Path) -> list[str]:
    """JupyterLab's command line: this machine only, at this `port`, this `token` and no other, no news.

    It shows the folder `root`, and opens the notebook `first` in it. What a running server leaves for others to find it
    by is in `runtime_dir`.
    """
    here = Path(__file__).parent
    return [
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.ip={LOOPBACK}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        f"--IdentityProvider.token={token}",
        f"--LabApp.default_url=/lab/tree/{quote(first)}",
        "--ServerApp.allow_root=True",
        "--ServerApp.answer_yes=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.app_settings_dir={here / 'lab_settings'}",
        f"--LabApp.extra_labextensions_path={PACKAGE / 'widgets/lab_extensions'}",
        f"--KernelManager.transport={kernel_transport(runtime_dir)}",
    ]


def kernel_transport(directory: Path) -> str:
    """How a server talks to kernels whose connection files are in `directory`: "ipc", from a very deep home "tcp"."""
    return transport(directory / f"kernel-{'0' * 36}-ipc")


def name_files(journal: Path | None, ladder: Path | None) -> None:
    """Name the files that were asked for in the environment, where this process and every kernel look for them.

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
    if port is not None:
        listen_here(port).close()
