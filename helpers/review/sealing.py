"""Replies that only their owner can open: HPKE (RFC 9180), and the key that lies beside the journal.

The suite is DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM in base mode, with one message each: every browser
has its parts in Web Crypto. Who holds an invitation can make a reply: encryption says who can
read it, not who wrote it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, Protocol

from pydantic import Field, ValidationError

from helpers import files
from helpers.errors import ReplyRefused, UsageError
from helpers.frozen import Frozen
from helpers.journal import disk
from helpers.journal.events import FreeText
from helpers.review.asking import Invitation, scale_words
from helpers.review.reading import Line, Read, Said

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from helpers.ladder.model import Scale

FORMAT: Final = 2
"""The newest that this version makes and opens; 1 was tied to the statements alone, not to the words of the scale."""

BEGIN, END = "-----BEGIN SECOND VIEW-----", "-----END SECOND VIEW-----"
MOST_BYTES: Final = 200_000
PATIENCE: Final = 10.0
"""Seconds to wait for another window that is making the key."""

_HEAD = re.compile(
    re.escape(BEGIN) + r"\s+Format:\s*(?P<format>\d{1,6})\s+To:\s*(?P<to>[0-9a-f]{8})\s+Key:\s*(?P<key>[0-9a-f]{16})\s+"
    r"(?:Words:\s*(?P<words>[0-9a-f]{16})\s+)?"
)


class PublicKey(NamedTuple):
    """What a reply is encrypted to: a point of P-256, uncompressed."""

    data: bytes

    @property
    def fingerprint(self) -> str:
        """Sixteen digits by which a key is told from another."""
        return hashlib.sha256(self.data).hexdigest()[:16]


class Key(Protocol):
    """What makes files whose replies it alone opens. `file` is what it is called as a file."""

    @property
    def file(self) -> str:
        """The name of its file."""

    def create(self) -> PublicKey:
        """The public part; a key is made if there is none. Raises `KitError`."""

    def open(self, box: bytes, info: bytes, fingerprint: str) -> bytes:
        """What a sealed message says. Raises `KitError`: without the key, for another one, or if it was altered.

        `box` is the encrypted message, `info` what it is tied to (see `info_of`), and `fingerprint` says to which key
        it is encrypted.
        """


class _Seen(Frozen):
    n: Annotated[int, Field(ge=1)]
    often: Annotated[int, Field(ge=0, le=4)] | None
    example: FreeText = ""
    quotable: bool = False


class _Reply(Frozen):
    by: FreeText = ""
    more: FreeText = ""
    seen: tuple[_Seen, ...]


class KeyFile:
    """The key that opens encrypted replies: a file beside the journal that its owner alone can read.

    `create` makes one where there is none; without the file no reply that was encrypted to it can be opened again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, journal: Path) -> KeyFile:
        """The key of a journal, by the journal's path."""
        return cls(journal.with_name(f"{journal.name.removesuffix('.jsonl')}.second-view-key.pem"))

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.path.name

    def create(self) -> PublicKey:
        """The public part of the key that lies there, which is made now if there is none.

        Two windows at once get the same one: it is made under a lock, and read back. Raises `UsageError`.
        """
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = self._read()
        if key is None:
            private_key = ec.generate_private_key(ec.SECP256R1())
            pem = private_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            try:
                with disk.locked(self.path, PATIENCE):
                    if self._read() is None:  # else somebody made one since
                        disk.replace(self.path, pem)
                    key = self._read()
            except OSError as error:
                raise self._not_kept(files.reason(error)) from error
        if key is None:
            raise self._not_kept("it was there, and is gone again")
        return _public(key)

    def _not_kept(self, why: str) -> UsageError:
        return UsageError(
            f"the key can’t be kept: {why}", where=str(self.path), next_step="Ask with a message, which needs no key."
        )

    def open(self, box: bytes, info: bytes, fingerprint: str) -> bytes:
        """What a sealed message says. Raises `ReplyRefused` without the key, for another one, or if it was altered.

        `box` is the encrypted message, `info` what it is tied to (see `info_of`), and `fingerprint` says to which key
        it is encrypted.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives import hpke

        key = self._read()
        if key is None:
            raise ReplyRefused(
                "the key to this reply isn’t there, and without it nobody can open it",
                where=str(self.path),
                next_step="Put the key back from where you keep a copy. If there is none, ask again.",
            )
        if _public(key).fingerprint != fingerprint:
            raise ReplyRefused(
                "this reply is encrypted to another key than the one beside your journal",
                where=str(self.path),
                next_step="If you asked from another computer, its key opens it: put that file here, or open it there.",
            )
        suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
        try:
            return suite.decrypt(box, key, info)
        except (InvalidTag, ValueError) as error:
            raise ReplyRefused(ALTERED, next_step=AGAIN) from error

    def _read(self) -> EllipticCurvePrivateKey | None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        try:
            key = serialization.load_pem_private_key(files.read(self.path, most=MOST_BYTES), password=None)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(
                "this is no key that can be read", where=str(self.path), next_step="Put it back from a copy."
            ) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise UsageError("this is another kind of key", where=str(self.path), next_step="Put it back from a copy.")
        return key


ALTERED = "this reply was altered on its way, or isn’t whole, and can’t be opened"
AGAIN = "Ask for the file once more, as it was made."


def is_sealed(text: str) -> bool:
    """Whether a text holds an encrypted reply, or the beginning of one."""
    return BEGIN in text


def reference_of(text: str) -> str:
    """The reference of the invitation that an encrypted reply names; "" for none."""
    match = _HEAD.search(_unquoted(text))
    return match["to"] if match else ""


def unsealed(text: str, invitation: Invitation, key: Key, scale: Scale) -> Read:
    """An encrypted reply to an invitation, as it is read once it is opened: every line of it is clear.

    `scale` is what its numbers are read by. Raises `ReplyRefused` for one that is for another invitation, cut short,
    altered, of a later format, given in other words than those of the scale, or encrypted to another key; and what
    reading the key raises. `text` is the message in which it came, quoted or with other words round it.
    """
    text = _unquoted(text)
    match = _HEAD.search(text)
    if match is None or END not in text[match.end() :]:
        raise ReplyRefused("this reply is cut short", next_step=AGAIN)
    format = int(match["format"])
    if format > FORMAT:
        raise ReplyRefused(
            f"this reply is of format {match['format']}, and this version of the kit reads up to {FORMAT}",
            next_step="Open it with the version of the kit that made the file, or a newer one.",
        )
    if match["to"] != invitation.reference:
        raise ReplyRefused(
            f"this reply is to the invitation {match['to']}, not to {invitation.reference}",
            next_step="Open it for the invitation that it names.",
        )
    if format > 1 and match["words"] and match["words"] != words_of(invitation, scale, format)[:16]:
        raise ReplyRefused(
            "this reply was given to other words than your ladder has now: its question or its steps have changed",
            next_step="Open it with the ladder with which you asked: --ladder names its file.",
        )
    body = text[match.end() :].partition(END)[0]
    try:
        box = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ReplyRefused(ALTERED, next_step=AGAIN) from error
    plain = key.open(box, info_of(invitation, scale, format).encode(), match["key"])
    return _as_read(plain, invitation)


def info_of(invitation: Invitation, scale: Scale, format: int = FORMAT) -> str:
    """What an encrypted reply is tied to: its format, the invitation, and the words in which it was asked.

    `scale` gives these words; `format` is that of the reply, the newest unless it was made by an earlier kit.
    """
    return f"career-ladder second view {format} {invitation.event.id} {words_of(invitation, scale, format)}"


def words_of(invitation: Invitation, scale: Scale, format: int = FORMAT) -> str:
    """A digest of the words in which an invitation asks: its statements, and from format 2 on the scale's as well."""
    statements = [" ".join(text.split()) for _, text in invitation.questions]
    words = "\n".join(statements) if format == 1 else json.dumps([*scale_words(scale), statements])
    return hashlib.sha256(words.encode()).hexdigest()


def _unquoted(text: str) -> str:
    """A text without the marks that a mail program puts before each line of what it quotes."""
    return "\n".join(line.lstrip("> \t") for line in text.replace("\r", "\n").split("\n"))


def _as_read(plain: bytes, invitation: Invitation) -> Read:
    try:
        reply = _Reply.model_validate_json(plain, strict=True)
    except ValidationError as error:
        raise ReplyRefused("this reply isn’t one that the kit’s page makes", next_step=AGAIN) from error
    numbers = [sighting.n for sighting in reply.seen]
    if len(set(numbers)) != len(numbers) or any(number > len(invitation.questions) for number in numbers):
        raise ReplyRefused("this reply isn’t one that the kit’s page makes", next_step=AGAIN)
    return Read(
        lines=tuple(Line(sighting.n, Said(sighting.often, sighting.example)) for sighting in reply.seen),
        more=reply.more,
        by=reply.by,
        quotable=_quotable(reply.seen),
        reference=invitation.reference,
    )


def _quotable(seen: Sequence[_Seen]) -> frozenset[int]:
    return frozenset(sighting.n for sighting in seen if sighting.quotable)


def _public(key: EllipticCurvePrivateKey) -> PublicKey:
    from cryptography.hazmat.primitives import serialization

    return PublicKey(
        key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
