"""Reports for many journals: papermill runs one notebook for each, and a PDF comes out.

The notebook gets paths and a date, nothing personal: papermill keeps parameters in the
metadata of what it executes. One journal that fails is told at the end and stops no other.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers import errors
from helpers.errors import KitError, ReportError, UsageError
from helpers.places import ROOT
from helpers.report.files import slugs, write_private
from helpers.report.personal import NOTICES

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATE = ROOT / "notebooks/reports/personal_report.ipynb"
"""The notebook that is run for each journal; its cell tagged `parameters` declares what it takes."""

LONGEST_SOCKET_PATH = 100
"""Bytes. Linux allows 107 in the path of a socket and macOS 103."""

_OURS = {name for name in errors.__all__ if issubclass(getattr(errors, name), KitError)}


class Outcome(NamedTuple):
    """What became of one journal: the PDF that was made, or the message that says why none was."""

    journal: Path
    pdf: Path | None
    notices: tuple[str, ...] = ()
    error: str | None = None


def make_reports(
    journals: Iterable[Path | str],
    out: Path | str,
    *,
    ladder_path: Path | str | None = None,
    theme_path: Path | str | None = None,
    on: date | None = None,
    keep_notebook: bool = False,
    progress: Callable[[Outcome], None] | None = None,
    template: Path = TEMPLATE,
    engine: str | None = None,
) -> tuple[Outcome, ...]:
    """A PDF in `out` for each journal, named after it; the outcomes in the order of the journals.

    None stands for the kit's own ladder and theme, and for today. With `keep_notebook`
    the executed notebook lies beside the PDF. `progress` is called after each journal,
    `engine` is papermill's. A journal that fails is an outcome with an error. Raises
    `UsageError` if there is no journal, and `ReportError` if the template can't be used.
    """
    files = tuple(dict.fromkeys(Path(journal).expanduser().absolute() for journal in journals))
    if not files:
        raise UsageError("there is no journal to make a report of", next_step="Name journal files (*.jsonl).")
    settings = {
        "ladder": _absolute(ladder_path),
        "theme": _absolute(theme_path),
        "on": on.isoformat() if on else "",
    }
    notebook = report_notebook(template, {*settings, "journal", "pdf"})
    folder = Path(out).expanduser().absolute()
    outcomes = []
    for file, name in zip(files, slugs(file.stem for file in files), strict=True):
        target = folder / f"{name}.pdf"
        try:
            notices = _make(notebook, file, target, settings, keep_notebook=keep_notebook, engine=engine)
            outcome = Outcome(file, target, notices)
        except KitError as error:
            outcome = Outcome(file, None, error=str(error))
        outcomes.append(outcome)
        if progress:
            progress(outcome)
    return tuple(outcomes)


def journals_in(paths: Sequence[Path | str]) -> tuple[Path, ...]:
    """The journal files that these paths mean: a folder stands for the *.jsonl files in it.

    Raises `UsageError` for a folder with none.
    """
    found: list[Path] = []
    for path in (Path(path).expanduser() for path in paths):
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(path.glob("*.jsonl"))
        if not inside:
            raise UsageError("there is no journal (*.jsonl) in this folder", where=str(path))
        found += inside
    return tuple(found)


def _make(
    notebook: NotebookNode,
    journal: Path,
    target: Path,
    settings: dict[str, str],
    *,
    keep_notebook: bool,
    engine: str | None,
) -> tuple[str, ...]:
    """Run the notebook for one journal and put the PDF in its place. Raises `KitError`."""
    if not journal.exists():
        raise ReportError("there is no such journal", where=str(journal), next_step="Check the path.")
    parameters = {**settings, "journal": str(journal)}
    return run_report(notebook, target, parameters, about=journal, keep_notebook=keep_notebook, engine=engine)


def run_report(
    notebook: NotebookNode,
    target: Path,
    parameters: dict[str, str],
    *,
    about: Path,
    keep_notebook: bool = False,
    engine: str | None = None,
) -> tuple[str, ...]:
    """Run a report notebook with these parameters and put the PDF that it makes in its place.

    The notebook takes a parameter `pdf` too, the path to save at. `about` is the file or
    folder that a fault is told of. Gives back the notices for the reader; raises `KitError`.
    """
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


def _run(
    notebook: NotebookNode, executed: Path, parameters: dict[str, str], about: Path, engine: str | None
) -> NotebookNode:
    import papermill  # type: ignore[import-untyped]
    from papermill.exceptions import PapermillExecutionError  # type: ignore[import-untyped]
    from traitlets.config import Config

    try:
        ran: NotebookNode = papermill.execute_notebook(
            notebook,
            _unformatted(executed),
            parameters=parameters,
            engine_name=engine,
            progress_bar=False,
            cwd=ROOT,  # whatever the caller's folder is, the kit is found
            config=Config(KernelManager=_private_kernel(executed.parent)),
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],  # a busy one tells its own end as an error
        )
        return ran
    except PapermillExecutionError as error:
        if error.ename in _OURS:
            raise ReportError(error.evalue) from None
        raise ReportError(
            f"the report notebook stopped with {error.ename}",
            where=str(about),
            next_step="This is a fault of the kit. With --keep-notebook the notebook shows where it happened.",
        ) from error
    except (RuntimeError, OSError) as error:  # a kernel that didn't start or died, a full disk
        raise ReportError(f"the report notebook could not be run: {error}", where=str(about)) from error


def _private_kernel(scratch: Path) -> dict[str, str]:
    """Settings by which only this person's processes can reach the kernel, where the system has sockets for that."""
    socket = scratch / "kernel"
    fits = len(os.fsencode(f"{socket}-5")) <= LONGEST_SOCKET_PATH
    return {"transport": "ipc", "ip": str(socket)} if fits and sys.platform != "win32" else {}


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
    found: list[Any] = [data[NOTICES] for data in outputs if NOTICES in data]
    return tuple(notice for notices in found for notice in notices)


def _absolute(path: Path | str | None) -> str:
    return str(Path(path).expanduser().absolute()) if path else ""
