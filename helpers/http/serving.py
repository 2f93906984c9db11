"""A server as one process that ends cleanly, however it is told to: Ctrl+C, SIGTERM, a closed terminal."""

from __future__ import annotations

import signal
import socket
from types import FrameType

import uvicorn


class Config(uvicorn.Config):
    """What each process of a server begins with."""

    _begun = False

    def configure_logging(self) -> None:
        """Set up the log, and what a signal does before the server itself hears it."""
        super().configure_logging()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._heard)

    def load(self) -> None:
        """Load the app; called once uvicorn hears signals itself."""
        self._begun = True
        super().load()

    def _heard(self, number: int, frame: FrameType | None) -> None:
        # Before it has begun there is nothing to put away. Once it has ended, uvicorn raises the signal
        # that ended it again: a process that died of it could not put away what is still to be put away.
        if not self._begun:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)


def serve(config: Config, listening: socket.socket) -> bool:
    """Serve until somebody stops it; whether it could start at all (the log says why not)."""
    server = uvicorn.Server(config)

    def hung_up(number: int, frame: FrameType | None) -> None:
        server.handle_exit(signal.SIGTERM, frame)

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, hung_up)
    try:
        server.run(sockets=[listening])
    except SystemExit:
        return False
    return server.started
