"""`ladder host`: what is done with a session that was opened, from links to erasing it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.host_listening import known_url
from helpers.cli.host_options import Database, Level, RootPath, SessionName, Url
from helpers.cli.host_store import place_of, session_named, store_at
from helpers.cli.options import LadderFile, ThemeFile
from helpers.clock import today
from helpers.errors import UsageError
from helpers.paths import typed
from helpers.workshop.closing import CLOSING

app = typer.Typer()


@app.command("links")
def links_again(session: SessionName, db: Database = None, url: Url = None, root_path: RootPath = "") -> None:
    """Print the links of a session, with another private one for the facilitator."""
    from helpers.cli.host_words import links
    from helpers.database import Opened

    public = known_url(url, root_path)
    with store_at(place_of(db), there=True) as store:
        info = session_named(store, session)
        links(public, Opened(info.id, info.code, store.new_key(info.id)), info, store, proxied=True)


@app.command()
def statements(ladder: LadderFile = None, level: Level = None) -> None:
    """List the statements of a ladder, by level, with the ids that --statement takes."""
    from helpers.ladder import load_ladder

    asked = load_ladder(ladder)
    for rated_level in [asked.level(level_id) for level_id in level] if level else asked.levels:
        typer.echo(f"{rated_level.title}  (--level {rated_level.id})")
        for statement in rated_level.statements:
            typer.echo(f"  {statement.id}  {statement.title}")
        typer.echo("")


@app.command("sessions")
def list_sessions(db: Database = None) -> None:
    """List the sessions: code, people, state, when each was opened and is erased, title."""
    from helpers.cli.host_words import listing
    from helpers.database.engine import is_there

    place = place_of(db)
    if not is_there(place):
        typer.echo("There are no sessions.")
        return
    with store_at(place) as store:
        listing(store.sessions())


@app.command(help=f"Close a session. {CLOSING}")
def close(session: SessionName, db: Database = None) -> None:
    """Close a session, as `helpers.workshop.closing.CLOSING` says."""
    from helpers.cli.host_words import by_what_day, code_in_words

    with store_at(place_of(db), there=True) as store:
        info = session_named(store, session)
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
    from helpers.database import open_feedback, open_team
    from helpers.report.files import write_private
    from helpers.report.paper import typeset
    from helpers.workshop import tables
    from helpers.workshop.slips import feedback_shown
    from helpers.workshop.team_build import build_team_report

    check_folder(out)
    look = load_theme(theme)
    with store_at(place_of(db), there=True) as store:
        info = session_named(store, session)
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
    from helpers.cli.host_words import code_in_words, people_in_words
    from helpers.cli.terminal import one_line
    from helpers.database.faults import name_of
    from helpers.hosting.when import opened_in_words

    with store_at(place_of(db), there=True) as store:
        info = session_named(store, session)
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
                f"there yet. The service does so within ten minutes; without one, run `{typed('host sessions')}` later."
            )
