"""The answer form in JupyterLab as it comes, with real kernels and a real journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from playwright.sync_api import Page, expect

from helpers.form import WORDS
from helpers.journal import Journal
from helpers.ladder import load_ladder
from tests.browser.conftest import Served, start, stop_server
from tests.widgets.conftest import TINY

LADDER = load_ladder(TINY)
CELL = """
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.form import TextField, rating_fields
from helpers.widgets.form import AnswerForm

ladder = load_ladder()
journal = Journal.open()
AnswerForm(
    [*rating_fields(ladder.level("first").statements), TextField(subject="prompt:first.prompt-why", label="Why?")],
    state=lambda: journal.state(ladder),
    on_answer=lambda subject, answer: journal.record(subject, answer, ladder=ladder),
    scale=ladder.scale,
    token=str(journal.path),
)
"""
PRIVATE = "Because I want to leave"


class Server(NamedTuple):
    """A server that runs, the folder that it serves, and the journal that its kernels write."""

    served: Served
    folder: Path
    journal: Journal

    def said(self, subject: str) -> list[object]:
        """Everything that the journal holds on a subject, oldest first."""
        return [event.answer for event in self.journal.events() if event.subject == subject]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab as it comes, over one notebook with one form."""
    folder, private = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("private")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# A chapter"), nbformat.v4.new_code_cell(CELL.strip())],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / "chapter.ipynb")
    command = ["jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    settings = {
        "LADDER_FILE": str(TINY),
        "JUPYTER_CONFIG_DIR": str(private),
        "JUPYTERLAB_WORKSPACES_DIR": str(private),
    }
    served = start([*command, f"--ServerApp.root_dir={folder}"], private / "journal.jsonl", settings, cwd=folder)
    yield Server(served, folder, Journal.open(served.journal))
    stop_server(served)


@pytest.fixture
def notebook(lab: Server, page: Page) -> Page:
    """The notebook in JupyterLab, just run, with nothing answered yet."""
    lab.journal.path.unlink(missing_ok=True)
    page.goto(lab.served.url("/lab/tree/chapter.ipynb"))
    run_all(page)
    return page


def run_all(page: Page) -> None:
    """Run the notebook from the menu, once its kernel is there, and wait for the form to take answers."""
    expect(page.get_by_role("tab", name="chapter.ipynb", selected=True)).to_be_visible()
    expect(page.get_by_text("(ipykernel) | Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.locator(".kit-body:not([inert])")).to_be_visible()


def writing(page: Page):
    return page.locator(".kit-field").filter(has=page.locator(".kit-title", has_text="Writing"))


def why(page: Page):
    return page.get_by_role("textbox", name="Why?")


def test_typing_in_the_form_never_reaches_the_notebook(lab, notebook):
    """In JupyterLab's command mode "d d" deletes a cell, "a" adds one and the arrows walk on."""
    cells = notebook.locator(".jp-Cell")
    expect(cells).to_have_count(2)
    writing(notebook).get_by_role("radio", name="seldom").click()
    for key in ("d", "d", "a", "b", "x", "m", "0", "0", "ArrowDown"):
        notebook.keyboard.press(key)
    expect(writing(notebook).get_by_role("radio", name="sometimes")).to_be_checked()
    for stop in range(3):
        notebook.keyboard.press("Tab")
        expect(notebook.locator(".kit-form :focus"), f"stop {stop}").to_have_count(1)
        for key in ("d", "d", "a", "x"):
            notebook.keyboard.press(key)
    expect(cells).to_have_count(2)
    why(notebook).click()
    notebook.keyboard.type("add a dd\nand x")
    notebook.keyboard.press("Shift+Enter")
    notebook.keyboard.press("Escape")
    notebook.keyboard.type("dd")
    expect(why(notebook)).to_have_value("add a dd\nand x\ndd")
    expect(cells).to_have_count(2)


def test_a_saved_notebook_holds_no_answer_and_all_are_there_after_a_reload_and_a_second_run(lab, notebook):
    writing(notebook).get_by_role("radio", name="seldom").click()
    why(notebook).fill(PRIVATE)
    expect(notebook.get_by_text(WORDS["saved"])).to_have_count(2)
    path = lab.folder / "chapter.ipynb"
    before = path.stat().st_mtime_ns
    notebook.locator(".jp-Cell").first.click()
    with notebook.expect_response(
        lambda response: "/api/contents/" in response.url and response.request.method == "PUT"
    ):
        notebook.get_by_role("button", name=re.compile("^Save")).first.click()
    assert path.stat().st_mtime_ns > before
    text = path.read_text(encoding="utf-8")
    assert "AnswerForm(4 questions)" in text, "the output is there, so that this test means something"
    assert PRIVATE not in text
    assert "seldom" not in text

    notebook.reload()
    run_all(notebook)
    expect(writing(notebook).get_by_role("radio", name="seldom")).to_be_checked()
    expect(why(notebook)).to_have_value(PRIVATE)
    assert len(lab.journal.events()) == 2, "restoring answers is not answering"


def test_what_was_not_saved_when_the_kernel_went_is_saved_when_the_notebook_runs_again(lab, notebook):
    """The kernel is replaced behind the page's back, then somebody answers, then runs the notebook again."""
    notebook.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
    expect(notebook.get_by_role("button", name="No Kernel", exact=True)).to_be_visible()
    why(notebook).fill(PRIVATE)
    expect(notebook.get_by_role("alert").filter(has_text="Not saved yet")).to_be_visible()
    assert lab.said("prompt:first.prompt-why") == []

    notebook.get_by_role("button", name="No Kernel", exact=True).click()
    notebook.get_by_role("button", name="Select Kernel").click()
    run_all(notebook)
    expect(why(notebook)).to_have_value(PRIVATE)
    expect(notebook.get_by_text(WORDS["saved"])).to_be_visible()
    assert [words.text for words in lab.said("prompt:first.prompt-why")] == [PRIVATE]
