"""Reports for many journals: papermill runs one notebook for each, and a PDF comes out.

    make_reports ──▶ a Job for each journal ──▶ make_report ──▶ its Outcome
                          in threads here, or on the workers of a Dask cluster

The notebook gets paths and a date, nothing personal: papermill keeps parameters in the
metadata of what it executes. One journal that fails is told at the end and stops no other.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.clock import today
from helpers.errors import KitError, ReportError, UsageError
from helpers.kernels import manager_settings
from helpers.ladder import load_ladder
from helpers.paths import ROOT, typed
from helpers.report import build_cache
from helpers.report.files import ladder_in_name, slugs, write_private
from helpers.report.jobs import NO_JOURNAL_INSIDE, Job, Outcome, absolute_or_empty, attempt, check_journal
from helpers.report.personal import NOTICES

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATE = ROOT / "notebooks/reports/personal_report.ipynb"
"""The notebook that is run for each journal; its cell tagged `parameters` declares what it takes."""

FORK, NBCLIENT = "fork", "nbclient"
"""Engines: a process forked from one with the imports loaded (see `pool`), or papermill's stock kernel."""


def make_reports(
    journals: Iterable[Path | str],
    out: Path | str,
    *,
    ladder_path: Path | str | None = None,
    theme_path: Path | str | None = None,
    on: date | None = None,
    keep_notebook: bool = False,
    again: bool = False,
    jobs: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[Outcome], None] | None = None,
    template: Path = TEMPLATE,
    engine: str = FORK,
) -> tuple[Outcome, ...]:
    """A PDF in `out` for each journal, named after it and, unless it is the shipped one, its ladder.

    What comes back are the outcomes in the order of the journals.

    None stands for the kit's own ladder and theme, for today, and for as many `jobs` at
    once as there are cores. With `keep_notebook` the executed notebook lies beside the
    PDF. A PDF that an earlier run made of the same things stays, unless `again`; so an
    interrupted batch goes on where it stopped. `engine` is papermill's: `fork` or
    `nbclient`. With `scheduler`, the address of a Dask scheduler, the workers there do
    the work. `progress` is called after each journal, in the order in which they are done.

    A journal that fails is an outcome with an error. Raises `UsageError` if there is no
    journal or no such scheduler, and `ReportError` if the template can't be used. `ladder_path` and `theme_path` are
    files, and `template` is the notebook that is run.
    """
    files = tuple(dict.fromkeys(Path(journal).expanduser().absolute() for journal in journals))
    if not files:
        raise UsageError("there is no journal to make a report of", next_step="Name journal files (*.jsonl).")
    settings = {
        "ladder": absolute_or_empty(ladder_path),
        "theme": absolute_or_empty(theme_path),
        "on": (on or today()).isoformat(),  # one day for all, also past midnight and on other machines
    }
    notebook = report_notebook(template, {*settings, "journal", "pdf"})
    basis = build_cache.basis(template, **settings)
    folder = Path(out).expanduser().absolute()
    named = _named(ladder_path)
    work = [
        Job(file, folder / f"{name}{named}.pdf", notebook, settings, basis, keep_notebook, engine)
        for file, name in zip(files, slugs(file.stem for file in files), strict=True)
    ]
    if again:
        for job in work:
            build_cache.forget(job.target)
    outcomes = {}
    with closing(_on_cluster(scheduler, work) if scheduler else _here(work, jobs or cores())) as done:
        for outcome in done:
            outcomes[outcome.journal] = outcome
            if progress:
                progress(outcome)
    return tuple(outcomes[file] for file in files)


def _named(ladder_path: Path | str | None) -> str:
    """What the files' names say of the ladder; a fault in it is told with each journal."""
    try:
        return ladder_in_name(load_ladder(ladder_path))
    except KitError:
        return ""


def make_report(job: Job) -> Outcome:
    """Make one report, or find that it stands already; a failure, whatever it is, is an outcome too."""
    return attempt(job.journal, lambda: _made(job))


def _made(job: Job) -> Outcome:
    check_journal(job.journal)
    stamp = build_cache.stamp(job.basis, job.journal)
    notices = build_cache.recall(job.target, stamp)
    if notices is not None and (not job.keep_notebook or job.target.with_suffix(".ipynb").exists()):
        return Outcome(job.journal, job.target, notices, fresh=False)
    notices = run_report(
        job.notebook,
        job.target,
        {**job.settings, "journal": str(job.journal)},
        about=job.journal,
        keep_notebook=job.keep_notebook,
        engine=job.engine,
    )
    build_cache.remember(job.target, stamp, notices)
    return Outcome(job.journal, job.target, notices)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _here(work: Sequence[Job], at_once: int) -> Generator[Outcome]:
    """Make the reports in this process, so many at once: each waits for a process or a kernel of its own.

    Stopped on the way, by Ctrl+C for one, it lets none begin any more and ends those that run.
    """
    from helpers.report import pool

    with ThreadPoolExecutor(min(at_once, len(work)), thread_name_prefix="report") as threads:
        try:
            for done in as_completed([threads.submit(make_report, job) for job in work]):
                yield done.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            pool.stop()
            raise


def _on_cluster(address: str, work: Sequence[Job]) -> Generator[Outcome]:
    from helpers.report import cluster

    return cluster.run(address, make_report, work)


def journals_in(paths: Sequence[Path | str]) -> tuple[Path, ...]:
    """The journal files that these paths mean: a folder stands for the *.jsonl files in it.

    A folder with none stands for itself beside others, and is told with them. Raises `UsageError` if
    there is nothing else.
    """
    journals: list[Path] = []
    bare: list[Path] = []
    for path in (Path(path).expanduser() for path in paths):
        inside = _inside(path)
        bare += [path] if inside == [] else []
        journals += inside or [path]
    if bare and len(bare) == len(journals):
        raise UsageError(NO_JOURNAL_INSIDE, where=str(bare[0]), next_step=_below(bare[0]))
    return tuple(journals)


def _below(folder: Path) -> str:
    """Where there are journals one folder below; otherwise what to name."""
    try:
        below = [path for path in sorted(folder.iterdir()) if _inside(path)]
    except OSError:
        below = []
    named = " or ".join(f"`{typed(f'report {path}')}`" for path in below[:3])
    return f"There are journals below it: {named}." if named else "Name a journal, or a folder of them."


def _inside(path: Path) -> list[Path] | None:
    """The journals in a folder; None for what is no folder."""
    try:
        return sorted(path.glob("*.jsonl")) if path.is_dir() else None
    except OSError:  # it may not be looked into, which is told in its turn
        return None


def run_report(
    notebook: NotebookNode,
    target: Path,
    parameters: dict[str, str],
    *,
    about: Path,
    keep_notebook: bool = False,
    engine: str = FORK,
) -> tuple[str, ...]:
    """Run a report notebook with these parameters and put the PDF that it makes in its place.

    The notebook takes a parameter `pdf` too, the path to save at. `about` is the file or
    folder that a fault is told of. Gives back the notices for the reader; raises `KitError`. `target` is the PDF's
    place. With `keep_notebook` the executed notebook lies beside it, also when it failed; `engine` is papermill's,
    `fork` or `nbclient`.
    """
    for path in parameters.values():
        _check_name(path)
    with tempfile.TemporaryDirectory(prefix="report-") as scratch:
        pdf = Path(scratch) / "report.pdf"
        executed = Path(scratch) / "report.ipynb"
        try:
            ran = _run(notebook, executed, {**parameters, "pdf": str(pdf)}, about, engine)
            write_private(target, pdf.read_bytes())
        finally:
            if keep_notebook and executed.exists():
                write_private(target.with_suffix(".ipynb"), executed.read_bytes())
    return _notices(ran)


def _check_name(path: str) -> None:
    """Raise `ReportError` for a path that no notebook can hold: notebooks are UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raise ReportError(
            "a name in this path is not UTF-8 text",
            where=path,
            next_step="Rename it, for instance in plain letters, and run the same command again.",
        ) from None


def _run(notebook: NotebookNode, executed: Path, parameters: dict[str, str], about: Path, engine: str) -> NotebookNode:
    import papermill  # type: ignore[import-untyped]
    from papermill.exceptions import PapermillExecutionError  # type: ignore[import-untyped]
    from traitlets.config import Config

    register()
    try:
        ran: NotebookNode = papermill.execute_notebook(
            notebook,
            _unformatted(executed),
            parameters=parameters,
            engine_name=engine,
            request_save_on_cell_execute=False,
            progress_bar=False,
            resources={"metadata": {"path": str(ROOT)}},  # wherever the caller is; papermill's cwd is for one thread
            config=Config(KernelManager=manager_settings(executed.parent)),
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],  # a busy one tells its own end as an error
        )
        return ran
    except PapermillExecutionError as error:
        if error.ename in _family(KitError):
            raise ReportError(error.evalue) from None
        raise ReportError(
            f"the report notebook stopped with {error.ename}",
            where=str(about),
            next_step="This is a fault of the kit. With --keep-notebook the notebook shows where it happened.",
        ) from error
    except (RuntimeError, OSError) as error:  # a kernel that didn't start or died, a full disk
        raise ReportError(
            f"the report notebook could not be run: {error}",
            where=str(about),
            next_step="Run the same command again: what is made stays. If memory is short, make one at a time (-j 1).",
        ) from error


def register() -> None:
    """Make the engine `fork` known to papermill, also where the kit is not installed as a package."""
    from papermill.engines import papermill_engines  # type: ignore[import-untyped]

    from helpers.report.fork import ForkEngine  # after papermill, which imports it too, by its entry point

    papermill_engines.register(FORK, ForkEngine)


def _family(kind: type[Exception]) -> set[str]:
    """The names of a kind of error and of all kinds below it: a kernel tells an error by its name alone."""
    return {kind.__name__}.union(*(_family(below) for below in kind.__subclasses__()))


def report_notebook(template: Path, wanted: set[str]) -> NotebookNode:
    """The report notebook. Raises `ReportError` if it is missing or doesn't take these parameters."""
    import nbformat
    import papermill

    try:
        notebook: NotebookNode = nbformat.read(template, as_version=4)  # type: ignore[no-untyped-call]
        declared = papermill.inspect_notebook(_unformatted(template))
    except (OSError, nbformat.reader.NotJSONError) as error:
        raise ReportError(f"the report notebook can't be read: {error}", where=str(template)) from error
    if undeclared := sorted(wanted - declared.keys()):
        raise ReportError(
            f"the report notebook doesn't declare: {', '.join(undeclared)}",
            where=str(template),
            next_step="Give each a value in the cell that is tagged 'parameters'.",
        )
    return notebook


def _unformatted(path: Path) -> str:
    """A path that comes out of `str.format` unchanged: papermill formats every path it is given."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _notices(ran: NotebookNode) -> tuple[str, ...]:
    outputs = (output.get("data", {}) for cell in ran.cells for output in cell.get("outputs", ()))
    shown: list[Any] = [data[NOTICES] for data in outputs if NOTICES in data]
    return tuple(notice for notices in shown for notice in notices)
