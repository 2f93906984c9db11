"""The port is the same at every start, and where it can't be, somebody says so."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from helpers.cli.ports import MORE_PORTS, is_free, listen_here, steady_port, steady_socket
from helpers.errors import UsageError


class Machine:
    """Ports of a machine of which some are taken, and what a person was told."""

    def __init__(self, memory):
        self.memory = memory
        self.taken = set()
        self.told = []

    def start(self, what="app"):
        """The port that a start gets."""
        return steady_port(
            8866, what, free=lambda port: port not in self.taken, tell=self.told.append, memory=self.memory
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "ports.json")


def test_nothing_is_said_or_kept_where_the_usual_port_is_free(machine):
    assert (machine.start(), machine.told, machine.memory.exists()) == (8866, [], False)


def test_a_taken_port_is_said_and_the_other_one_stays(machine):
    machine.taken = {8866, 8867}
    assert machine.start() == 8868
    assert "8866 is taken" in machine.told[0]
    assert "8868" in machine.told[0]
    machine.taken = set()
    assert machine.start() == 8868, "pages that are still open find it again"
    assert len(machine.told) == 1


def test_a_port_that_was_kept_and_is_taken_now_is_said_too(machine):
    machine.taken = {8866}
    assert machine.start() == 8867
    machine.taken = {8867}
    assert machine.start() == 8866
    assert "8867 is taken" in machine.told[1]
    machine.taken = set()
    assert machine.start() == 8866


def test_each_journal_has_a_port_of_its_own(machine):
    machine.taken = {8866}
    assert machine.start("app mine") == 8867
    machine.taken = set()
    assert machine.start("app another") == 8866
    assert machine.start("app mine") == 8867


@pytest.mark.parametrize("torn", [b"", b"[1]", b'{"app": "x"}', b'{"app": 99999999}', b"\xff"])
def test_a_memory_that_cannot_be_read_counts_as_none(machine, torn):
    machine.memory.write_bytes(torn)
    assert machine.start() == 8866


def test_where_nothing_can_be_kept_it_starts_all_the_same(machine):
    machine.memory.mkdir()
    machine.taken = {8866}
    assert machine.start() == 8867


def test_what_is_kept_is_a_number(machine):
    machine.taken = {8866}
    machine.start()
    assert json.loads(machine.memory.read_text()) == {"app": 8867}


def test_no_free_port_is_told(machine):
    machine.taken = set(range(8866, 8866 + MORE_PORTS))
    with pytest.raises(UsageError, match="8866 to 8915 are all taken"):
        machine.start()


def test_a_port_that_somebody_listens_on_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)


def test_of_programs_that_start_at_one_moment_each_gets_a_port(tmp_path):
    """A port that was seen free is taken a moment later; only one that is listened on is one's own."""
    with closing(listen_here(0)) as usual:
        first = usual.getsockname()[1]

        def start(number):
            return steady_socket(
                first, f"app {number}", listen_here, tell=lambda line: None, memory=tmp_path / f"{number}.json"
            )

        with ThreadPoolExecutor(8) as together:
            sockets = list(together.map(start, range(8)))
    ports = {made.getsockname()[1] for made in sockets}
    for made in sockets:
        made.close()
    assert len(ports) == 8
    assert first not in ports


def test_a_port_that_was_asked_for_and_is_taken_is_said():
    with closing(listen_here(0)) as other, pytest.raises(UsageError, match=r"can't be used[\s\S]*--port"):
        listen_here(other.getsockname()[1])
