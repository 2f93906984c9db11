"""Which networks this machine is in, and by which address others in them reach it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator

_PRIVATE = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "169.254.255.255")


def lan_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses in the networks it is in, the likeliest first; no loopback. Nothing is sent."""
    addresses = [routed_address(), *_of_interfaces(), *_of_name(), *map(_one_routed, _PRIVATE)]
    sound = (
        address for address in dict.fromkeys(filter(None, addresses)) if not ipaddress.ip_address(address).is_loopback
    )
    # An address that the machine gave itself, since nobody gave it one, is the last to try.
    return tuple(sorted(sound, key=lambda address: ipaddress.ip_address(address).is_link_local))


def routed_address() -> str:
    """This machine's IPv4 address towards the world, "" where it has no way there.

    Nothing is sent and no name is looked up, so it is told at once. An address that the machine gave itself is none:
    nobody else finds it there.
    """
    routed = _one_routed("192.0.2.1")
    own = ipaddress.ip_address(routed or "0.0.0.0")  # noqa: S104 - what a socket has that is bound nowhere
    return "" if own.is_link_local or own.is_loopback or own.is_unspecified else routed


def is_own_address(address: str) -> bool:
    """Whether this machine has the IPv4 address now in a network, told at once: a socket can be bound to it.

    Nothing is sent. Its address for itself alone is in no network.
    """
    if address.startswith("127."):
        return False
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


def _one_routed(towards: str) -> str:
    """The address that a packet to another machine would come from; connecting a UDP socket sends none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((towards, 9))
        return str(probe.getsockname()[0])
    return ""


def _of_interfaces() -> Iterator[str]:
    """The address of each network interface, where the system tells (Linux)."""
    if sys.platform != "linux":
        return
    import fcntl

    tell_address = 0x8915  # SIOCGIFADDR
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # it is down, or has none
                answer = fcntl.ioctl(probe, tell_address, struct.pack("256s", name.encode()[:15]))
                yield socket.inet_ntoa(answer[20:24])


def _of_name() -> Iterator[str]:
    """The addresses that this machine's own name has."""
    with contextlib.suppress(OSError):
        for *_, place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_DGRAM):
            yield str(place[0])


def is_loopback(address: str) -> bool:
    """Whether only this machine itself can reach an address."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(address).is_loopback
    return address == "localhost"
