"""Every command in one place."""

from __future__ import annotations

import typer

from helpers.cli import app as browser
from helpers.cli import (
    board,
    handouts,
    host,
    importing,
    journal,
    ladder,
    note,
    plan,
    report,
    review,
    share,
    site,
    slides,
    team,
    workshop,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The career-ladder workshop kit: see the terrain, place yourself, choose, and leave with a plan.",
)
app.command()(ladder.lint)
app.command()(ladder.schema)
app.command("import")(importing.import_)
app.command()(browser.lab)
app.command()(browser.app)
app.command()(report.report)
app.command()(board.board)
app.command()(share.share)
app.command()(review.ask)
app.command("open")(review.open_reply)
app.command()(review.agenda)
app.command()(review.agreed)
app.command()(note.note)
app.command()(note.notes)
app.command()(team.team)
app.command()(handouts.handouts)
app.command()(site.site)
app.command()(slides.slides)
app.add_typer(host.app, name="host")
app.add_typer(journal.app, name="journal")
app.add_typer(plan.app, name="plan")
app.add_typer(workshop.app, name="workshop")
