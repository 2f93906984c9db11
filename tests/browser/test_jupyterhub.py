"""On a JupyterHub: somebody else's JupyterLab, below a path of one's own, says whose machine the answers are on."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.paths import ROOT
from tests.browser.conftest import runtime_dir, start, stop_server
from tests.patience import until

BELOW = "/user/ana/"
HOOK = """
from helpers.cli.saving import keep_answers_out
from helpers.paths import PACKAGE

c.FileContentsManager.pre_save_hook = keep_answers_out
c.LabApp.extra_labextensions_path = [str(PACKAGE / "widgets/lab_extensions")]
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(link: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(link):  # noqa: S310 - its own loopback
        return True
    return False


def test_a_chapter_runs_on_a_hub_and_says_that_the_answers_are_on_its_server(page: Page, tmp_path: Path):
    """As docs/jupyterhub.md says it is set up."""
    home = tmp_path / "home"
    shutil.copytree(ROOT / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    assert HOOK in (ROOT / "docs/jupyterhub.md").read_text(encoding="utf-8")
    (tmp_path / "jupyter_server_config.py").write_text("c = get_config()\n" + HOOK, encoding="utf-8")
    served = start(
        [
            *("jupyter_server", "--no-browser", "--allow-root", f"--config={tmp_path / 'jupyter_server_config.py'}"),
            *(f"--ServerApp.base_url={BELOW}", f"--ServerApp.root_dir={home}", f"--ServerApp.port={free_port()}"),
            "--ServerApp.jpserver_extensions={'jupyterlab': True}",
        ],
        tmp_path / "journal.jsonl",
        {"JUPYTERHUB_USER": "ana", "JUPYTER_RUNTIME_DIR": runtime_dir(), "HOME": str(home)},
        cwd=home,
    )
    try:
        until(lambda: answers(served.link))  # its link is printed a little before it listens
        page.goto(served.link)
        page.goto(served.url(f"{BELOW}lab/tree/notebooks/00_start_here.ipynb"))
        expect(page.get_by_text("(ipykernel) | Idle")).to_be_visible()
        known = json.loads(page.locator("#jupyter-config-data").text_content() or "{}")["federated_extensions"]
        assert "career-ladder-kit" in [each["name"] for each in known], "it goes back to places before anything runs"
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        expect(page.get_by_text("Nothing leaves this JupyterHub.")).to_be_visible()
        page.get_by_text("Nothing leaves this JupyterHub.").click()
        expect(page.get_by_text("It lies on the server that runs your JupyterHub")).to_be_visible()

        page.get_by_role("group", name="Where you work today").get_by_role("radio").nth(1).check()
        until(lambda: Journal.open(served.journal).events())
        events = Journal.open(served.journal).events()
        assert [event.subject for event in events] == ["choice:standing"]

        # Its button, since the keys stay with the form in which somebody has just answered.
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) jp-button[data-command='docmanager:save']").click()
        expect(page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)
        saved = json.loads((home / "notebooks/00_start_here.ipynb").read_text(encoding="utf-8"))
        assert not any(cell.get("outputs") for cell in saved["cells"])

        # A link to a chapter opens it as a tab, below the hub's path.
        onward = page.get_by_role("navigation", name="Before and after this chapter").get_by_role("link")
        address = onward.last.get_attribute("href") or ""
        assert address.startswith(f"{BELOW}lab/tree/notebooks/")
        onward.last.click()
        expect(page.get_by_role("tab", name=Path(address).name, selected=True)).to_be_visible()
    finally:
        stop_server(served)
