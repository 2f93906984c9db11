"""`ladder lint` tells every fault and exits with 1; `ladder schema` prints what editors need."""

import json
import subprocess
import sys
from pathlib import Path

from tests.in_process import ladder

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"
ROOT = Path(__file__).parents[2]


def typed(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it."""
    return subprocess.run([sys.executable, "-m", "helpers.cli", *map(str, arguments)], capture_output=True, text=True)


def test_lint_passes_a_sound_file_and_tells_every_fault_of_a_broken_one(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(TINY.read_text(encoding="utf-8").replace("id: lead\n", "id: first\n"), encoding="utf-8")
    done = typed("lint", TINY, broken, tmp_path / "missing.yaml")
    assert done.returncode == 1
    assert "in order (3 levels, 9 statements to rate)" in done.stdout
    assert f"{broken}:" in done.stderr
    assert "the id 'first' stands twice" in done.stderr
    assert "missing.yaml: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_lint_warns_without_refusing_and_strict_makes_one_of_both(tmp_path):
    rough = tmp_path / "rough.yaml"
    rough.write_text(TINY.read_text(encoding="utf-8").replace("text: write things down", "text: Writes things down"))
    done = ladder("lint", rough)
    assert (done.returncode, done.stderr.count("Warning:")) == (0, 1)
    assert "can't complete" in done.stderr
    assert ladder("lint", "--strict", rough).returncode == 1
    assert ladder("lint", "--strict", TINY).returncode == 0


def test_lint_knows_labs_and_cases_by_their_keys_and_holds_them_to_the_ladder_in_use(tmp_path, monkeypatch):
    monkeypatch.setenv("LADDER_FILE", str(TINY))
    labs = TINY.parents[1] / "labs"
    foreign = tmp_path / "cases.yaml"
    foreign.write_text((labs / "tiny-cases.yaml").read_text(encoding="utf-8").replace("first.trust", "first.gone"))
    done = ladder("lint", labs / "tiny-mid.yaml", labs / "tiny-cases.yaml", foreign)
    assert done.returncode == 1
    assert "in order (the lab “What first?”, 20 minutes)" in done.stdout
    assert "in order (2 judgement cases of the level first)" in done.stdout
    assert done.stderr.count("the ladder has no statement 'first.gone'") == 3
    assert "Traceback" not in done.stderr


def test_lint_knows_workshops(tmp_path):
    broken = tmp_path / "broken.yaml"
    text = (ROOT / "data/workshops/taster-30.yaml").read_text(encoding="utf-8")
    broken.write_text(text.replace("form: pairs", "form: couples"), encoding="utf-8")
    done = ladder("lint", *sorted((ROOT / "data/workshops").glob("*.yaml")), broken)
    assert done.returncode == 1
    assert "in order (the workshop “Half an hour on your path”, 30 minutes in 5 blocks)" in done.stdout
    assert done.stdout.count("in order (the workshop") == 4
    assert done.stderr.count("'form' is 'couples'") == 2
    assert "Traceback" not in done.stderr


def test_lint_knows_themes(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("acent: '#17695c'\npaper: a3\n", encoding="utf-8")
    done = ladder("lint", ROOT / "data/theme.yaml", broken)
    assert done.returncode == 1
    assert "theme.yaml: in order (a theme)" in done.stdout
    assert "broken.yaml:1:1: the key 'acent' isn't known here. Did you mean 'accent'?" in done.stderr
    assert "'paper' is 'a3'" in done.stderr


def test_the_schema_that_editors_use_is_the_one_that_the_code_checks():
    printed = typed("schema")
    assert json.loads(printed.stdout)["title"] == "Ladder"
    assert (ROOT / "data/ladders/ladder.schema.json").read_text(encoding="utf-8") == printed.stdout, (
        "refresh it: ladder schema > data/ladders/ladder.schema.json"
    )


def test_lint_against_an_old_version_tells_what_becomes_of_its_answers(tmp_path):
    text = TINY.read_text(encoding="utf-8")
    for old, new in (
        ("format: 1\n", "format: 2\n"),
        ('version: "1"\n', 'version: "2"\nversions: ["1", "2"]\n'),
        ("{id: first.write, ", "{id: first.notes, was: [first.write], "),
        ("text: coach someone", "text: run a whole department"),
    ):
        text = text.replace(old, new)
    (new := tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    done = ladder("lint", "--against", TINY, new)
    assert done.returncode == 0
    assert "Statements: 7 kept, 1 reworded, 1 carried over" in done.stdout
    assert "carried over: first.write “write things down” → first.notes “write things down”" in done.stdout
    assert "Warning: lead.coach: the words changed a lot" in done.stderr
