"""A Jupyter that somebody has set up for themselves decides nothing about the kit's JupyterLab."""

from collections.abc import Iterator

import httpx
import psutil
import pytest

from tests.browser.conftest import Served, start, stop_server
from tests.patience import PATIENCE

THEIRS = """
c.ServerApp.contents_manager_class = "nowhere.Manager"
c.IdentityProvider.token = ""
c.ServerApp.token = ""
c.ServerApp.allow_origin = "*"
"""
FIRST = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The kit's JupyterLab, started by somebody whose own Jupyter is set up otherwise in every way."""
    home = tmp_path_factory.mktemp("home")
    for folder in (home / ".jupyter", home / "elsewhere"):
        folder.mkdir()
        (folder / "jupyter_server_config.py").write_text(THEIRS)
        (folder / "jupyter_lab_config.py").write_text(THEIRS)
        (folder / "labconfig").mkdir()
        (folder / "labconfig" / "page_config.json").write_text('{"theirs": "yes"}')
    (home / ".ipython/profile_default/startup").mkdir(parents=True)
    (home / ".ipython/profile_default/startup/theirs.py").write_text("raise SystemExit('theirs')")
    served = start(
        ["helpers.cli", "lab", "--no-browser"],
        home / "journal.jsonl",
        {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "LADDER_HOME": str(home / "kit"),
            "JUPYTER_CONFIG_PATH": str(home / "elsewhere"),
            "JUPYTER_TOKEN": "theirs",
        },
    )
    yield served
    stop_server(served)


def api(lab: Served, path: str, token: str | None = None) -> httpx.Response:
    """Ask the server, with a token or without."""
    origin = lab.link.split("/lab")[0]
    headers = {"Authorization": f"token {token}"} if token else {}
    return httpx.get(f"{origin}/{path}", headers=headers, timeout=PATIENCE)


def own_token(lab: Served) -> str:
    """The token in the link that was printed."""
    return lab.link.split("token=")[1]


def test_it_starts_and_shows_the_kits_notebooks(lab):
    notebook = api(lab, f"api/contents/{FIRST}", own_token(lab))
    assert notebook.json()["name"] == "00_start_here.ipynb"


@pytest.mark.parametrize("token", [None, "theirs"])
def test_nobody_gets_in_without_the_kits_token(lab, token):
    assert api(lab, "api/contents", token).status_code == 403


def test_its_page_is_the_kits(lab):
    page = api(lab, f"lab/tree/{FIRST}", own_token(lab))
    assert page.status_code == 200
    assert "jupyter-config-data" in page.text
    assert "theirs" not in page.text
    assert page.headers.get("access-control-allow-origin") != "*"


def test_what_starts_in_its_kernels_is_the_kits(lab):
    """A start-up file in somebody's `~/.ipython` would run in every chapter."""
    origin = lab.link.split("/lab")[0]
    headers = {"Authorization": f"token {own_token(lab)}"}
    assert httpx.post(f"{origin}/api/kernels", headers=headers, json={}, timeout=PATIENCE).status_code == 201
    folders = {
        process.environ().get("IPYTHONDIR") for process in psutil.Process(lab.process.pid).children(recursive=True)
    }
    assert folders == {str(lab.journal.parent / "kit/.jupyter/ipython")}
