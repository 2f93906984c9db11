"""Many journals through papermill, in real kernels: a PDF each, and one bad journal stops no other."""

import json
import os
import stat
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.charts import load_theme
from helpers.errors import ReportError, UsageError
from helpers.paths import COMMAND, ROOT
from helpers.report import build_cache as records
from helpers.report import build_report, journals_in, make_reports, typeset
from helpers.report.batch import TEMPLATE
from tests.report.conftest import TINY
from tests.report.notebooks import template_with
from tests.report.people import DAY, keep, text_of, whole_story

WORDS = "Only in my report: {journal} <b>"


@pytest.fixture(scope="module")
def made(tiny, tmp_path_factory):
    """Two journals of one name, one that is none, one that is missing; made from a folder that is not the kit's."""
    folder = tmp_path_factory.mktemp("braces {0} and spaces")
    (folder / "other").mkdir()
    first, twin, bad = folder / "Ada {L}.jsonl", folder / "other/Ada {L}.jsonl", folder / "bad.jsonl"
    keep(first, whole_story(tiny, WORDS))
    keep(twin, whole_story(tiny, "words \ue000"))
    bad.write_bytes(b"\x00 no journal\n")
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "other")
        outcomes = make_reports(
            [first, bad, folder / "missing.jsonl", twin],
            folder / "out",
            ladder_path=TINY,
            on=DAY,
            keep_notebook=True,
            progress=seen.append,
        )
    return folder, outcomes, seen


def test_each_journal_has_its_outcome_in_order_told_as_it_comes(made):
    folder, outcomes, seen = made
    assert set(seen) == set(outcomes)
    assert len(seen) == len(outcomes)
    assert [outcome.pdf and outcome.pdf.name for outcome in outcomes] == [
        "ada-l-tiny.pdf",
        None,
        None,
        "ada-l-2-tiny.pdf",
    ]
    assert "not a journal" in outcomes[1].error
    assert "no such journal" in outcomes[2].error
    assert "Traceback" not in "".join(outcome.error or "" for outcome in outcomes)
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        ".made",
        "ada-l-2-tiny.ipynb",
        "ada-l-2-tiny.pdf",
        "ada-l-tiny.ipynb",
        "ada-l-tiny.pdf",
        "bad-tiny.ipynb",
    ]


def test_the_pdf_is_the_one_that_the_package_makes(made, tiny):
    _, outcomes, _ = made
    theme = load_theme()
    expected = typeset(build_report(tiny, whole_story(tiny, WORDS), on=DAY, theme=theme), theme)
    assert outcomes[0].pdf.read_bytes() == expected.data
    assert WORDS in text_of(outcomes[0].pdf.read_bytes())


def test_notices_come_back_from_the_kernel(made):
    _, outcomes, _ = made
    assert outcomes[0].notices == ()
    (notice,) = outcomes[3].notices
    assert "U+E000" in notice


def test_what_is_written_is_for_its_owner_alone(made):
    folder, _, _ = made
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder / "out").rglob("*") if path.is_file()}
    assert modes == {0o600} or sys.platform == "win32"


def test_the_executed_notebook_shows_the_report_and_keeps_no_words_as_parameters(made):
    folder, _, _ = made
    notebook = nbformat.read(folder / "out/ada-l-tiny.ipynb", as_version=4)
    outputs = [output.data for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    (shown,) = (data["text/html"] for data in outputs if "text/html" in data)
    assert "Only in my report: {journal} &lt;b&gt;" in "".join(shown)
    assert "Only in my report" not in json.dumps(notebook.metadata)
    assert set(notebook.metadata.papermill.parameters) == {"journal", "ladder", "theme", "on", "pdf"}
    sources = "\n".join(cell.source for cell in notebook.cells)
    assert "Only in my report" not in sources


def test_no_journal_is_an_error_and_one_named_twice_counts_once(tmp_path):
    with pytest.raises(UsageError, match="no journal"):
        make_reports([], tmp_path)
    missing = tmp_path / "missing.jsonl"
    assert len(make_reports([missing, str(missing)], tmp_path)) == 1


def test_a_parameter_that_the_template_does_not_declare_is_an_error(tmp_path):
    notebook = nbformat.read(TEMPLATE, as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    cell.source = cell.source.replace('theme = ""', "")
    template = tmp_path / "older {0}.ipynb"
    nbformat.write(notebook, template)
    with pytest.raises(ReportError, match="doesn't declare: theme"):
        make_reports([tmp_path / "any.jsonl"], tmp_path, template=template)


def test_a_template_that_can_not_be_read_is_said(tmp_path):
    (tmp_path / "broken.ipynb").write_text("{")
    for name in ("missing.ipynb", "broken.ipynb"):
        with pytest.raises(ReportError, match="can't be read"):
            make_reports([tmp_path / "any.jsonl"], tmp_path, template=tmp_path / name)


def test_a_fault_of_the_kit_is_told_apart_and_says_none_of_its_words(tiny, tmp_path):
    """An error that is no message for a person may hold anything, so only its kind is told."""
    notebook = nbformat.read(TEMPLATE, as_version=4)
    notebook.cells[-1].source = 'raise ValueError("secret words")'
    template = tmp_path / "faulty.ipynb"
    nbformat.write(notebook, template)
    journal = tmp_path / "mine.jsonl"
    keep(journal, whole_story(tiny))
    (outcome,) = make_reports([journal], tmp_path / "out", ladder_path=TINY, template=template)
    assert "stopped with ValueError" in outcome.error
    assert "secret" not in outcome.error
    assert outcome.pdf is None


def test_a_message_of_any_kind_below_kit_error_is_told_in_its_own_words(tiny, tmp_path):
    template = template_with(
        tmp_path / "faults.ipynb",
        "from pathlib import Path\nfrom helpers.ladder import check_ladder\n"
        f"check_ladder(Path({str(tmp_path / 'l.yaml')!r}))",
    )
    (tmp_path / "l.yaml").write_text("format: 1\nformat: 1\n")
    journal = tmp_path / "mine.jsonl"
    keep(journal, whole_story(tiny))
    (outcome,) = make_reports([journal], tmp_path / "out", ladder_path=TINY, template=template)
    assert "l.yaml:2:1: the key 'format' stands twice" in outcome.error
    assert "fault of the kit" not in outcome.error


def test_a_folder_stands_for_the_journals_in_it(tmp_path):
    (tmp_path / "b.jsonl").touch()
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "notes.txt").touch()
    single = tmp_path / "deep" / "c.jsonl"
    assert journals_in([single, tmp_path]) == (single, tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    (tmp_path / "empty").mkdir()
    assert journals_in([single, tmp_path / "empty"]) == (single, tmp_path / "empty")  # told in its turn
    with pytest.raises(UsageError, match="no journal"):
        journals_in([tmp_path / "empty"])


def test_one_bad_input_stops_no_other_whatever_is_bad_about_it(tiny, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    good = folder / "good.jsonl"
    keep(good, whole_story(tiny))
    bad = {
        os.fsencode(folder) + b"/zo\xeb.jsonl": "not UTF-8 text",
        os.fsencode(folder / "pipe.jsonl"): "a pipe or a device, not a journal",
        os.fsencode(folder / "folder.jsonl"): "no journal (*.jsonl) in this folder",
        os.fsencode(folder / "huge.jsonl"): "no more than 64.0 MB are read",
        os.fsencode(folder / "loop.jsonl"): "can't be read: too many levels of symbolic links",
        os.fsencode(folder / "gone.jsonl"): "no such journal",
        os.fsencode(folder / ("long" * 100)): "can't be read: file name too long",
        b"/dev/zero": "a pipe or a device, not a journal",
        os.fsencode(folder / "fault.jsonl"): "this is a fault of the kit (ZeroDivisionError",
    }
    paths = [Path(os.fsdecode(path)) for path in bad]
    paths[0].write_bytes(good.read_bytes())
    os.mkfifo(paths[1])
    paths[2].mkdir()
    with paths[3].open("wb") as file:
        file.truncate(70_000_000_000)
    paths[4].symlink_to(paths[4])
    paths[8].write_bytes(good.read_bytes())
    whole = records.stamp

    def stamp(basis: str, journal: Path) -> str:
        return whole(basis, journal) if journal.stem != "fault" else 1 / 0

    monkeypatch.setattr(records, "stamp", stamp)
    outcomes = make_reports([*paths, good], tmp_path / "out", ladder_path=TINY, on=DAY)
    for outcome, says in zip(outcomes, bad.values(), strict=False):
        assert outcome.pdf is None
        assert says in outcome.error
    assert outcomes[-1].pdf is not None


def test_the_template_declares_what_it_takes_and_holds_no_outputs():
    notebook = nbformat.read(TEMPLATE, as_version=4)
    nbformat.validate(notebook)
    assert TEMPLATE.is_relative_to(ROOT / "notebooks/reports")
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)


def test_a_folder_whose_journals_lie_one_below_says_where(tmp_path: Path):
    (tmp_path / "team" / "journals").mkdir(parents=True)
    (tmp_path / "team" / "share.json").write_text("{}")
    (tmp_path / "team" / "journals" / "ada.jsonl").write_text("")
    with pytest.raises(UsageError) as told:
        journals_in([tmp_path / "team"])
    assert f"`{COMMAND} report {tmp_path / 'team' / 'journals'}`" in str(told.value.next_step)
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match="no journal"):
        journals_in([tmp_path / "none"])
