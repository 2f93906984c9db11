"""Whatever a YAML file holds, it is read or refused with its line, in 2 s of CPU and 300 MB."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.documents import read_document
from helpers.errors import DocumentError

TINY = (Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml").read_text(encoding="utf-8")


def nested_aliases(merged: bool) -> str:
    """Nine lists of nine, each of the one before: 9⁹ values when it is written out."""
    lines = ["a: &a {x: 1}" if merged else "a: &a [x, x]"]
    for before, name in zip("abcdefghi", "bcdefghij", strict=True):
        many = ", ".join([f"*{before}"] * 9)
        lines.append(f"{name}: &{name} {{<<: [{many}], k: [{many}]}}" if merged else f"{name}: &{name} [{many}]")
    return "\n".join(lines)


REFUSED = {
    "nested-aliases": nested_aliases(False),
    "nested-merges": nested_aliases(True),
    "brackets": "[" * 100_000,
    "braces": "{a: " * 100_000,
    "closed-brackets": "[" * 100_000 + "]" * 100_000,
    "dashes": "- " * 100_000 + "x",
    "questions": "? " * 100_000 + "x",
    "nested-keys": "".join(f"{' ' * level}k:\n" for level in range(1800)),
    "aliases-deep": "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 3000)),
    "digits": "a: " + "9" * 5000,
    "hex": "a: 0x" + "f" * 5000,
    "octal": "a: 0" + "7" * 100_000,
    "base-60": "a: 1" + ":59" * 100_000,
    "exponent": "a: 1.5e+" + "9" * 100_000,
    "tags": "a: !!timestamp x\nb: !!bool maybe\nc: !!int ''\nd: !!float x\ne: !!binary '%'\nf: !!set x\ng: !mine x\n",
    "many-values": "a:\n" + "- x\n" * 400_000,
    "many-keys": "".join(f"key-{n}: 1\n" for n in range(100_000)),
    "same-keys": "k: 1\n" * 40_000,
    "unknown-keys": "".join(f"{'title' * 10}{n}: 1\n" for n in range(20_000)),
    "dangling": TINY
    + "\n"
    + "x:\n"
    + "".join(f"- {{id: i{n}, origin: o{n}, competency: c{n}}}\n" for n in range(5000)),
    "long-key": "k" * 1_900_000 + ": 1",
    "long-value": "format: " + "v" * 1_900_000,
    "long-id": "levels: [{id: '" + "-" * 1_000_000 + "'}]",
    "too-large": "# " + "x" * 2_100_000,
    "surrogate": 'title: "\\ud800"',
    "control": 'title: "a\0b"',
}

MEASURE = """
import contextlib, io, json, resource, sys, time
from pathlib import Path
import typer
from helpers.cli.ladder import lint
from helpers.ladder import load_ladder
load_ladder()
told = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    since, said, code = time.process_time(), io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            lint([file])
        except typer.Exit as error:
            code = error.exit_code
    told[file.stem] = [code, said.getvalue(), time.process_time() - since]
# What getrusage tells begins with what the process had that started this one, where there is no better word.
try:
    kept = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([told, int(kept) / 1024]))
"""


@pytest.fixture(scope="module")
def linted(tmp_path_factory):
    """What `ladder lint` does and says of each: its exit code, its words, its CPU seconds; and the memory in MB."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in REFUSED.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", MEASURE, str(folder)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_line_in_two_seconds(linted, name):
    code, said, seconds = linted[0][name]
    assert code == 1, said
    assert f"{name}.yaml:" in said.splitlines()[0]
    assert len(said) < 60_000
    assert seconds < 2


def test_none_of_them_takes_300_megabytes(linted):
    assert linted[1] < 300


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "NUL"])
def test_what_is_no_file_is_told_and_waits_for_nobody(tmp_path, kind):
    path = {"device": Path("/dev/zero"), "folder": tmp_path, "NUL": Path("a\0b")}.get(kind, tmp_path / "pipe.yaml")
    if kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(DocumentError):
        read_document(path)


def test_a_character_that_yaml_forbids_is_told_with_its_place(tmp_path):
    path = tmp_path / "ladder.yaml"
    path.write_text('a: é\nb: "é\0b"', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"ladder.yaml:2:6: a character .*\(U\+0000\)"):
        read_document(path)


def test_a_file_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "ladder.yaml"
    with path.open("wb") as file:
        file.truncate(20 * 2**30)  # it takes no room on the disk
    with pytest.raises(DocumentError, match=r"this file has 21,474\.8 MB; no more than 2\.0 MB are read"):
        read_document(path)
