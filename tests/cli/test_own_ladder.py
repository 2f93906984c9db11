"""Every command of a workshop and of the app speaks of the ladder that it is given, and of none of the kit's levels."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.ladder import load_ladder
from helpers.paths import LADDER_FILE, LADDER_JOURNAL, ROOT
from tests.patience import PATIENCE
from tests.workshop.printed import pages_of, tight

LADDERS = ROOT / "tests/fixtures/ladders"
NAMES = ("three-levels", "nine-levels", "one-level")
OURS = [level.title for level in load_ladder().levels]


def made(*words: object) -> None:
    done = CliRunner().invoke(app, [*map(str, words)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["three-levels", "one-level"])
def test_run_sheet_slides_and_handouts_are_about_the_ladder_that_is_named(name: str, tmp_path: Path):
    path = LADDERS / f"{name}.yaml"
    ladder = load_ladder(path)
    first = ladder.levels[0]
    made(
        "workshop",
        "run-sheet",
        "taster-30",
        "--start",
        "09:30",
        "--people",
        6,
        "--ladder",
        path,
        "-o",
        tmp_path / "r.pdf",
    )
    made("slides", "taster-30", "--ladder", path, "-o", tmp_path / "slides")
    made("handouts", "--workshop", "taster-30", "--level", first.id, "--ladder", path, "-o", tmp_path / "handouts")
    paper = {each.name: "".join(pages_of(each.read_bytes())) for each in tmp_path.rglob("*.pdf")}
    assert "--ladder" in paper["r.pdf"]
    deck = (tmp_path / "slides/taster-30.html").read_text(encoding="utf-8")
    assert ladder.title in deck or first.title in deck
    sheet = paper[f"worksheet-{first.id}.pdf"]
    assert tight(first.title) in sheet
    assert all(tight(statement.text[1:]) in sheet for statement in first.statements)
    for where, text in {**paper, "deck": tight(deck)}.items():
        assert not [title for title in OURS if tight(title) in text], where


@contextmanager
def started(name: str, folder: Path) -> Iterator[str]:
    """`ladder app --ladder` as a process of its own: the link that it prints."""
    words = ("app", "--ladder", LADDERS / f"{name}.yaml", "--journal", folder / f"{name}.jsonl", "--no-browser")
    environment = {each: value for each, value in os.environ.items() if each not in (LADDER_FILE, LADDER_JOURNAL)}
    with subprocess.Popen(
        [sys.executable, "-m", "helpers.cli", *map(str, words)],
        cwd=ROOT,
        env={**environment, "LADDER_HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        (waiting := threading.Timer(PATIENCE, process.kill)).start()
        try:
            said = ""
            for line in process.stdout:
                said += line
                if link := re.search(r"http://\S+", line):
                    yield link[0]
                    break
            else:
                pytest.fail(f"it gave no link:\n{said}")
        finally:
            waiting.cancel()
            process.terminate()


def test_app_starts_with_a_ladder_of_three_nine_and_one_levels(tmp_path: Path):
    """As somebody starts it who has just imported one, all of them at once: each on a port of its own."""
    with ExitStack() as stack:
        links = {name: stack.enter_context(started(name, tmp_path)) for name in NAMES}
        for name, link in links.items():
            ladder = load_ladder(LADDERS / f"{name}.yaml")
            with httpx.Client(follow_redirects=True, timeout=PATIENCE) as browser:
                page = browser.get(link)
            assert page.status_code == 200
            words = html.unescape(page.text)
            assert all(level.map_title in words for level in ladder.levels), name
            assert not [title for title in OURS if title in words], name
