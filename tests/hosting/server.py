"""A real service for tests: uvicorn in a thread of this process, on a free port, over a database of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import uvicorn

from helpers.database import Opened, Store, open_engine
from helpers.hosting.app import make_app
from helpers.hosting.settings import Led, Settings
from helpers.http.wire import Wire
from helpers.ladder import load_ladder
from helpers.workshop.agenda import load_workshop
from helpers.workshop.hosted import HostedPlan, plan_session
from tests.hosting.process import TRUSTED
from tests.patience import PATIENCE

LADDER = load_ladder()
SHIPPED = load_workshop("ninety-minutes")
WORKSHOP = SHIPPED.model_copy(update={"group": SHIPPED.group.model_copy(update={"shown_from": 3})})
STATEMENTS = ("mid.roadmap", "mid.prioritisation", "mid.metrics", "senior.decisions")
PLAN = plan_session(WORKSHOP, LADDER, statements=STATEMENTS)
"""A session that is quickly gone through: four statements, two questions, a focus, a plan."""


class Served(NamedTuple):
    """A running service and the session that was opened in it."""

    url: str
    session: Opened
    store: Store

    def open_all(self) -> None:
        """Open every block."""
        for block in self.store.plan(self.session.id).blocks:
            self.store.set_block(self.session.id, block.id, open=True)

    @contextlib.contextmanager
    def joined(self) -> Iterator[httpx.Client]:
        """The browser of somebody who has just joined."""
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=PATIENCE, verify=TRUSTED) as client:
            client.post("/join", data={"code": self.session.code}).raise_for_status()
            yield client

    @contextlib.contextmanager
    def leading(self) -> Iterator[httpx.Client]:
        """The facilitator's browser."""
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=PATIENCE, verify=TRUSTED) as client:
            client.post("/facilitate", data={"key": self.session.key}).raise_for_status()
            yield client


def database(folder: Path) -> str:
    """The URL of a SQLite database in a folder."""
    return f"sqlite:///{folder / 'sessions.sqlite'}"


@contextlib.contextmanager
def served(
    db: str,
    *,
    plan: HostedPlan = PLAN,
    root_path: str = "",
    port: int = 0,
    follows_network: bool = False,
    named: str = "",
    leads: bool = False,
) -> Iterator[Served]:
    """Run the service over a database, with one session opened; Served.url ends without a slash.

    `named` is the address that people are told to come by, where that isn't the one at which it is, and `leads` says
    that the service is of a command that leads the session, as `host WORKSHOP` is.
    """
    store = Store(open_engine(db))
    session = store.open_session(plan, timedelta(days=7))
    how = {"root_path": root_path, "port": port, "follows_network": follows_network, "named": named}
    info = store.session(session.id)
    led = Led(session=info.id, workshop=info.workshop, opened_at=info.opened_at) if leads else None
    with running(db, **how, leads=led) as url:
        yield Served(url, session, store)
    store.engine.dispose()


@contextlib.contextmanager
def running(
    db: str,
    *,
    root_path: str = "",
    port: int = 0,
    follows_network: bool = False,
    named: str = "",
    leads: Led | None = None,
) -> Iterator[str]:
    """Run the service over a database as it is; gives its address. People are told to come by the one `named`."""
    listening = socket.create_server(("127.0.0.1", port))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}{root_path}"
    public = {"public_url": named or url, "named": bool(named), "follows_network": follows_network}
    app = make_app(Settings(db=db, root_path=root_path, leads=leads, **public))
    server = uvicorn.Server(uvicorn.Config(app, http=Wire, log_level="error", access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_for(url, thread)
        yield url
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listening.close()


def _wait_for(url: str, thread: threading.Thread) -> None:
    with httpx.Client(timeout=PATIENCE, verify=TRUSTED) as client:
        while thread.is_alive():
            with contextlib.suppress(httpx.TransportError):
                client.get(f"{url}/health").raise_for_status()
                return
    raise RuntimeError("the service ended before it answered")
