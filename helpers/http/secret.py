"""A secret of the kit's own, by which a page that stayed open is known again after a restart."""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from helpers.journal import disk

SECRET_BYTES = 32


def kept_secret(path: Path) -> bytes:
    """The secret in a file that only its owner can read; a new one if there is none, kept if that is possible."""
    with suppress(OSError):
        secret = path.read_bytes()
        if len(secret) >= SECRET_BYTES:
            return secret
    secret = os.urandom(SECRET_BYTES)
    with suppress(OSError):
        disk.replace(path, secret)
    return secret


def key_to(secret: bytes, what: str) -> str:
    """What a browser shows to be let in to `what`: nobody makes it without the secret, and it opens nothing else."""
    return hmac.new(secret, what.encode("utf-8", "surrogateescape"), "sha256").hexdigest()
