"""`ladder workshop`: which workshops there are, the run sheet of one, and what comes after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Coarse, Elsewhere, Files, Hosted, LadderFile, Paper, PromisedGroup, ThemeFile, ways_of
from helpers.cli.targets import check_file, check_folder
from helpers.clock import today, utc_now
from helpers.errors import UsageError
from helpers.paths import COMMAND

app = typer.Typer(no_args_is_help=True, help="Workshops: list them, print a run sheet, and follow one up.")


@app.command("list")
def list_workshops() -> None:
    """List the workshops that come with the kit: id, length, group, title."""
    from helpers.workshop.agenda import check_workshop, shipped

    for workshop_id, path in shipped().items():
        workshop = check_workshop(path)
        group = f"{workshop.group.least} to {workshop.group.most} people"
        typer.echo(f"{workshop_id:<16} {workshop.minutes:>3} minutes   {group}   {workshop.title}")


@app.command("run-sheet")
def run_sheet(
    workshop: Annotated[str, typer.Argument(help="The workshop's id, or the path of a file of your own.")],
    start: Annotated[str, typer.Option(help="When it begins, such as 09:30.")],
    people: Annotated[int, typer.Option(help="How many people will come.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The PDF to write. Left out: run-sheet-ID.pdf.", show_default=False),
    ] = None,
    hosted: Hosted = False,
    files: Files = False,
    paper: Paper = False,
    elsewhere: Elsewhere = False,
    coarse: Coarse = False,
    min_group: PromisedGroup = None,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
) -> None:
    """Print a run sheet: clock times, what to bring, what to say and do, hard moments.

    It follows how answers are gathered; name each way that people in the room use. With fewer people than a team
    picture needs, it is the sheet of a workshop without one.

    What is said of the ladder (how many levels, where it forks) follows from the ladder in use.
    """
    from helpers.charts import load_theme
    from helpers.ladder import load_ladder
    from helpers.report.files import write_private
    from helpers.workshop import agenda
    from helpers.workshop.gathering import in_words
    from helpers.workshop.ladder_facts import for_ladder, without_undrawn
    from helpers.workshop.run_sheet import for_own_ladder, print_run_sheet
    from helpers.workshop.run_sheet import run_sheet as sheet_of

    about = load_ladder(ladder)
    plan = for_ladder(agenda.with_smallest_group(agenda.load_workshop(workshop), min_group), about)
    path = out or Path(f"run-sheet-{plan.workshop}.pdf")
    check_file(path, such_as=f"run-sheet-{plan.workshop}.pdf")
    ways = ways_of(hosted, files, paper)
    sheet = sheet_of(
        without_undrawn(plan, about), agenda.as_clock(start), people, ways, coarse=coarse, elsewhere=elsewhere
    )
    sheet = for_own_ladder(sheet) if ladder else sheet
    pdf = print_run_sheet(sheet, load_theme(theme), on=today(), spoken=about.spoken)
    write_private(path, pdf.data)
    typer.echo(path)
    if not ways and len(plan.ways) > 1:
        others = " or ".join(f"--{way}" for way in plan.ways[1:])
        typer.echo(f"  It is for answers {in_words(plan.ways[:1])}. For another way add {others}.", err=True)
    for notice in pdf.notices:
        typer.echo(f"  {notice}", err=True)


@app.command("follow-up")
def follow_up(
    workshop: Annotated[str, typer.Argument(help="The workshop's id, or the path of a file of your own.")],
    date: Annotated[str, typer.Option("--date", help="The day on which it was held, such as 2026-12-01.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The folder to write to. Left out: follow-up-ID.", show_default=False),
    ] = None,
) -> None:
    """Write texts to send (two the day after, then after two and six weeks) and a calendar file that says when."""
    from datetime import date as day

    from helpers.report.files import write_private
    from helpers.workshop import agenda
    from helpers.workshop.follow_up import CALENDAR, RETURN, as_calendar, as_file, letters

    plan = agenda.load_workshop(workshop)
    try:
        held = day.fromisoformat(date)
    except ValueError:
        raise UsageError(f"{date!r} is no date", next_step="Write it as 2026-12-01.") from None
    folder = out or Path(f"follow-up-{plan.workshop}")
    check_folder(folder)
    files = {letter.name: as_file(letter) for letter in letters(plan.title, held)}
    for name, data in {**files, CALENDAR: as_calendar(plan, held, now=utc_now())}.items():
        write_private(folder / name, data)
        typer.echo(folder / name)
    typer.echo(
        f"For the half hour after six weeks: {COMMAND} workshop run-sheet {RETURN} --start … --people …", err=True
    )
