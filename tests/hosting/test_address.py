"""A laptop that changes networks has another address; what people type follows, and nothing else changes."""

from __future__ import annotations

import socket

import pytest

from helpers.hosting.address import LOOK_SECONDS, PublicAddress
from helpers.hosting.network import is_own_address, lan_addresses, routed_address
from helpers.hosting.settings import Settings

BRIDGE = "172.17.0.1"
"""Where Docker is, a machine has this one whatever network it is in."""


class Machine:
    """A machine in some networks, the way out of which (if there is one) is by the address `out`, and its clock."""

    def __init__(self, *addresses: str, out: str = "") -> None:
        self.addresses, self.out, self.seconds = addresses, out, 0.0

    def routed(self) -> str:
        return self.out

    def has(self, address: str) -> bool:
        return address in self.addresses

    def clock(self) -> float:
        return self.seconds

    def into(self, *addresses: str, out: str = "") -> None:
        """Change networks, and let time pass until somebody looks."""
        self.addresses, self.out = addresses, out
        self.seconds += LOOK_SECONDS


def address(machine: Machine, *, follows: bool = True) -> PublicAddress:
    settings = Settings(db="sqlite://", public_url="http://192.168.0.7:8800", follows_network=follows)
    return PublicAddress(settings, machine.routed, machine.has, machine.clock)


def test_links_follow_this_machine_into_another_network(caplog):
    machine = Machine("192.168.0.7", out="192.168.0.7")
    now = address(machine)
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)
    machine.into("10.1.1.5", "172.16.0.2", out="10.1.1.5")
    assert (now.url, now.moved) == ("http://10.1.1.5:8800", True)
    assert now.url in caplog.text, "whoever leads reads it in the terminal too"
    machine.into()
    assert now.url == "http://10.1.1.5:8800", "without a network for a moment it stays"
    machine.into("172.16.0.2", "10.1.1.5", out="172.16.0.2")
    assert now.url == "http://10.1.1.5:8800", "it is still one of several"
    machine.into("192.168.0.7", out="192.168.0.7")
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)


@pytest.mark.parametrize("left", [(BRIDGE,), (BRIDGE, "169.254.8.8"), ()])
def test_a_network_that_drops_out_for_a_moment_moves_nobody_to_an_address_that_only_this_machine_reaches(left, caplog):
    machine = Machine("192.168.0.7", BRIDGE, out="192.168.0.7")
    now = address(machine)
    machine.into(*left)
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)
    machine.into("192.168.0.7", BRIDGE, out="192.168.0.7")
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)
    assert not caplog.records


def test_a_vpn_that_took_over_gives_the_room_back():
    machine = Machine("192.168.0.7", "10.8.0.2", out="10.8.0.2")
    now = address(machine)
    machine.into("192.168.0.7", "10.8.0.2", out="10.8.0.2")
    assert not now.moved, "the room's network is still there"
    machine.into("10.8.0.2", out="10.8.0.2")
    assert now.url == "http://10.8.0.2:8800"
    machine.into("192.168.0.7", "10.8.0.2", out="10.8.0.2")
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)


def test_where_this_machine_is_is_found_without_asking_for_a_name(monkeypatch):
    """It is asked while everybody waits, and a resolver may take seconds."""

    def resolve(*_: object, **__: object) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "gethostname", resolve)
    assert not is_own_address("127.0.0.1"), "nobody else finds it there"
    assert not is_own_address("192.0.2.1"), "an address of the documentation's is nobody's"
    found = routed_address()
    assert not found or is_own_address(found)


@pytest.mark.parametrize(
    ("found", "told"),
    [("169.254.8.8", ""), ("127.0.0.1", ""), ("0.0.0.0", ""), ("10.1.1.5", "10.1.1.5")],  # noqa: S104
)
def test_an_address_that_leads_nowhere_is_none(monkeypatch, found, told):
    class Probe:
        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None: ...

        def connect(self, _: object) -> None: ...

        def getsockname(self) -> tuple[str, int]:
            return found, 9

    monkeypatch.setattr(socket, "socket", lambda *_: Probe())
    assert routed_address() == told


def test_a_machine_that_gives_no_socket_has_no_address(monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError("too many open files")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert lan_addresses() == ()
    assert not is_own_address("10.1.1.5")


def test_a_service_that_began_without_a_network_is_found_once_there_is_one():
    machine = Machine()
    settings = Settings(db="sqlite://", public_url="http://127.0.0.1:8800", follows_network=True)
    now = PublicAddress(settings, machine.routed, machine.has, machine.clock)
    machine.into(BRIDGE)
    assert now.url == "http://127.0.0.1:8800"
    machine.into("10.1.1.5", BRIDGE, out="10.1.1.5")
    assert now.url == "http://10.1.1.5:8800"


def test_networks_are_asked_every_few_seconds_and_not_for_an_address_that_somebody_named():
    machine = Machine("192.168.0.7", out="192.168.0.7")
    now = address(machine)
    machine.addresses, machine.out = ("10.1.1.5",), "10.1.1.5"
    assert now.url == "http://192.168.0.7:8800"
    named = address(Machine("192.168.0.7"), follows=False)
    machine.into("10.1.1.5", out="10.1.1.5")
    assert named.url == "http://192.168.0.7:8800"
    assert now.url == "http://10.1.1.5:8800"
