"""How a service is run; handed to its worker processes in one environment variable."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from helpers.frozen import Frozen

VARIABLE = "LADDER_HOST"


class Led(Frozen):
    """The session that a command leads: its id, that of its workshop, and when it was opened."""

    session: str
    workshop: str
    opened_at: datetime


class Settings(Frozen):
    """`db` is the database's URL; `public_url` what people type, root path included and no slash at its end.

    `follows_network` says that this is an address of this machine in its network, which may become another one, and
    `named` that somebody said that everybody comes by this one.

    `leads` is the session that the command leads that runs the service (None: it serves all that its database has).

    `workers` is in how many processes the service runs: limits that are kept in memory are
    divided among them.
    """

    db: str
    public_url: str
    follows_network: bool = False
    named: bool = False
    root_path: str = ""
    leads: Led | None = None
    theme: Path | None = None
    workers: Annotated[int, Field(ge=1, le=32)] = 1

    @property
    def secure(self) -> bool:
        """Whether people come over https, so that cookies needn't travel without it."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme, host and port that browsers name as the origin of our pages."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def hand_on(self) -> None:
        """Put the settings where worker processes find them."""
        os.environ[VARIABLE] = self.model_dump_json()


def handed_on() -> Settings:
    """The settings that the leading process put into the environment."""
    return Settings.model_validate_json(os.environ[VARIABLE])
