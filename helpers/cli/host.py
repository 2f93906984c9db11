"""`ladder host`: workshop sessions that people join from their phones, and what is kept of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from helpers.cli import host_sessions
from helpers.cli.host_listening import Listening, known_url
from helpers.cli.host_options import (
    BesideFiles,
    BesidePaper,
    Cert,
    Database,
    Keep,
    Key,
    LeastShown,
    Level,
    Listen,
    MostPeople,
    PortNumber,
    Prompt,
    RootPath,
    Statement,
    Url,
    Workers,
    WorkshopName,
)
from helpers.cli.host_store import place_of, store_at
from helpers.cli.options import Coarse, LadderFile, ThemeFile, ways_of
from helpers.errors import KitError, UsageError
from helpers.paths import typed

if TYPE_CHECKING:
    from helpers.database import SessionInfo, Store
    from helpers.workshop.gathering import Gathering
    from helpers.workshop.hosted import HostedPlan

OPEN_AND_SERVE = "open-and-serve"
LEAST_STAY, MOST_STAY = timedelta(hours=1), timedelta(days=90)


class WorkshopOrCommand(TyperGroup):
    """Whatever is no command is a workshop: `ladder host X` is short for `ladder host open-and-serve X`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the command where somebody left it out."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [OPEN_AND_SERVE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=WorkshopOrCommand,
    no_args_is_help=True,
    subcommand_metavar="WORKSHOP|COMMAND [ARGS]...",
    help="Host a workshop: people join by a link or a QR code, on whatever they hold. "
    f"`{typed('host WORKSHOP')}` is all that it takes, and `{typed('host WORKSHOP --help')}` tells its options.",
)
app.add_typer(host_sessions.app)


@app.command(OPEN_AND_SERVE)
def open_and_serve(
    workshop: WorkshopName,
    ladder: LadderFile = None,
    level: Level = None,
    statement: Statement = None,
    prompt: Prompt = None,
    min_group: LeastShown = None,
    most_people: MostPeople = None,
    coarse: Coarse = False,
    files: BesideFiles = False,
    paper: BesidePaper = False,
    keep: Keep = "7d",
    new: Annotated[bool, typer.Option("--new", help="Open another session, also if one is open still.")] = False,
    db: Database = None,
    listen: Listen = "127.0.0.1",
    port: PortNumber = None,
    url: Url = None,
    root_path: RootPath = "",
    tls_cert: Cert = None,
    tls_key: Key = None,
    workers: Workers = 1,
    theme: ThemeFile = None,
) -> None:
    """Open a session of a workshop and serve it. The same command again goes on with it."""
    from helpers.cli.host_words import links, stopped, told_of_network
    from helpers.database import Opened
    from helpers.hosting import serve as service
    from helpers.hosting.settings import Led

    plan = _plan(
        workshop, ladder, level, statement, prompt, min_group, most_people, coarse, ways_of(False, files, paper)
    )
    stay = as_stay(keep)
    place = place_of(db)
    site = Listening(listen, port, url, root_path, tls_cert, tls_key)
    _check_theme(theme)
    with store_at(place) as store, site.listening() as socket:
        going_on = None if new else session_to_go_on_with(store, plan)
        if going_on:
            opened = Opened(going_on.id, going_on.code, store.new_key(going_on.id))
        else:
            opened = store.open_session(plan, stay)
        info, asked = store.session(opened.id), store.plan(opened.id)
        leads = Led(session=info.id, workshop=info.workshop, opened_at=info.opened_at)
        settings = site.settings(place, workers, theme, leads=leads)
        links(
            settings.public_url,
            opened,
            info,
            store,
            going_on=going_on is not None,
            as_asked=asked == plan,
            here=site.here,
            proxied=site.proxied,
        )
        told_of_network(site.listen, settings.public_url, site.others, proxied=site.proxied)
        typer.echo("\nLeave this window open; Ctrl+C stops.")
        sys.stdout.flush()
        store.engine.dispose()
        service.run(settings, socket, certificate=site.certificate, proxied=site.proxied)
        with suppress(OSError):  # the window is gone
            stopped(store, opened.id, new=new)


@app.command()
def serve(
    db: Database = None,
    listen: Listen = "127.0.0.1",
    port: PortNumber = None,
    url: Url = None,
    root_path: RootPath = "",
    tls_cert: Cert = None,
    tls_key: Key = None,
    workers: Workers = 1,
    theme: ThemeFile = None,
) -> None:
    """Serve all sessions of a database, such as behind a proxy; `open` opens one meanwhile."""
    from helpers.cli.host_words import serving, told_of_network
    from helpers.hosting import serve as service

    place = place_of(db)
    site = Listening(listen, port, url, root_path, tls_cert, tls_key)
    _check_theme(theme)
    with store_at(place) as store, site.listening() as socket:
        settings = site.settings(place, workers, theme)
        serving(settings.public_url, store)
        told_of_network(site.listen, settings.public_url, site.others, proxied=site.proxied)
        typer.echo("\nCtrl+C stops.")
        sys.stdout.flush()
        store.engine.dispose()
        service.run(settings, socket, certificate=site.certificate, proxied=site.proxied)


@app.command("open")
def open_only(
    workshop: WorkshopName,
    ladder: LadderFile = None,
    level: Level = None,
    statement: Statement = None,
    prompt: Prompt = None,
    min_group: LeastShown = None,
    most_people: MostPeople = None,
    coarse: Coarse = False,
    files: BesideFiles = False,
    paper: BesidePaper = False,
    keep: Keep = "7d",
    db: Database = None,
    url: Url = None,
    root_path: RootPath = "",
) -> None:
    """Open a session in a database that `serve` serves, and print its links."""
    from helpers.cli.host_words import links

    plan = _plan(
        workshop, ladder, level, statement, prompt, min_group, most_people, coarse, ways_of(False, files, paper)
    )
    stay = as_stay(keep)
    public = known_url(url, root_path)
    with store_at(place_of(db)) as store:
        opened = store.open_session(plan, stay)
        links(public, opened, store.session(opened.id), store, proxied=True)


def as_stay(keep: str) -> timedelta:
    """How long a session is kept, from "12h" or "7d". Raises `UsageError`."""
    match = re.fullmatch(r"\s*(\d{1,5})\s*([hd])\s*", keep, re.IGNORECASE | re.ASCII)
    stay = timedelta(**{"hours" if match[2].lower() == "h" else "days": int(match[1])}) if match else None
    if stay is None or not LEAST_STAY <= stay <= MOST_STAY:
        raise UsageError(
            f"{keep!r} is no time to keep answers", where="--keep", next_step="Write 12h or 7d: 1h to 90d."
        )
    return stay


def session_to_go_on_with(store: Store, plan: HostedPlan) -> SessionInfo | None:
    """The session of this workshop and ladder that was opened last, if it is still open and kept; else None."""
    for info in reversed(store.sessions()):
        if info.workshop != plan.workshop or info.closed_at is not None or info.erase_at <= store.now():
            continue
        with suppress(KitError):  # erased in this very moment
            if store.plan(info.id).ladder.id == plan.ladder.id:
                return info
    return None


def _plan(
    workshop: str,
    ladder: Path | None,
    levels: list[str] | None,
    statements: list[str] | None,
    prompts: list[str] | None,
    min_group: int | None,
    most_people: int | None,
    coarse: bool,
    beside: Collection[Gathering],
) -> HostedPlan:
    from helpers.ladder import load_ladder
    from helpers.workshop.agenda import load_workshop
    from helpers.workshop.asking import asked_of
    from helpers.workshop.hosted import plan_session

    agenda, asks = load_workshop(workshop), load_ladder(ladder)
    asked = asked_of(agenda, asks, statements=statements or (), levels=levels or ())
    for notice in asked.notices:
        typer.echo(notice, err=True)
    return plan_session(
        agenda,
        asks,
        statements=asked.statements,
        prompts=prompts or (),
        min_group=min_group,
        most_people=most_people,
        coarse=coarse,
        beside=beside,
    )


def _check_theme(theme: Path | None) -> None:
    from helpers.charts import load_theme
    from helpers.report.logo import check_logo

    check_logo(load_theme(theme))
