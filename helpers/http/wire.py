"""The connection itself: whoever is slow is cut off, and what can't be read as a request gets our headers too."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from helpers.http.middleware import HEADERS

SLOW_SECONDS: Final = 20.0
"""How long a request may take to arrive, from the first moment of its connection or the first byte of it.

A phone on a slow network sends a page's answers, some thousand bytes, in a second or two.
"""


MOST_HELD: Final = 64 * 1024
"""Bytes that wait for the rest of an answer; as many as asyncio takes before it has whoever writes wait."""


class _InOnePiece:
    """A transport that sends in one go what is written in one turn of the loop: an answer's head with its body.

    uvicorn writes them one after the other, and each call of the system costs as much as finding the way to a route.
    More than `MOST_HELD` goes at once, so that an answer without end is held up by whoever reads it, and not in memory.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0  # of what is held, in bytes

    def write(self, data: bytes) -> None:
        """Send it with what else is written in this turn."""
        if data and not self._held:
            self._loop.call_soon(self._send)
        if data:
            self._held.append(data)
            self._size += len(data)
        if self._size > MOST_HELD:
            self._send()

    def close(self) -> None:
        """Send what is still held, and hang up."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Wire(H11Protocol):
    """uvicorn's own protocol, which waits for the rest of a request no longer than `SLOW_SECONDS`.

    Without that a few hundred connections that never say what they want, or say it a byte at a time, would hold
    the service for as long as they please.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        if plug := transport.get_extra_info("socket"):
            # asyncio leaves this out for a socket that was opened elsewhere: the last bytes of an answer would wait
            # until the other end has acknowledged those before, for which it takes 40 ms and more.
            with contextlib.suppress(OSError):
                plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        whole: Any = _InOnePiece(transport, self.loop)
        super().connection_made(whole)
        self._await_rest()

    def data_received(self, data: bytes) -> None:
        """Go on waiting if the request isn't there yet; what trickles in earns no more time."""
        super().data_received(data)
        self._await_rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers that every answer has."""
        headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        headers += [(b"connection", b"close")]
        events = (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=msg.encode("ascii")),
            h11.EndOfMessage(),
        )
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _await_rest(self) -> None:
        if self.transport.is_closing() or self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_waiting()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(SLOW_SECONDS, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _cut_off(self) -> None:
        self._deadline = None
        self.transport.abort()
