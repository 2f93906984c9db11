"""`ladder report` as people type it: PDFs on success, a message and status 1 for a journal that fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

from helpers.ladder import load_ladder
from tests.in_process import ladder as in_process
from tests.report.people import keep, text_of, whole_story

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"
ROOT = Path(__file__).parents[2]


def ladder(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "helpers.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )


def put_bad_ones(folder: Path) -> list[str]:
    """What can't be read beside good journals: no journal, a folder in its place, a file that nobody may read."""
    (folder / "bad.jsonl").write_bytes(b"no journal\n")
    (folder / "folder.jsonl").mkdir()
    locked = folder / "locked.jsonl"
    if os.geteuid() == 0:  # who may read anything: of this there is nothing to be read
        locked.symlink_to("/proc/self/mem")
    else:
        locked.touch(mode=0o000)
    return ["bad.jsonl", "folder.jsonl", "locked.jsonl"]


def told(stderr: str) -> list[str]:
    """The journals of which it says that there is no report, once each, with what to do next and nothing else."""
    lines = stderr.splitlines()
    assert all(line.endswith(".") and not line.startswith("No report") for line in lines[1::2]), stderr
    return [re.fullmatch(r"No report of (\S+)\. /.*", line)[1] for line in lines[::2]]


def test_a_folder_of_journals_from_any_place(tmp_path):
    keep(tmp_path / "in/ada.jsonl", whole_story(load_ladder(TINY)))
    bad = put_bad_ones(tmp_path / "in")
    done = ladder("report", "in", "-o", "out", "--ladder", TINY, "--date", "2026-11-23", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.split() == [str(tmp_path / "out/ada-tiny.pdf")]
    assert told(done.stderr) == bad
    assert "I wrote it up" not in done.stdout + done.stderr
    assert "23 November 2026" in text_of((tmp_path / "out/ada-tiny.pdf").read_bytes())


def test_with_no_journal_named_it_is_ones_own(tmp_path):
    mine = tmp_path / "mine.jsonl"
    missing = ladder("report", "-o", "out", cwd=tmp_path, LADDER_JOURNAL=str(mine))
    assert missing.returncode == 1
    assert "no such journal" in missing.stderr
    keep(mine, whole_story(load_ladder(TINY)))
    done = ladder("report", "-o", "out", "--ladder", TINY, cwd=tmp_path, LADDER_JOURNAL=str(mine))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out/mine-tiny.pdf").exists()


def test_what_makes_no_sense_is_a_message(tmp_path):
    (tmp_path / "journals").mkdir()
    (tmp_path / "ada.jsonl").touch()
    for wrong in (("--date", "soon"), ("journals",), ("ada.jsonl", "--scheduler", "rubbish")):
        done = in_process("report", *wrong, "-o", "out", cwd=tmp_path)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()
        assert not (tmp_path / "out").exists()


def test_what_stands_is_not_made_again_unless_asked(tmp_path):
    keep(tmp_path / "ada.jsonl", whole_story(load_ladder(TINY)))
    command = ("report", "ada.jsonl", "-o", "out", "--ladder", TINY, "--date", "2026-11-23", "-j", "2")
    pdf = tmp_path / "out/ada-tiny.pdf"
    times = []
    for more in ((), (), ("--again",), ("--again", "--engine", "nbclient")):
        done = ladder(*command, *more, cwd=tmp_path)
        assert done.stdout.split() == [str(pdf)], done.stderr
        times.append(pdf.stat().st_mtime_ns)
    assert times[0] == times[1] < times[2] < times[3]
    refused = ladder(*command, "-j", "0", cwd=tmp_path)
    assert refused.returncode == 2


def test_a_fault_in_the_ladder_or_the_theme_is_told_once_with_its_line(tmp_path):
    for name in ("ada", "bob"):
        keep(tmp_path / f"{name}.jsonl", whole_story(load_ladder(TINY)))
    (tmp_path / "own.yaml").write_text("titel: Ours\n")
    for option in ("--ladder", "--theme"):
        done = in_process("report", ".", "-o", "out", option, "own.yaml", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.count("own.yaml:1:1: the key 'titel' isn't known here") == 1
        assert "fault of the kit" not in done.stderr


def test_a_name_that_is_not_utf8_is_told_and_a_folder_of_that_kind_holds_the_reports(tmp_path):
    keep(tmp_path / "in/ada.jsonl", whole_story(load_ladder(TINY)))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/zo\xeb.jsonl")).write_bytes((tmp_path / "in/ada.jsonl").read_bytes())
    out = os.fsdecode(b"caf\xe9")
    done = ladder("report", "in", "-o", out, "--ladder", TINY, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "not UTF-8 text" in done.stderr
    (pdf,) = (tmp_path / out).glob("*.pdf")
    assert pdf.name == "ada-tiny.pdf"


def test_a_broken_logo_is_told_before_anything_is_made(tmp_path):
    keep(tmp_path / "ada.jsonl", whole_story(load_ladder(TINY)))
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (tmp_path / "own.yaml").write_text("logo: logo.png\n")
    for command in (("report", "ada.jsonl", "-o", "out", "--theme", "own.yaml"), ("lint", "own.yaml")):
        done = ladder(*command, cwd=tmp_path)
        assert done.returncode == 1
        assert "logo.png: the logo can't be drawn" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_page_to_read_and_one_for_the_other_person_are_made_without_a_batch(tmp_path):
    words = "I wrote it up"
    keep(tmp_path / "in/ada.jsonl", whole_story(load_ladder(TINY)))
    bad = put_bad_ones(tmp_path / "in")
    done = ladder(
        *("report", "in", "-o", "out", "--html", "--one-to-one", "--ladder", TINY, "--date", "2026-11-23"), cwd=tmp_path
    )
    made = [tmp_path / "out" / name for name in ("ada-tiny.html", "ada-tiny-1-1.pdf", "ada-tiny-1-1.txt")]
    assert done.stdout.split() == [str(path) for path in made]
    assert done.returncode == 1
    assert told(done.stderr) == bad
    page, sheet, text = (path.read_bytes() for path in made)
    assert words in page.decode()
    assert words not in text_of(sheet) + text.decode()
    assert "What have you seen me do well" in text.decode()
    assert all(path.stat().st_mode & 0o077 == 0 for path in made) or sys.platform == "win32"
    assert not (tmp_path / "out/ada-tiny.pdf").exists()


def test_no_command_compiles_the_grammars_of_addresses_that_no_notebook_has():
    """Reading a notebook loads jsonschema, which takes 1.4 s for them where they are installed."""
    code = (
        "import sys; sys.argv = ['ladder', '--version']\n"
        "from contextlib import suppress; from helpers.cli import main\n"
        "with suppress(SystemExit): main()\n"
        "import nbformat; assert nbformat.validator, sys.modules['jsonschema']; print('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split()[-1] == "False"
