"""`ladder lint` and `ladder schema`: for people who write a ladder, labs, workshops or a theme of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.terminal import one_line
from helpers.errors import KitError

if TYPE_CHECKING:
    from helpers.ladder import Ladder


def lint(
    files: Annotated[
        list[Path], typer.Argument(help="Ladder, lab, case, workshop or theme files to check.", show_default=False)
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            help="An earlier version of the same ladder: what becomes of the answers that were given to it.",
            show_default=False,
        ),
    ] = None,
    ladder: Annotated[
        Path | None,
        typer.Option(
            help="The ladder that labs and cases are for. Left out: LADDER_FILE, or the kit's own.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Take warnings for faults: end with 1 where there are any.")
    ] = False,
) -> None:
    """Check ladder, lab, case, workshop and theme files and list every fault with its line and how to mend it.

    A ladder that is in order may have warnings: statements that don't read as a question, several acts in one,
    names that look alike. Each kind is one line with three of its kind.
    What a lab or a case names (statements, prompts, levels) is held to the ladder in use: --ladder, LADDER_FILE,
    or the kit's own. What a ladder's own labs name and the ladder lacks is left out of them, which is a warning.
    """
    broken = False
    for file in files:
        try:
            summary, warnings = _checked(file, ladder)
        except KitError as error:
            broken = True
            typer.echo(error, err=True)
        else:
            typer.echo(f"{file}: in order ({summary})")
            for warning in warnings:
                typer.echo(f"Warning: {one_line(warning)}", err=True)
            broken = broken or (strict and bool(warnings))
            if against is not None:
                broken = (_tell_migration(against, file) and strict) or broken
    if broken:
        raise typer.Exit(1)


def _tell_migration(old: Path, new: Path) -> bool:
    """Print what becomes of answers to an old version of a ladder, and say if it warned. Raises `KitError`."""
    from helpers.ladder import load_ladder
    from helpers.ladder.against import Change, against, words

    before, after = load_ladder(old), load_ladder(new)
    migration = against(before, after)
    typer.echo(f"\nWhat becomes of answers to version {before.version} under version {after.version}")
    for kind in migration.kinds:
        counts = ", ".join(f"{kind.counts[change]} {change}" for change in Change if kind.counts[change])
        typer.echo(f"\n{kind.name.capitalize()}s: {counts or 'none'}")
        for row in kind.rows:
            if row.change is not Change.KEPT:
                now = ", ".join(f"{each.id} “{one_line(words(each))}”" for each in row.now)
                was = f"{row.old.id} “{one_line(words(row.old))}”" if row.old else ""
                typer.echo(f"  {row.change}: {' → '.join(filter(None, (was, now)))}")
    for warning in migration.warnings:
        typer.echo(f"\nWarning: {one_line(str(warning))}", err=True)
    return bool(migration.warnings)


def _checked(file: Path, about: Path | None) -> tuple[str, tuple[str, ...]]:
    """What is in a sound file, in words, and its warnings; which kind it is its keys say. Raises `KitError`."""
    from helpers.cases import check_cases
    from helpers.charts import Theme, load_theme
    from helpers.documents import read_document
    from helpers.insight.words import count_of
    from helpers.labs import check_lab
    from helpers.ladder import check_ladder, load_ladder
    from helpers.ladder.advice import advise
    from helpers.report.logo import check_logo
    from helpers.workshop.agenda import check_workshop

    match read_document(file).data:
        case {"lab": _}:
            lab = check_lab(file, load_ladder(about))
            return f"the lab “{lab.title}”, {lab.minutes.total} minutes", ()
        case {"cases": _}:
            cases = check_cases(file, load_ladder(about))
            return f"{len(cases.cases)} judgement cases of the level {cases.level}", ()
        case {"workshop": _}:
            workshop = check_workshop(file)
            return f"the workshop “{workshop.title}”, {workshop.minutes} minutes in {len(workshop.blocks)} blocks", ()
        case dict() as keys if not Theme.model_fields.keys().isdisjoint(keys):
            check_logo(load_theme(file))
            return "a theme", ()
        case _:
            ladder = check_ladder(file)
            statements = sum(1 for _ in ladder.walk())
            warnings = (*map(str, advise(ladder)), *_practice(ladder))
            said = f"{count_of(len(ladder.levels), 'level')}, {count_of(statements, 'statement')} to rate"
            return said, warnings


def _practice(ladder: Ladder) -> Iterator[str]:
    """What of the labs that a ladder names is left out there, in words.

    Raises `KitError` where it names a lab or cases that there aren't: no reading of it alone can tell.
    """
    from helpers.cases import load_cases
    from helpers.labs import load_lab
    from helpers.labs.left_out import left_out

    for lab in dict.fromkeys((*(level.lab for level in ladder.levels), *(role.lab for role in ladder.roles))):
        if lab:
            missing = left_out(load_lab(lab), ladder)
            shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
            if missing:
                yield (
                    f"The lab '{lab}' names statements or prompts that this ladder hasn't ({len(missing)}): {shown}. "
                    "What it would say of them is left out. Your own file for the lab, in LADDER_LABS, can name yours."
                )
    for cases in dict.fromkeys(level.cases for level in ladder.levels if level.cases):
        load_cases(cases)


def schema() -> None:
    """Print the JSON Schema of a ladder file, for editors."""
    from helpers.ladder import ladder_schema

    typer.echo(ladder_schema(), nl=False)
