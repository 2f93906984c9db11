"""An encrypted reply as the page for answering makes it, by another hand: the package `cryptography` alone."""

from __future__ import annotations

import base64
import json

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

from helpers.ladder import load_ladder
from helpers.ladder.model import Scale
from helpers.review import Invitation
from helpers.review.sealing import BEGIN, END, FORMAT, KeyFile, info_of, words_of
from tests.widgets.conftest import TINY

SCALE = load_ladder(TINY).scale


def sealed(to: Invitation, key: KeyFile, said: object, *, scale: Scale = SCALE) -> str:
    """What the page makes of what somebody said to an invitation; bytes go in as they are."""
    public = key.create()
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public.data)
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    plain = said if isinstance(said, bytes) else json.dumps(said).encode()
    box = base64.b64encode(suite.encrypt(plain, point, info_of(to, scale).encode())).decode()
    head = [
        f"Format: {FORMAT}",
        f"To: {to.reference}",
        f"Key: {public.fingerprint}",
        f"Words: {words_of(to, scale)[:16]}",
    ]
    return "\n".join([BEGIN, *head, "", box, END])


NO_REPLIES = {
    "empty": "",
    "far too large": "1 often\n" * 40_000,
    "a PDF": "%PDF-1.7\n1 often",
    "a text of two bytes a letter": "1\0 \0o\0f\0t\0e\0n\0",
    "a picture": "1 often" + "\ufffd" * 40,
    "the page that was sent": "\n<!DOCTYPE html>\n<p>1 often",
    "a key": "-----BEGIN PRIVATE KEY-----\n1 often",
    "a journal": '{"v": 1, "subject": "statement:x"}\n1 often',
}
"""What somebody may choose as the file of a reply, and that is none."""
