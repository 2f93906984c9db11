"""A laptop that changes networks has another address; what people type follows, and nothing else changes."""

from __future__ import annotations

from helpers.hosting.address import LOOK_SECONDS, PublicAddress
from helpers.hosting.settings import Settings


class Machine:
    """A machine in some networks, and its clock."""

    def __init__(self, *addresses: str) -> None:
        self.addresses, self.seconds = addresses, 0.0

    def find(self) -> tuple[str, ...]:
        return self.addresses

    def clock(self) -> float:
        return self.seconds

    def into(self, *addresses: str) -> None:
        """Change networks, and let time pass until somebody looks."""
        self.addresses = addresses
        self.seconds += LOOK_SECONDS


def address(machine: Machine, *, follows: bool = True) -> PublicAddress:
    settings = Settings(db="sqlite://", public_url="http://192.168.0.7:8800", follows_network=follows)
    return PublicAddress(settings, machine.find, machine.clock)


def test_links_follow_this_machine_into_another_network(caplog):
    machine = Machine("192.168.0.7")
    now = address(machine)
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)
    machine.into("10.1.1.5", "172.16.0.2")
    assert (now.url, now.moved) == ("http://10.1.1.5:8800", True)
    assert now.url in caplog.text, "whoever leads reads it in the terminal too"
    machine.into()
    assert now.url == "http://10.1.1.5:8800", "without a network for a moment it stays"
    machine.into("172.16.0.2", "10.1.1.5")
    assert now.url == "http://10.1.1.5:8800", "it is still one of several"
    machine.into("192.168.0.7")
    assert (now.url, now.moved) == ("http://192.168.0.7:8800", False)


def test_networks_are_asked_every_few_seconds_and_not_for_an_address_that_somebody_named():
    machine = Machine("192.168.0.7")
    now = address(machine)
    machine.addresses = ("10.1.1.5",)
    assert now.url == "http://192.168.0.7:8800"
    named = address(Machine("192.168.0.7"), follows=False)
    machine.into("10.1.1.5")
    assert named.url == "http://192.168.0.7:8800"
    assert now.url == "http://10.1.1.5:8800"
