"""Pages that one process serves to the person who started it, on this machine alone."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

from starlette.applications import Starlette

from helpers.cli.handover import open_privately
from helpers.errors import KitError
from helpers.http.secret import kept_secret, key_to
from helpers.http.serving import Config, serve
from helpers.http.wire import Wire
from helpers.paths import own_folder
from helpers.web.app import Place

TOKEN_BYTES = 24
GRACE_SECONDS = 2
"""How long requests that are under way may take once the kit is told to end."""


def serve_pages(
    make: Callable[[Place], Starlette], what: str, *, listening: socket.socket, browser: bool, tell: str
) -> None:
    """Serve pages until somebody stops it.

    `make` gives the app for the place where they are, `what` names what is served (a browser that was let in
    to it stays so after a restart), `listening` is the socket at which it is, `browser` opens it there, `tell`
    begins the sentence with the link. Raises `KitError` if it can't start.
    """
    secret = kept_secret(own_folder() / ".pages-secret")
    place = Place(listening.getsockname()[1], secrets.token_hex(TOKEN_BYTES), key_to(secret, what))
    print(f"{tell} at\n\n    {place.link}\n\nLeave this window open while you use them; Ctrl+C stops.", flush=True)
    if browser:
        open_privately(place.link)
    config = Config(
        make(place),
        access_log=False,  # what somebody reads is nobody's business
        log_level="error",
        server_header=False,
        http=Wire,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with listening:
        if not serve(config, listening):
            raise KitError("the pages couldn't be served", next_step="What stands above says why.")
