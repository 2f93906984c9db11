"""A batch makes what is missing or old, goes on where it stopped, and leaves whole files only."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pypdf
import pytest

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.paths import ROOT
from helpers.report import build_cache, make_reports
from helpers.report.batch import TEMPLATE
from tests.patience import PATIENCE
from tests.report.conftest import TINY
from tests.report.notebooks import template_with
from tests.report.people import DAY, keep, whole_story

LOGO = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='12'/>"


@pytest.fixture
def people(tiny, tmp_path):
    """Three journals, and a way to make their reports that tells which were made."""
    journals = [tmp_path / f"{name}.jsonl" for name in "abc"]
    for journal in journals:
        keep(journal, whole_story(tiny, "words \ue000"))

    def make(**settings):
        settings = {"ladder_path": TINY, "on": DAY, **settings}
        outcomes = make_reports(journals, tmp_path / "out", **settings)
        assert all(outcome.pdf and outcome.pdf.exists() and outcome.notices for outcome in outcomes)
        return "".join(outcome.journal.stem for outcome in outcomes if outcome.fresh)

    assert make() == "abc"
    return tmp_path, make


def test_what_has_not_changed_stays_and_what_has_is_made(people, tiny):
    folder, make = people
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").glob("*.pdf")}
    assert make() == ""
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").glob("*.pdf")} == before
    Journal.open(folder / "b.jsonl").record(
        whole_story(tiny)[0].subject, whole_story(tiny, name="New")[0].answer, ladder=tiny
    )
    assert make() == "b"
    (folder / "out/a-tiny.pdf").unlink()
    assert make() == "a"
    (folder / "out/c-tiny.pdf").write_bytes(b"somebody else's")
    assert make() == "c"
    (folder / "out/.made/b-tiny.json").write_text("[]")
    assert make() == "b"
    assert make() == ""


def test_again_makes_all(people):
    _, make = people
    assert make(again=True) == "abc"
    assert make() == ""


def test_another_day_ladder_theme_or_template_makes_all(people):
    folder, make = people
    assert make(on=DAY + timedelta(days=1)) == "abc"
    ladder, theme, logo = folder / "ladder.yaml", folder / "theme.yaml", folder / "logo.svg"
    ladder.write_bytes(TINY.read_bytes() + b"\n# another\n")
    assert make(ladder_path=ladder) == "abc"
    logo.write_text(LOGO)
    theme.write_text((ROOT / "data/theme.yaml").read_text().replace("logo: null", "logo: logo.svg"))
    assert load_theme(theme).logo == logo
    assert make(theme_path=theme) == "abc"
    logo.write_text(LOGO.replace("40", "30"))
    assert make(theme_path=theme) == "abc"
    assert make(theme_path=theme, template=template_with(folder / "other.ipynb", "1")) == "abc"
    assert make(theme_path=theme, template=folder / "other.ipynb") == ""


def test_a_kept_notebook_that_is_missing_is_made_with_its_pdf(people):
    folder, make = people
    assert make(keep_notebook=True) == "abc"
    (folder / "out/b-tiny.ipynb").unlink()
    assert make(keep_notebook=True) == "b"


def test_a_failed_report_is_tried_again(tiny, tmp_path):
    journal = tmp_path / "a.jsonl"
    journal.write_bytes(b"no journal\n")
    assert make_reports([journal], tmp_path, ladder_path=TINY, on=DAY)[0].error
    journal.unlink()
    keep(journal, whole_story(tiny))
    assert make_reports([journal], tmp_path, ladder_path=TINY, on=DAY)[0].fresh


def test_a_digest_is_for_the_day_that_today_is():
    assert build_cache.basis(TEMPLATE, "", "", DAY.isoformat()) == build_cache.basis(TEMPLATE, "", "", DAY.isoformat())
    assert build_cache.basis(TEMPLATE, "", "", DAY.isoformat()) != build_cache.basis(
        TEMPLATE, "", "", date(2027, 1, 1).isoformat()
    )


class Enough(BaseException):
    """Stands for Ctrl+C, which comes between two reports here."""


def test_a_batch_that_is_stopped_goes_on_where_it_stopped(tiny, tmp_path):
    journals = [tmp_path / f"{name}.jsonl" for name in "abcdef"]
    for journal in journals:
        keep(journal, whole_story(tiny))
    told = []

    def stop_after_two(outcome):
        told.append(outcome)
        if len(told) == 2:
            raise Enough

    settings = {"ladder_path": TINY, "on": DAY, "jobs": 1}
    with pytest.raises(Enough):
        make_reports(journals, tmp_path / "out", progress=stop_after_two, **settings)
    there = {path.name for path in (tmp_path / "out").glob("*.pdf")}
    assert {"a-tiny.pdf", "b-tiny.pdf"} <= there
    assert len(there) < len(journals)
    outcomes = make_reports(journals, tmp_path / "out", **settings)
    assert [outcome.fresh for outcome in outcomes] == [outcome.pdf.name not in there for outcome in outcomes]


def test_ctrl_c_leaves_whole_files_and_no_process(tiny, tmp_path):
    """The second report waits for ever, and tells its process: Ctrl+C ends it, and what was made stays."""
    journals = [tmp_path / f"{name}.jsonl" for name in "abc"]
    for journal in journals:
        keep(journal, whole_story(tiny))
    waiting = tmp_path / "waiting"
    os.mkfifo(waiting)
    template = template_with(
        tmp_path / "slow.ipynb",
        f"import os, pathlib, threading\nif journal.endswith('b.jsonl'):\n"
        f"    pathlib.Path({str(waiting)!r}).write_text(str(os.getpid()))\n    threading.Event().wait()",
    )
    code = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\nfrom helpers.report import make_reports\n"
        "if __name__ == '__main__':\n    folder, ladder, template, *journals = sys.argv[1:]\n"
        "    make_reports(journals, folder, ladder_path=ladder, template=Path(template), on=date(2026, 11, 23), jobs=1)"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "out", TINY, template, *journals],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    )
    process = int(waiting.read_text())  # opens when the second report is on its way
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does, to all of them
    _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode != 0
    assert said.splitlines()[-1] == "KeyboardInterrupt"
    assert said.count("Traceback") == 1
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".made", "a-tiny.pdf"]
    assert len(pypdf.PdfReader(tmp_path / "out/a-tiny.pdf").pages) > 1
