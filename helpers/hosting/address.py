"""By which address people find the service, also after this machine has come into another network.

A laptop that changes networks gets another address. Links, QR codes and the projector follow it; the session, what
was answered and who answered stay as they are, since none of them hangs on an address.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from helpers.hosting.settings import Settings

LOOK_SECONDS = 5.0
"""How old what is known of this machine's networks may be."""

log = logging.getLogger(__name__)


class PublicAddress:
    """The address of a service, as it is now.

    `find` gives this machine's addresses in its networks, the likeliest first, and `clock` seconds that only grow. A
    service whose address somebody named keeps that one.
    """

    def __init__(
        self, settings: Settings, find: Callable[[], Sequence[str]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._follows, self._find, self._clock = settings.follows_network, find, clock
        self._began = self._url = settings.public_url
        self._looked = clock()
        self._one_looks = threading.Lock()

    @property
    def moved(self) -> bool:
        """Whether it is another one than the service began with."""
        return self.url != self._began

    @property
    def url(self) -> str:
        """What people type, root path included and no slash at its end."""
        if self._follows and self._clock() - self._looked >= LOOK_SECONDS and self._one_looks.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._one_looks.release()
        return self._url

    def _look(self) -> None:
        self._looked = self._clock()
        parts, found = urlsplit(self._url), list(self._find())
        # Where there is no network for a moment, or the address is one of several, it stays.
        if not found or parts.hostname in found:
            return
        port = f":{parts.port}" if parts.port else ""
        self._url = f"{parts.scheme}://{found[0]}{port}{parts.path}"
        log.warning("this machine has another address now: people find the session at %s", self._url)
