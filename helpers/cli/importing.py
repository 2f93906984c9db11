"""`ladder import`: a company's spreadsheet as a ladder of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from helpers.cli.targets import check_file
from helpers.cli.terminal import one_line
from helpers.errors import UsageError
from helpers.files import read, reason
from helpers.insight.words import count_of
from helpers.paths import typed

if TYPE_CHECKING:
    from helpers.importing import Imported, Question, Table, Understood

T = TypeVar("T")

_FEW = 3
"""How many of a kind are shown; the file has them all."""


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="The table: .xlsx, .ods, .xls or .csv; or .md, .yaml, .json.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The ladder file. One that is there keeps its ids.")] = Path(
        "my-ladder.yaml"
    ),
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help='Answers to what would be asked, such as "Level=B,Statement=D" or "levels=across". '
            "Repeat it for more.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the words: en, de, ja.")] = "en",
    table: Annotated[
        Path | None,
        typer.Option(help="Write the ladder as a spreadsheet too, with an id for each statement.", show_default=False),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="Write an empty spreadsheet to fill in, and nothing else.", show_default=False)
    ] = None,
) -> None:
    """Make a ladder of a spreadsheet: a row for each statement, or a grid of competencies and levels.

    Markdown, YAML and JSON are read too: tables, and what stands below headings or in groups. Several files or
    sheets can be a role each.

    It shows how it reads the table, and asks where there are two ways. Over a ladder that is there it keeps ids,
    and says what was kept, reworded, changed in meaning, moved, is new or gone; the file as it was stays beside it.
    """
    from helpers.importing import as_ladder, check_answers, read_tables, spreadsheet, told_of_ids, understand
    from helpers.importing import template as empty
    from helpers.importing.names import id_of
    from helpers.ladder import check_ladder

    if template is not None:
        _write_template(template, empty())
        return
    if not files:
        raise UsageError("which file?", next_step=f"Name a table: {typed('import my-levels.xlsx -o my-ladder.yaml')}")
    check_file(out, such_as="my-ladder.yaml")
    if table is not None:
        check_file(table, such_as="my-ladder.xlsx")
    answers = _answers(map_ or ())
    tables = [table for file in files for table in read_tables(file)]
    old = _old(out)
    check_answers(answers, re.findall(r"\bid: *([a-z0-9.-]+)", old or ""))
    understood = told_of_ids(_asked(lambda: understand(tables, answers), answers), old)
    _tell_understood(tables, understood)
    title = out.stem.encode("utf-8", "replace").decode().replace("-", " ").replace("_", " ").capitalize()
    imported = _asked(
        lambda: as_ladder(understood, id=id_of(out.stem), title=title, language=language, old=old, answers=answers),
        answers,
    )
    new = out.with_name(f"{out.stem}.new{out.suffix}")
    _write(new, imported.text.encode(), what="the ladder", named=out)
    ladder = check_ladder(new)
    if table is not None:
        try:
            _write(table, spreadsheet(ladder), what="the spreadsheet", named=table)
        except UsageError:  # then nothing has changed
            new.unlink()
            raise
    if old is not None:
        out.replace(before := out.with_name(f"{out.stem}.before{out.suffix}"))
        typer.echo(f"\n{before} is the file as it was.")
    new.replace(out)
    is_next = "version" in answers or bool(imported.changed)
    _tell_made(out, imported, understood, again=old is not None, is_next=is_next)


def _old(path: Path) -> str | None:
    """The ladder that is imported over; None where there is none yet."""
    from helpers.importing import old_text
    from helpers.importing.tables import MOST_BYTES

    try:
        return old_text(path, read(path, most=MOST_BYTES))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(
            f"the file that is there can't be read: {reason(error)}",
            where=str(path),
            next_step="Choose another name after -o.",
        ) from None


def _write(path: Path, data: bytes, *, what: str, named: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{what} can't be written: {reason(error)}",
            where=str(named),
            next_step="Choose another place, one that you may write to.",
        ) from None


def _write_template(path: Path, data: bytes) -> None:
    check_file(path, such_as="levels.xlsx")
    if path.exists():
        raise UsageError(f"{path} is there already", next_step="Choose another name.")
    _write(path, data, what="the spreadsheet", named=path)
    typer.echo(f"{path}: fill in its rows, then: {typed(f'import {path}')} -o my-ladder.yaml")


def _answers(maps: Sequence[str]) -> dict[str, str]:
    answers = {}
    for pair in (pair for each in maps for pair in each.split(",")):
        key, equals, value = pair.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise UsageError(f"--map {pair!r} is no answer", next_step='Write it as "Level=B,Statement=D".')
        answers[key.strip().casefold()] = value.strip()
    return answers


def _asked(make: Callable[[], T], answers: dict[str, str]) -> T:
    """What `make` gives once everything that is open is answered: by whoever sits at the terminal, if somebody does.

    A column named there that there isn't is told, and asked for again; no other answer from there can fit nothing.
    """
    from helpers.importing import NoColumn, OpenQuestions

    asked: set[str] = set()  # the keys that were answered at the terminal
    while True:
        try:
            return make()
        except OpenQuestions as open_:
            if not sys.stdin.isatty():
                raise
            for question in open_.questions:
                answers[question.key] = _prompted(question)
                asked.add(question.key)
        except NoColumn as error:
            if error.key not in asked:
                raise
            typer.echo(str(error))
            del answers[error.key]
            asked.remove(error.key)


def _prompted(question: Question) -> str:
    """The answer to a question: one of those that it has, in whatever capitals, or any where it has none."""
    choice = f" [{'/'.join(question.answers)}]" if question.answers else " (a letter or a heading)"
    from helpers.importing.shapes import COLUMNS

    by_plain = {each.casefold(): each for each in question.answers}
    while True:
        said = str(typer.prompt(one_line(question.text) + choice)).strip()
        if said.casefold() in by_plain:
            return by_plain[said.casefold()]
        # a column goes by its heading too, which the question shows
        if not question.answers or question.key in COLUMNS:
            return said
        typer.echo(f"“{one_line(said)}” is none of the answers. It can be: {', '.join(question.answers)}.")


def _tell_understood(tables: Sequence[Table], understood: Understood) -> None:
    for remark in understood.remarks:
        typer.echo(one_line(remark))
    typer.echo("")
    for level in understood.levels:
        entries = [entry for entry in understood.entries if entry.level == level]
        typer.echo(f"{one_line(level)}: {count_of(len(entries), 'statement')}")
        for entry in entries[:_FEW]:
            family = f"{entry.competency}: " if entry.competency else ""
            typer.echo(f"    {one_line(family + entry.text)}")
        if len(entries) > _FEW:
            typer.echo(f"    … and {len(entries) - _FEW} more")


def _tell_made(out: Path, imported: Imported, understood: Understood, *, again: bool, is_next: bool) -> None:
    from helpers.importing import FATES

    if understood.left_over:
        typer.echo("\nHad no place, and stands as comments at the end of the file:")
        for cell in understood.left_over[:_FEW]:
            typer.echo(f"    {cell.place}: {one_line(cell.text)}")
        if len(understood.left_over) > _FEW:
            typer.echo(f"    … and {len(understood.left_over) - _FEW} more")
    if again:
        counts = ", ".join(f"{len(getattr(imported, kind))} {named}" for kind, named in FATES.items())
        typer.echo(f"\nAgainst the file as it was: {counts}")
        for kind, named in FATES.items():
            for statement_id in () if kind == "kept" else getattr(imported, kind):
                typer.echo(f"    {named}: {statement_id}")
        if len(imported.kept) < len(understood.entries) or imported.gone:
            if not is_next:
                typer.echo(
                    'Where people have answered to the old one, import with --map "version=next": the file gets its '
                    "next version and lists both."
                )
            typer.echo(f"See what becomes of answers: {typed('lint --against')}.")
    typer.echo(
        f"\n{out}: {count_of(len(understood.levels), 'level')}, "
        f"{count_of(len(understood.entries), 'statement')} to rate"
    )
