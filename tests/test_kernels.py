"""Kernels are reached over files of their owner where the system has sockets for that, else over the loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import kernels


def test_a_short_path_takes_sockets() -> None:
    assert kernels.transport(Path("/t/kernel")) == "ipc"
    assert kernels.manager_settings(Path("/t")) == {"transport": "ipc", "ip": "/t/kernel"}


@pytest.mark.parametrize(
    "folder", [Path("/home") / ("deep/" * 20), Path("/home/" + "é" * 46)], ids=["deep", "in bytes"]
)
def test_a_path_too_long_for_a_socket_falls_back(folder: Path) -> None:
    assert kernels.transport(folder / "kernel") == "tcp"
    assert kernels.manager_settings(folder) == {}


def test_the_limit_holds_for_the_name_that_a_socket_gets() -> None:
    longest = kernels.LONGEST_SOCKET_PATH - len("-5")
    assert kernels.transport(Path("/" + "a" * (longest - 1))) == "ipc"
    assert kernels.transport(Path("/" + "a" * longest)) == "tcp"
