"""The faces of a report that need no notebook and no batch, made here and now: the page to read, the one for a 1:1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from helpers.charts import Theme, load_theme
from helpers.journal import Journal
from helpers.ladder import Ladder, load_ladder
from helpers.report.build import build_one_to_one, build_report
from helpers.report.files import ladder_in_name, slugs, write_private
from helpers.report.jobs import Outcome, attempt, check_journal
from helpers.report.page import as_page
from helpers.report.paper import typeset
from helpers.report.plain import as_text
from helpers.report.reading import left_out

_Make = Callable[[Path, Path, Ladder, Theme, date], Outcome]


def make_quick(
    journals: Iterable[Path | str],
    out: Path | str,
    *,
    ladder_path: Path | str | None,
    theme_path: Path | str | None,
    on: date,
    html: bool = False,
    one_to_one: bool = False,
) -> Iterator[Outcome]:
    """For each journal, one after the other, its report as an HTML file and the page for the other person.

    `out` is the folder that the files go to, each named after its journal and, unless it is the shipped one, its
    ladder: with `html` "ada.html", with
    `one_to_one` "ada-1-1.pdf", and "ada-1-1.txt" to paste from. Each file is an outcome, in that order; None
    stands for the kit's own ladder and theme. A journal that fails is an outcome with an error and stops no
    other. Raises `KitError` for a ladder or a theme that can't be used. `ladder_path` and `theme_path` are files, and
    `on` is the day of the reports: what was answered later is left out.
    """
    ladder, theme = load_ladder(ladder_path), load_theme(theme_path)
    files = tuple(dict.fromkeys(Path(journal).expanduser().absolute() for journal in journals))
    folder = Path(out).expanduser().absolute()
    makes: tuple[_Make, ...] = (*(_page,) * html, *(_sheet, _text) * one_to_one)
    for journal, name in zip(files, slugs(file.stem for file in files), strict=True):
        for make in makes:
            stem = folder / f"{name}{ladder_in_name(ladder)}"
            outcome = attempt(journal, partial(make, journal, stem, ladder, theme, on))
            yield outcome
            if outcome.error:
                break


def _page(journal: Path, stem: Path, ladder: Ladder, theme: Theme, on: date) -> Outcome:
    answers = _opened(journal)
    missing = left_out(answers.problems())
    report = build_report(ladder, answers.events(), on=on, theme=theme).with_notices(missing)
    return _written(journal, stem.with_name(f"{stem.name}.html"), as_page(report, theme).encode(), missing)


def _sheet(journal: Path, stem: Path, ladder: Ladder, theme: Theme, on: date) -> Outcome:
    sheet = build_one_to_one(ladder, _opened(journal).events(), on=on, theme=theme)
    pdf = typeset(sheet, theme)
    return _written(journal, stem.with_name(f"{stem.name}-1-1.pdf"), pdf.data, pdf.notices)


def _text(journal: Path, stem: Path, ladder: Ladder, theme: Theme, on: date) -> Outcome:
    sheet = build_one_to_one(ladder, _opened(journal).events(), on=on, theme=theme)
    return _written(journal, stem.with_name(f"{stem.name}-1-1.txt"), as_text(sheet).encode())


def _opened(journal: Path) -> Journal:
    check_journal(journal)
    return Journal.open(journal)


def _written(journal: Path, path: Path, data: bytes, notices: tuple[str, ...] = ()) -> Outcome:
    write_private(path, data)
    return Outcome(journal, path, notices)
