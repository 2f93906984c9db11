"""`ladder journal`: read one's answers, hand them on, put two journals together, take answers back."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.options import LadderFile
from helpers.cli.targets import check_file
from helpers.errors import JournalUnreadable, KitError, UsageError
from helpers.paths import typed

if TYPE_CHECKING:
    from helpers.journal import Journal
    from helpers.ladder import Ladder

app = typer.Typer(
    no_args_is_help=True, help="Your answers: show them, hand them on, put them together, take them back."
)

JournalPath = Annotated[
    Path | None,
    typer.Option(
        "--journal",
        help="The journal to use. Left out: $LADDER_JOURNAL, or the kit's own.",
        show_default=False,
    ),
]


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    JSON = "json"


@app.command()
def show(
    journal: JournalPath = None,
    history: Annotated[bool, typer.Option("--history", help="Every answer ever given, oldest first.")] = False,
    ladder: LadderFile = None,
) -> None:
    """Show your answers as they stand now."""
    from rich.console import Console

    from helpers.cli.journal_table import answer_table
    from helpers.journal import Journal

    opened = Journal.open(journal)
    events = opened.events()
    if events:
        table = answer_table(events, _ladder_if_readable(ladder), history=history)
        Console(markup=False, highlight=False, emoji=False).print(table)
    else:
        typer.echo("No answers yet.")
    typer.echo(f"Journal: {opened.path}")
    _tell_problems(opened)


@app.command()
def check(journal: JournalPath = None, ladder: LadderFile = None) -> None:
    """Say what became of each answer since your ladder changed: kept, carried over, open again, or gone.

    Nothing is written. Every answer stays in the journal, with the words that it was given to.
    """
    from rich.console import Console

    from helpers.cli.journal_table import fate_table
    from helpers.insight.versions import check_ladder_of, open_again, rests_on
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.ladder.lineage import How

    asked = load_ladder(ladder)
    opened = Journal.open(journal)
    events = opened.events()
    check_ladder_of(events, asked)
    state = opened.state(asked)
    changed = [fate for fate in state.fates if fate.how is not How.KEPT or fate.lost]
    kept = len(state.fates) - len(changed)
    typer.echo(f"{_count(kept)} {'stands' if kept == 1 else 'stand'} as given, under version {asked.version}.")
    if changed:
        Console(markup=False, highlight=False, emoji=False).print(fate_table(changed, asked))
    for sentence in filter(None, (rests_on(state, asked), open_again(state))):
        typer.echo(sentence)
    others = sum(event.ladder != asked.id and event.subject.kind != "profile" for event in events)
    if others:
        typer.echo(f"{_count(others)} about another ladder {'is' if others == 1 else 'are'} in this journal too.")
    typer.echo(f"Journal: {opened.path}")
    _tell_problems(opened)


@app.command()
def export(
    journal: JournalPath = None,
    format: Annotated[
        Format,
        typer.Option(
            help="json is exact, what only a newer version reads included. csv is for a spreadsheet: text that it "
            "would run as a formula gets a ' in front."
        ),
    ] = Format.CSV,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The file to write, readable by you alone. Left out: the screen.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write all answers, with their history, as a table or as JSON."""
    from helpers.journal import Journal
    from helpers.journal.rows import as_csv, as_json
    from helpers.report.files import write_private

    opened = Journal.open(journal)
    if out is not None:
        check_file(out, such_as=f"answers.{format.value}")
        if _same_file(out, opened.path):
            raise UsageError(
                "an export can't take the place of the journal itself",
                where=str(out),
                next_step="Name another file.",
            )
        if out.exists() and not force:
            raise UsageError("there is such a file already", where=str(out), next_step="To replace it, add --force.")
    events = opened.events()
    text = as_json(opened.contents()) if format is Format.JSON else as_csv(events)
    _tell_problems(opened)
    if out is None:
        sys.stdout.write(text)
        return
    mark = "\ufeff" if format is Format.CSV else ""  # without it Excel takes UTF-8 for something else
    write_private(out, (mark + text).encode())
    typer.echo(f"{_count(len(events))} written to {out}")


@app.command()
def merge(
    journals: Annotated[list[Path], typer.Argument(help="The journals to put together.", show_default=False)],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="A new journal, or one of those to put together.", show_default=False)
    ],
) -> None:
    """Put journals together, for instance from two computers; no answer is lost or doubled."""
    from helpers.journal import Journal, together
    from helpers.journal.lines import write
    from helpers.report.files import write_private

    check_file(out, such_as="journal.jsonl")
    missing = next((path for path in journals if not path.exists()), None)
    if missing is not None:
        raise JournalUnreadable("there is no such file", where=str(missing), next_step="Nothing was written.")
    opened = [Journal.open(path) for path in journals]
    both = together(*(journal.contents() for journal in opened))
    if not out.exists():
        write_private(out, write(both))
        typer.echo(f"{_count(len(both.events))} written to {out}")
        passed_on = both.unread
    elif any(_same_file(out, path) for path in journals):
        added = Journal.open(out).add(both)  # only ever adds lines, so nothing in it can be lost
        typer.echo(f"{_count(len(added.events))} added to {out}, which now has {len(both.events)}")
        passed_on = added.unread
    else:
        raise UsageError(
            "there is such a file already, and it is none of the journals to put together",
            where=str(out),
            next_step="To add to it, name it among the journals as well; otherwise choose a new name.",
        )
    if passed_on:
        typer.echo(f"{_lines(len(passed_on))} that this version can't read went along unchanged.")
    for journal in opened:
        _tell_problems(journal)


@app.command()
def forget(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(help='What to forget, such as "prompt:mid.prompt-no" or "profile:name".', show_default=False),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Forget every answer. If you ever shared, a random number stays, so that you never count twice; "
            "'choice:shared' removes that too.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    journal: JournalPath = None,
) -> None:
    """Remove answers for good, earlier versions of them included."""
    from helpers.journal import Journal
    from helpers.journal.merge import names
    from helpers.workshop.share import SHARED

    if bool(subjects) == everything:
        raise UsageError("say what to forget", next_step="Name one or more subjects, or give --all.")
    opened = Journal.open(journal)
    if not opened.path.exists():
        typer.echo(f"There is nothing to forget: {opened.path} was never written.")
        return
    contents = opened.contents()
    counts = Counter[str](event.subject for event in contents.events)
    stays = (SHARED,) if everything and counts[SHARED] else ()
    wanted = [subject for subject in dict.fromkeys(subjects or counts) if subject not in stays]
    unread = [line for line in contents.unread if everything or names(line, wanted)]
    unknown = next(
        (subject for subject in wanted if not counts[subject] and not any(names(line, [subject]) for line in unread)),
        None,
    )
    if unknown is not None:
        raise UsageError(
            f"there is no answer to {unknown!r}",
            where=str(opened.path),
            next_step=f"Nothing was removed. `{typed('journal export')}` lists the subjects (columns kind and about).",
        )
    if stays and not wanted and not unread:
        typer.echo(f"There is nothing left to forget. {_STAYS}")
        return
    if not yes:
        for subject in wanted:
            typer.echo(f"{subject}: {_count(counts[subject])}")
        if unread:
            typer.echo(f"and {_lines(len(unread))} that this version can't read")
        typer.confirm("Remove them for good?", abort=True)
    removed = opened.forget(None if everything else wanted, keep=stays)
    typer.echo(f"{_count(removed)} removed. Reports, exports and copies made earlier still hold what was in them.")
    if stays:
        typer.echo(_STAYS)
    elif SHARED in wanted:
        typer.echo("What you share from now on counts as another person's, also where you shared before.")


_STAYS = (
    "One thing stays: the random number that your share files are named after, and when you shared first. Without "
    "it, a team that you shared with would count you as two people. It says nothing of what you answered. To remove it "
    f"as well: {typed('journal forget choice:shared')}"
)


def _count(answers: int) -> str:
    return "1 answer" if answers == 1 else f"{answers} answers"


def _lines(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines} lines"


def _tell_problems(journal: Journal) -> None:
    for problem in journal.problems():
        typer.echo(f"{journal.path}, line {problem.line}: {problem.message}", err=True)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _ladder_if_readable(path: Path | None) -> Ladder | None:
    # Somebody's own answers can be read without the ladder; its ids then stand in for its titles.
    from helpers.ladder import load_ladder

    try:
        return load_ladder(path)
    except KitError as error:
        typer.echo(f"Titles are missing, since the ladder can't be read. {error}", err=True)
        return None
