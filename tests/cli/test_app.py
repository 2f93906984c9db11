"""How the servers are started: for one person, on this machine, with nothing that nags."""

import os
import socket
from pathlib import Path

import pytest

from helpers.cli import app
from helpers.errors import DocumentError, JournalUnreadable, UsageError
from helpers.paths import LADDER_FILE, LADDER_JOURNAL, ROOT

TMP = Path("/t")
FIRST = "notebooks/00_start_here.ipynb"


def page_settings(**options):
    return said(app.page_settings(**{"port": 9000, "browser": True, "sockets": TMP, **options}))


def lab_settings(**options):
    return said(
        app.lab_settings(
            **{"port": 9000, "token": "t0ken", "first": FIRST, "root": ROOT, "runtime_dir": TMP, **options}
        )
    )


def said(settings):
    """`--Class.name=value` lines as a dictionary."""
    return dict(line.removeprefix("--").split("=", 1) for line in settings if line.startswith("--"))


def test_both_listen_on_this_machine_only():
    assert lab_settings()["ServerApp.ip"] == "127.0.0.1"
    assert page_settings()["Voila.ip"] == "127.0.0.1"


def test_the_pages_ask_for_a_token_and_hide_code_but_not_messages():
    settings = page_settings()
    assert settings["Voila.auto_token"] == "True"  # noqa: S105 - a switch
    assert settings["VoilaConfiguration.strip_sources"] == "True"
    assert settings["VoilaConfiguration.show_tracebacks"] == "True"


def test_a_reader_who_takes_forty_minutes_keeps_their_kernel_and_one_who_left_does_not():
    settings = page_settings()
    assert settings["MappingKernelManager.cull_connected"] == "False"
    assert int(settings["MappingKernelManager.cull_idle_timeout"]) > 0


@pytest.mark.parametrize(("settings", "server"), [(page_settings, "Voila"), (lab_settings, "ServerApp")])
def test_a_server_takes_the_port_that_it_is_given_and_no_other(settings, server):
    assert (settings()[f"{server}.port"], settings()[f"{server}.port_retries"]) == ("9000", "0")


def test_no_browser_opens_none():
    assert page_settings(browser=False)["ChapterPages.in_browser"] == "False"


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


def test_kernels_are_reached_over_files_of_ones_own():
    assert app.kernel_transport(TMP / "voila_12345678") == "ipc"


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
    app.tell_kernels(Path("mine.jsonl"), None)
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
