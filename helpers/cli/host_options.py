"""What the commands of `ladder host` take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.paths import own_folder

DATABASE = own_folder() / "sessions/sessions.sqlite"

WorkshopName = Annotated[str, typer.Argument(metavar="WORKSHOP", help="The workshop's id, or the path of a file.")]
SessionName = Annotated[str, typer.Argument(metavar="SESSION", help="The session's join code, or its id.")]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        envvar="LADDER_DB",
        help="Where answers are kept: sqlite:///PATH, or postgresql+psycopg://USER@HOST/NAME. Left out: a file in the "
        "kit's folder sessions/. A password is better set in the environment than typed here.",
        show_default=False,
    ),
]
Level = Annotated[
    list[str] | None,
    typer.Option("--level", help="A level of which people rate everything. Repeat it for more.", show_default=False),
]
Statement = Annotated[
    list[str] | None,
    typer.Option("--statement", help="A statement that people rate. Repeat it for more.", show_default=False),
]
Prompt = Annotated[
    list[str] | None,
    typer.Option("--prompt", help="A question that people reflect on. Repeat it for more.", show_default=False),
]
LeastShown = Annotated[
    int | None,
    typer.Option(
        help="The smallest number of people whose answers are shown together. Left out: as the workshop has it.",
        show_default=False,
    ),
]
MostPeople = Annotated[
    int | None,
    typer.Option(help="How many may join. Left out: 60, or as many as the workshop is for.", show_default=False),
]
BesideFiles = Annotated[
    bool, typer.Option("--files", help="Others in the room hand over share files or codes: promise that too.")
]
BesidePaper = Annotated[bool, typer.Option("--paper", help="Others in the room answer on paper: promise that too.")]
Keep = Annotated[str, typer.Option(help="How long answers are kept, then they are erased: 12h, 7d, up to 90d.")]
Listen = Annotated[
    str,
    typer.Option(help="The address to listen on: 0.0.0.0 lets in whoever is in the same network."),
]
PortNumber = Annotated[
    int | None,
    typer.Option("--port", help="The port to listen on. Left out: 8800, or the next one that is free."),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url", envvar="LADDER_URL", help="What people type, where a proxy stands in front.", show_default=False
    ),
]
RootPath = Annotated[
    str,
    typer.Option(
        help="The path below which a proxy shows the service, such as /workshops. Left out: the path in --url.",
        show_default=False,
    ),
]
Cert = Annotated[Path | None, typer.Option(help="A certificate with its chain (PEM).", show_default=False)]
Key = Annotated[Path | None, typer.Option(help="The certificate's private key (PEM).", show_default=False)]
Workers = Annotated[int, typer.Option(min=1, max=32, help="In how many processes the service runs.")]
