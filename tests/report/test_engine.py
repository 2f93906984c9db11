"""The engine `fork` does what the stock kernel does, and keeps one notebook from the next."""

import copy
import os
import subprocess
import sys
from contextlib import suppress

import nbformat
import papermill
import pytest
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from helpers.paths import ROOT
from helpers.report import make_reports
from helpers.report.batch import FORK, NBCLIENT, register
from helpers.report.fork import ForkEngine
from tests.report.conftest import TINY
from tests.report.notebooks import template_with
from tests.report.people import DAY, keep, whole_story

CELLS = [
    "",
    "print('out'); print('more', end=''); print()",
    "import sys\nprint('err', file=sys.stderr); sys.stderr.isatty()",
    "from IPython.display import HTML, Image, clear_output, display",
    "display(HTML('<b>bold</b>')); print('after'); 1 + 1",
    "print('gone'); clear_output(); print('kept'); clear_output(wait=True); print('stays')",
    "display(Image(data=bytes.fromhex('89504e470d0a1a0a'), format='png', metadata={'alt': 'nothing'}))",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "_, In[1], __name__, get_ipython().execution_count",
    "'hidden';",
    "%pwd",
    "raise ValueError('the end')",
    "print('never')",
]


def run(cells, name, folder):
    """A notebook of these cells, run by this engine up to the first that fails."""
    cells = [nbformat.v4.new_markdown_cell("# A notebook"), *map(nbformat.v4.new_code_cell, cells)]
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    kept = folder / f"{name}.ipynb"
    register()
    with suppress(PapermillExecutionError):
        papermill.execute_notebook(
            notebook, str(kept), engine_name=name, progress_bar=False, resources={"metadata": {"path": str(folder)}}
        )
    return nbformat.read(kept, as_version=4)


def outputs_of(notebook):
    """What each cell put out; pieces of one stream count as one, as a kernel sends them when it pleases."""
    found = []
    for cell in copy.deepcopy(notebook.cells):
        outputs = []
        for output in cell.get("outputs", ()):
            output.pop("traceback", None)  # its colours and paths differ
            if outputs and output.get("name") and output.get("name") == outputs[-1].get("name"):
                outputs[-1]["text"] += output["text"]
            else:
                outputs.append(output)
        found.append((cell.cell_type, cell.get("execution_count"), outputs))
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    return [run(CELLS, name, folder) for name in (FORK, NBCLIENT)]


def test_a_cell_puts_out_what_it_puts_out_in_a_kernel(both):
    forked, stock = map(outputs_of, both)
    for cell, mine, theirs in zip(both[0].cells, forked, stock, strict=True):
        assert mine == theirs, cell.source
    assert [output.output_type for output in forked[-2][2]] == ["error"]


def test_the_notebook_tells_the_same_of_itself(both):
    forked, stock = both
    nbformat.validate(forked)
    assert forked.metadata.language_info == stock.metadata.language_info
    assert forked.metadata.papermill.keys() == stock.metadata.papermill.keys()
    statuses = [
        [cell.metadata.papermill.status for cell in made.cells if "papermill" in cell.metadata] for made in both
    ]
    assert statuses[0] == statuses[1]


def test_both_engines_give_the_same_pdf_to_the_byte(tiny, tmp_path):
    journals = [tmp_path / "ada.jsonl", tmp_path / "ben.jsonl"]
    for journal in journals:
        keep(journal, whole_story(tiny, "words \ue000", name=journal.stem))
    made = {name: [] for name in (FORK, NBCLIENT)}
    for name, told in made.items():
        settings = {"ladder_path": TINY, "on": DAY, "engine": name, "keep_notebook": True, "jobs": 2}
        for outcome in make_reports(journals, tmp_path / name, **settings):
            kept = nbformat.read(outcome.pdf.with_suffix(".ipynb"), as_version=4)
            shapes = [[(o.output_type, sorted(o.data)) for o in cell.get("outputs", ())] for cell in kept.cells]
            told.append((outcome.pdf.read_bytes(), outcome.notices, shapes))
    assert made[FORK] == made[NBCLIENT]
    assert made[FORK][0] != made[FORK][1]


def test_nothing_of_one_notebook_is_seen_by_the_next(tiny, tmp_path):
    """What a cell leaves behind in modules, the environment, the folder it is in or its names is gone with it."""
    template = template_with(
        tmp_path / "nosy.ipynb",
        "import builtins, os, helpers.report as shared\n"
        "left = [hasattr(shared, 'left'), hasattr(builtins, 'left'), 'LEFT' in os.environ, 'words' in globals()]\n"
        "assert not any(left), left\n"
        "shared.left = builtins.left = words = journal\n"
        "os.environ['LEFT'] = journal\n",
    )
    journals = [tmp_path / f"{name}.jsonl" for name in "abc"]
    for journal in journals:
        keep(journal, whole_story(tiny))
    outcomes = make_reports(journals, tmp_path / "out", ladder_path=TINY, on=DAY, template=template, jobs=1)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert "LEFT" not in os.environ


def test_a_notebook_whose_process_is_killed_is_one_failed_report(tiny, tmp_path):
    template = template_with(
        tmp_path / "deadly.ipynb",
        "import os, signal\nif journal.endswith('b.jsonl'):\n    os.kill(os.getpid(), getattr(signal, 'SIGKILL', 15))",
    )
    journals = [tmp_path / f"{name}.jsonl" for name in "abc"]
    for journal in journals:
        keep(journal, whole_story(tiny))
    outcomes = make_reports(journals, tmp_path / "out", ladder_path=TINY, on=DAY, template=template, jobs=2)
    assert [outcome.pdf is not None for outcome in outcomes] == [True, False, True]
    assert "its process was ended from outside" in outcomes[1].error
    assert "b.jsonl" in outcomes[1].error
    assert "run the same command again" in outcomes[1].error.lower()


def test_papermill_finds_the_engine_by_its_entry_point():
    code = "from papermill.engines import papermill_engines; print(papermill_engines.get_engine('fork').__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ForkEngine.__name__
    ours_first = "from helpers.report.batch import register; register()"
    subprocess.run([sys.executable, "-c", ours_first], check=True, cwd=ROOT)
    register()
    assert papermill_engines.get_engine(FORK) is ForkEngine
