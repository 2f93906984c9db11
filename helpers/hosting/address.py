"""By which address people find the service, also after this machine has come into another network.

A laptop that changes networks gets another address. Links, QR codes and the projector follow it; the session, what
was answered and who answered stay as they are, since none of them hangs on an address.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from helpers.hosting.settings import Settings

LOOK_SECONDS = 5.0
"""How old what is known of this machine's networks may be."""

log = logging.getLogger(__name__)


class PublicAddress:
    """The address of a service, as it is now.

    `routed` gives this machine's address towards the world ("": it has none), `is_own` tells whether it has one still,
    and `clock` gives seconds that only grow. The first two are asked while everybody waits, so they answer at once. A
    service whose address somebody named keeps that one.
    """

    def __init__(
        self,
        settings: Settings,
        routed: Callable[[], str],
        is_own: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._follows, self._routed, self._is_own, self._clock = settings.follows_network, routed, is_own, clock
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
        parts = urlsplit(self._url)
        host = self._now(parts.hostname or "")
        if host != parts.hostname:
            port = f":{parts.port}" if parts.port else ""
            self._url = f"{parts.scheme}://{host}{port}{parts.path}"
            log.warning("this machine has another address now: people find the session at %s", self._url)

    def _now(self, host: str) -> str:
        """The address after `host`: where it began, as soon as that is back; `host` as long as there is no better.

        A machine has others that nobody in the room can reach: those of Docker, of virtual machines, of a VPN. So it
        moves to none but the one that leads out, and stays where there is none for a moment.
        """
        began = urlsplit(self._began).hostname or ""
        own = next((candidate for candidate in (began, host) if self._is_own(candidate)), "")
        return own or self._routed() or host
