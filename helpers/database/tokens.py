"""Secrets that a hosted session gives out: tokens for one person, and the code that a room types in.

A token is known to its owner alone. The database holds its hash, from which nobody gets back to it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What a code is made of: no I and no O, no 0 and no 1, which are misread from a projector."""

CODE_LENGTH = 8
_TOKEN_BYTES = 16


def new_token() -> str:
    """A secret of 128 random bits, in letters that may stand anywhere (22 of A–Z a–z 0–9 - _)."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_from(act: str, session_id: str) -> str:
    """The token for whoever joins a session by an act: the random number that their device drew for it.

    The same act gives the same token, so that a second press finds whom the first one let in. It is as secret
    and as long as the act is, and no other session's.
    """
    digest = hashlib.sha256(f"join {session_id} {act}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode().rstrip("=")


def hash_token(token: str) -> str:
    """What the database holds in a token's place: SHA-256 in 64 hex digits.

    A token is random and long, so nobody can go through all of them; a slow hash would add nothing.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """A join code of eight letters: 40 random bits, enough where guesses are slowed down."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def tidy_code(text: str) -> str:
    """A code as it was given out, from what somebody typed: "abcd efgh" and "ABCD-EFGH" are the same.

    What can't be in a code is left out; the result may be no code at all.
    """
    return "".join(letter for letter in unicodedata.normalize("NFKC", text[:100]).upper() if letter in LETTERS)
