"""Options that several commands take, so that they are spelt and explained alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from helpers.workshop.gathering import Gathering

LadderFile = Annotated[
    Path | None,
    typer.Option("--ladder", help="Another ladder file. Left out: $LADDER_FILE, or the kit's own.", show_default=False),
]
ThemeFile = Annotated[
    Path | None, typer.Option("--theme", help="Another theme file. Left out: the kit's own.", show_default=False)
]
Day = Annotated[
    str | None, typer.Option(help="The day of the report, as YYYY-MM-DD. Left out: today.", show_default=False)
]
KeepNotebook = Annotated[bool, typer.Option("--keep-notebook", help="Keep the executed notebook beside each PDF.")]
Coarse = Annotated[
    bool,
    typer.Option(
        "--coarse",
        help="Bars with three parts alone: less often than expected, as expected or more, answered otherwise. For "
        "groups of fewer than ten. Fixed once an answer is in.",
    ),
]
MinGroup = Annotated[
    int | None,
    typer.Option(
        help="The smallest number of people whose answers are shown together. Fixed once an answer is in.",
        show_default="5",
    ),
]
PromisedGroup = Annotated[
    int | None,
    typer.Option(
        "--min-group",
        help="The smallest number of people whose answers are shown together, where a session has another one than the "
        "workshop.",
        show_default=False,
    ),
]
Port = Annotated[int | None, typer.Option(help="The port to listen on. Left out: the next one that is free.")]
Browser = Annotated[bool, typer.Option(help="Open a browser, or only print the link.")]
Hosted = Annotated[bool, typer.Option("--hosted", help="People answer on phones, in a hosted session.")]
Files = Annotated[bool, typer.Option("--files", help="People hand over share files or codes.")]
Paper = Annotated[bool, typer.Option("--paper", help="People answer on worksheets, which you count.")]

Elsewhere = Annotated[
    bool, typer.Option("--elsewhere", help="Some people aren't in the room: say what they do in each part.")
]


def ways_of(hosted: bool, files: bool, paper: bool) -> tuple[Gathering, ...]:
    """The ways of gathering that were asked for, of `hosted` session, `files` and `paper`; none where nobody said."""
    from helpers.workshop.gathering import Gathering

    return tuple(way for way, asked in zip(Gathering, (hosted, files, paper), strict=True) if asked)
