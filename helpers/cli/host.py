"""`ladder host`: workshop sessions that people join from their phones, and what is kept of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer
from typer.core import TyperGroup

from helpers.cli.options import Coarse, LadderFile, ThemeFile, ways_of
from helpers.cli.ports import steady_port
from helpers.clock import today
from helpers.errors import KitError, StoreError, UnknownId, UsageError
from helpers.paths import own_folder
from helpers.workshop.closing import CLOSING

if TYPE_CHECKING:
    from helpers.database import SessionInfo, Store
    from helpers.hosting.settings import Settings
    from helpers.workshop.gathering import Gathering
    from helpers.workshop.hosted import HostedPlan

OPEN_AND_SERVE = "open-and-serve"
DATABASE = own_folder() / "sessions/sessions.sqlite"
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
    "`ladder host WORKSHOP` is all that it takes, and `ladder host WORKSHOP --help` tells its options.",
)

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

    plan = _plan(
        workshop, ladder, level, statement, prompt, min_group, most_people, coarse, ways_of(False, files, paper)
    )
    stay = as_stay(keep)
    place = _place(db)
    site = _Site(listen, port, url, root_path, tls_cert, tls_key)
    _check_theme(theme)
    with _store(place) as store, site.listening() as socket:
        going_on = None if new else session_to_go_on_with(store, plan)
        if going_on:
            opened = Opened(going_on.id, going_on.code, store.new_key(going_on.id))
        else:
            opened = store.open_session(plan, stay)
        info, asked = store.session(opened.id), store.plan(opened.id)
        settings = site.settings(place, workers, theme)
        links(
            settings.public_url,
            opened,
            info,
            store,
            going_on=going_on is not None,
            as_asked=asked == plan,
            here=site.here if settings.follows_network else "",
        )
        told_of_network(site.listen, settings.public_url, site.others, proxied=site.proxied)
        typer.echo("\nLeave this window open; Ctrl+C stops.")
        sys.stdout.flush()
        store.engine.dispose()
        service.run(settings, socket, certificate=site.certificate, proxied=site.proxied)
        with suppress(OSError):  # the window is gone
            stopped(store, opened.id)


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

    place = _place(db)
    site = _Site(listen, port, url, root_path, tls_cert, tls_key)
    _check_theme(theme)
    with _store(place) as store, site.listening() as socket:
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
    public = _known_url(url, root_path)
    with _store(_place(db)) as store:
        opened = store.open_session(plan, stay)
        links(public, opened, store.session(opened.id), store)


@app.command("links")
def links_again(session: SessionName, db: Database = None, url: Url = None, root_path: RootPath = "") -> None:
    """Print the links of a session, with another private one for the facilitator."""
    from helpers.cli.host_words import links
    from helpers.database import Opened

    public = _known_url(url, root_path)
    with _store(_place(db), there=True) as store:
        info = _session(store, session)
        links(public, Opened(info.id, info.code, store.new_key(info.id)), info, store)


@app.command()
def statements(ladder: LadderFile = None, level: Level = None) -> None:
    """List the statements of a ladder, by level, with the ids that --statement takes."""
    from helpers.ladder import load_ladder

    asked = load_ladder(ladder)
    for one in [asked.level(id) for id in level] if level else asked.levels:
        typer.echo(f"{one.title}  (--level {one.id})")
        for statement in one.statements:
            typer.echo(f"  {statement.id}  {statement.title}")
        typer.echo("")


@app.command("sessions")
def list_sessions(db: Database = None) -> None:
    """List the sessions: code, people, state, when each was opened and is erased, title."""
    from helpers.cli.host_words import listing
    from helpers.database.engine import is_there

    place = _place(db)
    if not is_there(place):
        typer.echo("There are no sessions.")
        return
    with _store(place) as store:
        listing(store.sessions())


@app.command(help=f"Close a session. {CLOSING}")
def close(session: SessionName, db: Database = None) -> None:
    """Close a session, as `helpers.workshop.closing.CLOSING` says."""
    from helpers.cli.host_words import by_what_day, code_in_words

    with _store(_place(db), there=True) as store:
        info = _session(store, session)
        store.close(info.id)
        typer.echo(
            f"The session {code_in_words(info.code)} is closed. People still get their PDF and their journal, and you "
            f"your picture of the team, until {by_what_day(info)}."
        )


@app.command()
def export(
    session: SessionName,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the files go to.", show_default=False)],
    db: Database = None,
    theme: ThemeFile = None,
) -> None:
    """Write what a session showed last: its tables as JSON and CSV, and the team report as a PDF."""
    from helpers.charts import load_theme
    from helpers.cli.targets import check_folder
    from helpers.database import feedback_shown, open_feedback, open_team
    from helpers.report.files import write_private
    from helpers.report.paper import typeset
    from helpers.workshop import tables
    from helpers.workshop.team_report import build_team_report

    check_folder(out)
    look = load_theme(theme)
    with _store(_place(db), there=True) as store:
        info = _session(store, session)
        plan, team = store.plan(info.id), open_team(store, info.id)
        snapshot = team.snapshot
        if snapshot is None:
            raise UsageError(
                "nothing of this session has been revealed yet, so there is nothing to export",
                next_step="Press Reveal on the facilitator's page, once enough people have answered.",
            )
        least = team.min_group  # what the board shows: it may have been raised since the workshop was planned
        said = feedback_shown(open_feedback(store, info.id))
        report = build_team_report(
            plan.ladder, snapshot, team.words(), on=today(), theme=look, min_group=least, feedback=said
        )
        pdf = typeset(report, look)
    named = f"team-{info.code.lower()}"
    for ending, data in (
        ("json", tables.as_json(plan.ladder, snapshot, plan.statements, min_group=least).encode()),
        # The mark at its start tells Excel that it is UTF-8.
        ("csv", f"\ufeff{tables.as_csv(plan.ladder, snapshot, plan.statements)}".encode()),
        ("pdf", pdf.data),
    ):
        path = out / f"{named}.{ending}"
        write_private(path, data)
        typer.echo(path)
    for notice in pdf.notices:
        typer.echo(f"  {notice}", err=True)
    typer.echo(
        "They hold what the team was shown, and nothing of single people: what somebody answered is theirs, and they "
        "take it along themselves as their journal.",
        err=True,
    )


@app.command()
def erase(
    session: SessionName,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    db: Database = None,
) -> None:
    """Erase a session for good, with everybody's answers."""
    from helpers.cli.host_words import code_in_words, opened_in_words, people_in_words
    from helpers.cli.terminal import one_line
    from helpers.database.faults import name_of

    with _store(_place(db), there=True) as store:
        info = _session(store, session)
        typer.echo(
            f"{code_in_words(info.code)}, “{one_line(info.title)}”, opened {opened_in_words(info)}: "
            f"{people_in_words(info.people, 'has', 'have')} joined."
        )
        if not yes:
            typer.confirm("Erase it for good, with what everybody answered?", abort=True)
        clean = store.erase(info.id)
        typer.echo(
            "Erased: answers, links, code, and what was shown of it. PDFs, journals and exports that people took along "
            "stay theirs; a backup that was made meanwhile still holds it."
        )
        if not clean:
            typer.echo(
                f"Another program is reading {name_of(store.engine.url)}, so what was erased could not be overwritten "
                "there yet. The service does so within ten minutes; without one, run `ladder host sessions` later."
            )


def as_stay(keep: str) -> timedelta:
    """How long a session is kept, from "12h" or "7d". Raises `UsageError`."""
    found = re.fullmatch(r"\s*(\d{1,5})\s*([hd])\s*", keep, re.IGNORECASE | re.ASCII)
    stay = timedelta(**{"hours" if found[2].lower() == "h" else "days": int(found[1])}) if found else None
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


class _Site:
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
        from helpers.hosting.network import lan_addresses
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
        known = lan_addresses() if self.follows_network else ()
        self._host = known[0] if known else "127.0.0.1" if everywhere else self.listen
        self.others = known[1:]
        public_url(url, root_path, address=self._host, port=1, tls=bool(self.certificate))

    @property
    def here(self) -> str:
        """The address in this machine's own browser, which stays the same in any network; "" where it has none."""
        return "" if self.certificate else f"http://127.0.0.1:{self._port}"

    @contextmanager
    def listening(self) -> Iterator[Any]:
        """The socket, closed at the end."""
        from helpers.hosting.serve import PORT, listen

        def free(port: int) -> bool:
            try:
                listen(self.listen, port).close()
            except UsageError:
                return False
            return True

        if self._port is None:
            listen(self.listen, 0).close()  # an address that is none of this machine's is told as that
            self._port = steady_port(PORT, "host", free=free, tell=typer.echo)
        with listen(self.listen, self._port) as socket:
            self._port = socket.getsockname()[1]
            yield socket

    def settings(self, db: str, workers: int, theme: Path | None) -> Settings:
        """What the service needs to know, once the port is."""
        from helpers.hosting.serve import public_url
        from helpers.hosting.settings import Settings

        tls = bool(self.certificate)
        url = public_url(self._url, self._root_path, address=self._host, port=self._port or 0, tls=tls)
        return Settings(
            db=db,
            public_url=url,
            follows_network=self.follows_network,
            root_path=urlsplit(url).path,
            theme=theme,
            workers=workers,
        )


def _known_url(url: str | None, root_path: str) -> str:
    from helpers.hosting.serve import public_url

    if url is None:
        raise UsageError(
            "by which address do people find the service?", next_step="Add --url https://…, or set LADDER_URL."
        )
    return public_url(url, root_path, address="", port=0, tls=False)


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
    from helpers.workshop.hosted import asked_of, plan_session

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


def _place(db: str | None) -> str:
    return db or f"sqlite:///{DATABASE}"


@contextmanager
def _store(place: str, *, there: bool = False) -> Iterator[Store]:
    """The store at an address, where nothing is left whose time is over, also if no service ran meanwhile.

    With `there`, a file that isn't there is told and not made.
    """
    from helpers.database import Store, open_engine
    from helpers.database.engine import is_there

    if there and not is_there(place):
        raise StoreError(
            "there is no such database",
            where=place.removeprefix("sqlite:///"),
            next_step="Check the path, or name another one with --db.",
        )
    store = Store(open_engine(place))
    with suppress(StoreError):  # told by whatever needs the database next
        store.erase_due()
    try:
        yield store
    finally:
        store.engine.dispose()


def _session(store: Store, named: str) -> SessionInfo:
    """A session by its join code or id. Raises `UnknownId`."""
    found = {info.id: info for info in store.sessions()}
    id = named if named in found else store.by_code(named)
    if id is None or id not in found:
        raise UnknownId("there is no such session", next_step="`ladder host sessions` lists those that there are.")
    return found[id]
