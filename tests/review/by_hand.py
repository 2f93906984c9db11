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
