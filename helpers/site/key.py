"""The key to encrypted second views in a reader's browser, where cryptography is the browser's own and takes its time.

An engine doesn't wait, and a browser's cryptography does. So the key says that it is at work (`AtWork`) and what is
`wanted`; the script sees to that, says that it is `done`, and has the page drawn afresh.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Final, NamedTuple

from helpers.errors import KitError, ReplyRefused, UsageError
from helpers.review.sealing import AGAIN, ALTERED, PublicKey

MOST_OPENED: Final = 50
"""Messages that are remembered opened, for the life of a page's worker."""


class AtWork(KitError):
    """The browser is doing what was asked, and the page hears of it as soon as it is done."""


class Sealed(NamedTuple):
    """A message to be opened: what it is, what it is tied to, and the key that it is for."""

    box: bytes
    info: str
    fingerprint: str


class BrowserKey:
    """Keys that a script keeps, as a `helpers.review.sealing.Key`: the first makes files, and all of them open."""

    file = "my-journal.second-view-key.pem"

    def __init__(self) -> None:
        self._keys: tuple[PublicKey, ...] = ()
        self._wants: Sealed | None = None
        self._wants_key = False
        self._no_room = False
        self._opened: dict[Sealed, bytes | None] = {}

    def known(self, points: Sequence[bytes]) -> None:
        """These are the public parts of the keys that are kept now."""
        self._keys = tuple(map(PublicKey, points))

    def create(self) -> PublicKey:
        """The public part of the first key. Raises `AtWork` where there is none: the script makes one."""
        if self._keys:
            return self._keys[0]
        if self._no_room:
            self._no_room = False
            raise UsageError(
                "this browser couldn’t make a key, or couldn’t keep it",
                next_step="Ask with a message, which needs no key.",
            )
        self._wants_key = True
        raise AtWork("your key is being made, which takes a moment")

    def open(self, box: bytes, info: bytes, fingerprint: str) -> bytes:
        """What a sealed message says. Raises `AtWork` until the script opened it, and `ReplyRefused`.

        `box` is the encrypted message, `info` what it is tied to, and `fingerprint` says to which key it is encrypted.
        """
        if fingerprint not in {key.fingerprint for key in self._keys}:
            raise ReplyRefused(
                "the key to this reply isn’t in this browser, and without it nobody can open it",
                next_step="Choose its file below, if you saved one or asked from your own computer. If there is none, "
                "ask again.",
            )
        sealed = Sealed(box, info.decode(), fingerprint)
        if sealed not in self._opened:
            self._wants = sealed
            raise AtWork("the reply is being opened, which takes a moment")
        plain = self._opened[sealed]
        if plain is None:
            raise ReplyRefused(ALTERED, next_step=AGAIN)
        return plain

    def wanted(self) -> dict[str, str] | None:
        """What the script should see to now; None if nothing."""
        if self._wants_key:
            return {"want": "key"}
        if self._wants:
            box = b64encode(self._wants.box).decode("ascii")
            return {"want": "open", "box": box, "info": self._wants.info, "fingerprint": self._wants.fingerprint}
        return None

    def done(self, plain: bytes | None) -> bool:
        """What was wanted is done: a key is `known`, or a message says `plain` (None: it doesn't open).

        Whether what somebody pressed is to be done once more: the file that waited for its key.
        """
        if self._wants_key:
            self._wants_key, self._no_room = False, not self._keys
            return True
        if self._wants:
            while len(self._opened) >= MOST_OPENED:
                self._opened.pop(next(iter(self._opened)))
            self._opened[self._wants] = plain
            self._wants = None
        return False
