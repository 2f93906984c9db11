"""Where a hosted service listens, and by which address people find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import typer

from helpers.cli.ports import steady_socket
from helpers.errors import UsageError

if TYPE_CHECKING:
    from helpers.hosting.settings import Led, Settings


class Listening:
    """Where the service listens and how people find it: whatever is wrong is told before anything starts."""

    def __init__(
        self,
        listen: str,
        port: int | None,
        url: str | None,
        root_path: str,
        tls_cert: Path | None,
        tls_key: Path | None,
    ) -> None:
        from helpers.hosting.network import is_loopback, lan_addresses
        from helpers.hosting.serve import Certificate, check_certificate, public_url

        self.listen, self._port, self._url, self._root_path = listen.strip("[]"), port, url, root_path
        self.proxied = bool(url or root_path)
        self.certificate = None
        if tls_cert and tls_key:
            self.certificate = Certificate(tls_cert, tls_key)
            check_certificate(self.certificate)
        elif tls_cert or tls_key:
            given, missing = ("--tls-cert", "--tls-key") if tls_cert else ("--tls-key", "--tls-cert")
            raise UsageError(f"{given} needs {missing} beside it", next_step="Name both files, or neither.")
        everywhere = self.listen in ("0.0.0.0", "::")  # noqa: S104 - only asked whether that was meant
        self.follows_network = everywhere and not url
        self._is_here = self.follows_network or (self.proxied and (everywhere or is_loopback(self.listen)))
        known = lan_addresses() if self.follows_network else ()
        self._host = known[0] if known else "127.0.0.1" if everywhere else self.listen
        self.others = known[1:]
        public_url(url, root_path, address=self._host, port=1, tls=bool(self.certificate))

    @property
    def here(self) -> str:
        """The address in this machine's own browser, which stays the same in any network; "" where it has none."""
        return f"http://127.0.0.1:{self._port}" if self._is_here and not self.certificate else ""

    @contextmanager
    def listening(self) -> Iterator[Any]:
        """The socket, closed at the end."""
        from helpers.hosting.serve import PORT, listen

        def at(port: int) -> Any:
            return listen(self.listen, port)

        if self._port is None:
            at(0).close()  # an address that is none of this machine's is told as that
            opened = steady_socket(PORT, "host", at, tell=typer.echo)
        else:
            opened = at(self._port)
        with opened as socket:
            self._port = socket.getsockname()[1]
            yield socket

    def settings(self, db: str, workers: int, theme: Path | None, *, leads: Led | None = None) -> Settings:
        """What the service needs to know, once the port is: its database `db`, how many `workers`, its `theme`.

        `leads` is the session that the command leads; None where it serves all of them.
        """
        from helpers.hosting.serve import public_url
        from helpers.hosting.settings import Settings

        tls = bool(self.certificate)
        url = public_url(self._url, self._root_path, address=self._host, port=self._port or 0, tls=tls)
        return Settings(
            db=db,
            public_url=url,
            follows_network=self.follows_network,
            named=bool(self._url),
            root_path=urlsplit(url).path,
            leads=leads,
            theme=theme,
            workers=workers,
        )


def known_url(url: str | None, root_path: str) -> str:
    """The address by which people find a service that runs already. Raises `UsageError` where none is named."""
    from helpers.hosting.serve import public_url

    if url is None:
        raise UsageError(
            "by which address do people find the service?", next_step="Add --url https://…, or set LADDER_URL."
        )
    return public_url(url, root_path, address="", port=0, tls=False)
