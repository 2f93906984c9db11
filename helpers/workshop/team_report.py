"""The team report from a folder of share files: what its notebook calls, and the PDF that comes of it.

It is set by the same template and machinery as a personal report; `team_build` makes the `Report`.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from helpers.charts import load_theme
from helpers.clock import today
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.report.batch import FORK, report_notebook, run_report
from helpers.report.files import slug
from helpers.report.jobs import absolute_or_empty
from helpers.report.logo import check_logo
from helpers.report.personal import PersonalReport, as_day
from helpers.workshop.folder import in_words
from helpers.workshop.memory import Folder
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import NotYet
from helpers.workshop.team_build import last_report

TEMPLATE = ROOT / "notebooks/reports/team_report.ipynb"
EXAMPLE = ROOT / "data/examples/team"


class TeamReport(PersonalReport):
    """A team's report with the look it is shown in."""


class Made(NamedTuple):
    """A team report that was written, and what its reader should know."""

    pdf: Path
    people: int
    notices: tuple[str, ...]


def make_team_report(
    folder: Path | str,
    out: Path | str,
    *,
    ladder_path: Path | str | None = None,
    theme_path: Path | str | None = None,
    on: date | None = None,
    min_group: int | None = None,
    coarse: bool | None = None,
    keep_notebook: bool = False,
    engine: str = FORK,
    template: Path = TEMPLATE,
) -> Made:
    """The team report of a folder of share files, as `team-report-<day>.pdf` in `out`.

    A new snapshot is taken if enough people have joined since the last one; if not, the
    last one is reported. `min_group` and `coarse` are as in `TeamSession.begin`; `engine` is
    papermill's: `fork` or `nbclient`. Raises `NotYet` if there never was one, and `KitError`. `ladder_path` and
    `theme_path` are files (None: the kit's own), `on` is the day of the report (None: today). `template` is the
    notebook that is run, and `keep_notebook` leaves the one that was run beside the report.
    """
    check_logo(load_theme(theme_path))  # before anything is revealed, since what can't be drawn needn't be
    ladder = load_ladder(ladder_path)
    source = Folder(folder, ladder)
    session = TeamSession(source, ladder)
    session.begin(min_group, coarse=coarse)
    with suppress(NotYet):
        session.reveal()
    if session.snapshot is None:
        lobby = session.lobby()
        raise NotYet(lobby.missing, first=True, left_out=in_words(lobby.reasons))
    settings = {
        "folder": str(source.path),
        "ladder": absolute_or_empty(ladder_path),
        "theme": absolute_or_empty(theme_path),
        "on": on.isoformat() if on else "",
    }
    notebook = report_notebook(template, {*settings, "pdf"})
    day = (on or today()).isoformat()
    target = Path(out).expanduser().absolute() / f"{slug('team report')}-{day}.pdf"
    notices = run_report(notebook, target, settings, about=source.path, keep_notebook=keep_notebook, engine=engine)
    return Made(target, session.snapshot.people if session.snapshot else 0, notices)


def team_report(
    folder: Path | str,
    *,
    ladder: Path | str | None = None,
    theme: Path | str | None = None,
    on: date | str | None = None,
) -> TeamReport:
    """The report of the last snapshot that was taken of a folder; what the notebook's cell calls.

    An empty folder name stands for the kit's example team. Raises `UsageError` if no
    snapshot was taken yet, and `KitError` for what can't be used. `ladder` and `theme` are files (None: the kit's own);
    `on` is the day of the report (None: today).
    """
    if folder:
        return _last(TeamSession.open(folder, load_ladder(ladder or None)), theme, on)
    with tempfile.TemporaryDirectory(prefix="team-") as scratch:
        copy = shutil.copytree(EXAMPLE, Path(scratch) / "team", ignore=shutil.ignore_patterns("session.json"))
        session = TeamSession.open(copy, load_ladder(ladder or None))
        session.reveal()
        return _last(session, theme, on)


def _last(session: TeamSession, theme: Path | str | None, on: date | str | None) -> TeamReport:
    look = load_theme(theme or None)
    return TeamReport(last_report(session, look, as_day(on)), look)
