"""How the servers are started: for one person, on this machine, with nothing that nags."""

import json
import os
import socket
from pathlib import Path

import pytest

from helpers.cli import app
from helpers.errors import DocumentError, JournalUnreadable, UsageError
from helpers.paths import LADDER_FILE, LADDER_JOURNAL, ROOT

TMP = Path("/t")
FIRST = "notebooks/00_start_here.ipynb"


def lab_settings(**options):
    return said(
        app.lab_settings(
            **{"port": 9000, "token": "t0ken", "first": FIRST, "root": ROOT, "runtime_dir": TMP, **options}
        )
    )


def said(settings):
    """`--Class.name=value` lines as a dictionary."""
    return dict(line.removeprefix("--").split("=", 1) for line in settings if line.startswith("--"))


def test_jupyterlab_listens_on_this_machine_only_at_the_port_that_it_is_given_and_no_other():
    settings = lab_settings()
    assert settings["ServerApp.ip"] == "127.0.0.1"
    assert (settings["ServerApp.port"], settings["ServerApp.port_retries"]) == ("9000", "0")


def test_jupyterlab_leaves_opening_the_browser_to_the_kit_and_asks_for_the_kits_token():
    """It would name a file in a hidden folder, which a browser that is a snap can't read."""
    assert lab_settings()["ServerApp.open_browser"] == "False"
    assert lab_settings()["IdentityProvider.token"] == "t0ken"


def test_jupyterlab_opens_the_first_chapter():
    settings = lab_settings()
    assert app.lay_out() == FIRST, "the shipped ladder needs no notebooks of its own"
    assert settings["LabApp.default_url"] == "/lab/tree/notebooks/00_start_here.ipynb"
    assert (ROOT / "notebooks/00_start_here.ipynb").is_file()
    assert settings["LabApp.news_url"] == "None"


def test_jupyterlab_is_given_the_kits_extension_as_it_stands():
    """Nothing is built and nothing installed: the folder is named, and what its package.json names is there."""
    (folder,) = Path(lab_settings()["LabApp.extra_labextensions_path"]).iterdir()
    told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert told["name"] == folder.name
    assert (folder / told["jupyterlab"]["_build"]["load"]).is_file()


def test_kernels_are_reached_over_files_of_ones_own():
    assert app.kernel_transport(TMP / "a-folder") == "ipc"


def test_a_path_too_long_for_a_socket_falls_back():
    assert app.kernel_transport(Path("/home") / ("deep/" * 20)) == "tcp"
    assert app.kernel_transport(Path("/home/" + "é" * 30)) == "tcp", "the limit is in bytes"


@pytest.mark.parametrize("start", [app.lab, app.app])
def test_a_busy_port_is_said_before_anything_starts(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} can't be used(.|\n)*--port"):
            start(port=port)


def test_an_impossible_port_is_said_too():
    with pytest.raises(UsageError, match="port 70000"):
        app.app(port=70000)


def test_a_journal_that_was_asked_for_reaches_the_kernels_whatever_folder_they_run_in(monkeypatch, tmp_path):
    monkeypatch.setenv(LADDER_JOURNAL, "old")
    monkeypatch.chdir(tmp_path)
    app.name_files(Path("mine.jsonl"), None)
    assert os.environ[LADDER_JOURNAL] == str(tmp_path.resolve() / "mine.jsonl")


@pytest.mark.parametrize("start", [app.lab, app.app])
def test_a_ladder_or_a_journal_that_cannot_be_used_is_said_before_anything_starts(start, tmp_path, monkeypatch):
    monkeypatch.delenv(LADDER_FILE, raising=False)
    (tmp_path / "ladder.yaml").write_text("titel: Ours\n")
    with pytest.raises(DocumentError, match=r"ladder\.yaml:1:1"):
        start(ladder=tmp_path / "ladder.yaml")
    with pytest.raises(JournalUnreadable, match="this is a folder"):
        start(journal=tmp_path)
    assert LADDER_FILE not in os.environ
