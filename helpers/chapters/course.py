"""The course as a function of the ladder: which chapters there are, in what order, and where each is written.

Start, a chapter for each level in the order of the tracks, the neighbouring roles if there are any, the
path; and the labs that stand beside them. There is no list of chapters: what a notebook teaches stands in
its metadata, and a level that no notebook teaches has the one that draws itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from helpers.chapters.notebook import About, Notebook, Teaches, read_notebook
from helpers.errors import DocumentError, UsageError
from helpers.ladder import Ladder, Level
from helpers.paths import ROOT, own_folder

NOTEBOOKS = ROOT / "notebooks"
"""Where chapters are written. Those of one ladder alone stand in a folder of its id below it."""


class Chapter(NamedTuple):
    """One chapter, or one lab.

    `stem` names it (in addresses, and its notebook's file), `number` is its place in the course (None
    for a lab). `level` is the level that it teaches or, for a lab, practises. `minutes` is how long it
    takes in full, `brief` for somebody who goes straight to its questions. `notebook` is where it is
    written; for a level without a notebook of its own, the one that draws itself.
    """

    stem: str
    title: str
    teaches: Teaches
    number: int | None
    minutes: int
    brief: int
    notebook: Path
    level: str | None = None
    lab: str | None = None

    @property
    def file(self) -> str:
        """The notebook's file name, which is also the link to it from the notebook beside it."""
        return f"{self.stem}.ipynb"


class Course:
    """The chapters of a ladder, in order, and its labs. `problems` tells of notebooks that can't be used.

    `short` is the way for ten minutes and `talk` the page that two people look at together, which stand beside the
    chapters; None where no notebook holds them.
    """

    def __init__(
        self,
        ladder: Ladder,
        chapters: tuple[Chapter, ...],
        labs: tuple[Chapter, ...],
        problems: tuple[str, ...],
        for_any: Mapping[str, Teaches],
        other_labs: tuple[Chapter, ...] = (),
        short: Chapter | None = None,
        talk: Chapter | None = None,
    ) -> None:
        self.ladder = ladder
        self.chapters = chapters
        self.labs = labs
        self.problems = problems
        self.short = short
        self.talk = talk
        self._for_any = for_any
        self._other_labs = other_labs

    @cached_property
    def _stems(self) -> dict[str, Chapter]:
        return {each.stem: each for each in (*self._other_labs, *self.labs, *reversed(self.pages))}

    @property
    def pages(self) -> tuple[Chapter, ...]:
        """The chapters in their order, and after them what stands beside them; no lab."""
        return (*self.chapters, *(each for each in (self.short, self.talk) if each))

    def chapter(self, stem: str) -> Chapter:
        """The chapter or lab of this name. Raises `UsageError`, naming the chapters there are.

        The name of a notebook that draws itself for any ladder stands for the first chapter written in it,
        or else the first that teaches the like. A lab that stands beside no chapter of this ladder is found too:
        it plays at a company of its own, and a workshop may name it.
        """
        alike = [each for each in self.chapters if each.teaches is self._for_any.get(stem)]
        written_there = [each for each in alike if each.notebook.stem == stem]
        if chapter := self._stems.get(stem) or next(iter(written_there + alike), None):
            return chapter
        known = ", ".join(each.stem for each in self.chapters)
        raise UsageError(
            f"the ladder “{self.ladder.title}” has no chapter {stem!r}", next_step=f"Its chapters are: {known}."
        )

    def first(self, teaches: Teaches) -> Chapter | None:
        """The first chapter that teaches this; None if the ladder has nothing of the kind."""
        return next((each for each in self.chapters if each.teaches is teaches), None)

    def about(self, id: str) -> Chapter | None:
        """The chapter about a level or a role, by its id; None if this ladder has no such thing."""
        if any(role.id == id for role in self.ladder.roles):
            return self.first(Teaches.ROLES)
        return next((each for each in self.chapters if each.level == id), None)

    def beside(self, here: Chapter) -> Chapter | None:
        """The chapter beside which a lab stands; None where the ladder has no place for it."""
        if level := level_of(here.lab, here.level, self.ladder):
            return self.about(level)
        return self.first(Teaches.ROLES) if _is_of_a_role(here.lab, here.level, self.ladder) else None

    def labs_of(self, here: Chapter) -> tuple[Chapter, ...]:
        """The labs that stand beside a chapter."""
        return tuple(lab for lab in self.labs if self.beside(lab) == here)

    def neighbours(self, here: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """The chapters before and after this one; None at either end. A lab's are its chapter and the one after it.

        Those of the way for ten minutes are the first two; before the page for a talk stands the one that leads to it.
        """
        if here == self.talk:
            return (self.first(Teaches.PATH), None)
        if here == self.short:
            return (self.chapters[0], self.chapters[1])
        if here.teaches is Teaches.LAB:
            chapter = self.beside(here)
            return (chapter, self.neighbours(chapter)[1]) if chapter else (None, None)
        at = self.chapters.index(here)
        return (self.chapters[at - 1] if at else None, self.chapters[at + 1] if at + 1 < len(self.chapters) else None)


def course(ladder: Ladder, folder: Path = NOTEBOOKS) -> Course:
    """The course of a ladder, from the notebooks in `folder` and in the folder of the ladder's id below it.

    A notebook whose metadata name another ladder is no part of it, but for a lab that a level or a role of this
    one names. Of two that teach the same, one that names this ladder, or lies in its folder, is taken. One that can't
    be read is told among the problems, and stops no other. Raises `UsageError` if a chapter that every course has is
    missing.
    """
    problems: list[str] = []
    notebooks: dict[tuple[Teaches, str | None], Notebook] = {}
    spare: dict[tuple[Teaches, str | None], Notebook] = {}
    labs: dict[str, Notebook] = {}
    for notebook in _notebooks(ladder, folder, problems):
        if (about := notebook.about) and (about.ladder in (None, ladder.id) or _is_named(about, ladder)):
            notebooks[about.teaches, about.lab or about.level] = notebook
        if about and about.ladder is None:
            spare[about.teaches, about.level] = notebook
        if about and about.teaches is Teaches.LAB:
            labs[notebook.stem] = notebook
    chapters = _chapters(ladder, notebooks)
    practised = {
        it.stem for (teaches, _), it in notebooks.items() if teaches is Teaches.LAB and _is_practised(it, ladder)
    }
    beside, elsewhere = (
        tuple(_chapter(labs[stem], ladder, number=None) for stem in sorted(labs) if (stem in practised) == wanted)
        for wanted in (True, False)
    )
    for_any = {notebook.stem: teaches for (teaches, about_id), notebook in spare.items() if about_id is None}
    short, talk = (notebooks.get((teaches, None)) for teaches in (Teaches.SHORT, Teaches.TALK))
    return Course(
        ladder,
        tuple(chapters),
        beside,
        tuple(problems),
        for_any,
        elsewhere,
        *(_chapter(each, ladder, number=None) if each else None for each in (short, talk)),
    )


def in_order(ladder: Ladder) -> tuple[Level, ...]:
    """The levels in the order in which the course takes them: track by track."""
    return tuple(sorted(ladder.levels, key=lambda level: ladder.lines.index(level.track)))


def _notebooks(ladder: Ladder, folder: Path, problems: list[str]) -> Iterator[Notebook]:
    """The notebooks, one that is closer to the ladder after one that is further from it."""
    shared = []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            shared.append(read_notebook(path))
        except DocumentError as error:
            problems.append(str(error))
    yield from sorted(shared, key=lambda notebook: _closeness(notebook.about, ladder))
    for path in (path for own in _folders_of(ladder, folder) for path in sorted(own.glob("*.ipynb"))):
        try:
            yield read_notebook(path)
        except DocumentError as error:
            problems.append(str(error))


def _closeness(about: About | None, ladder: Ladder) -> int:
    """How close a notebook's prose is to a ladder: 0 where it speaks of another, 1 of any, 2 of this one."""
    return 1 if about is None or about.ladder is None else 2 * (about.ladder == ladder.id)


def _folders_of(ladder: Ladder, folder: Path) -> tuple[Path, ...]:
    """Where notebooks of this ladder alone may be: beside the others, and with what is one's own."""
    places = (folder, own_folder() / NOTEBOOKS.name) if folder == NOTEBOOKS else (folder,)
    return tuple(dict.fromkeys(place / ladder.id for place in places))


def _chapters(ladder: Ladder, notebooks: dict[tuple[Teaches, str | None], Notebook]) -> Iterator[Chapter]:
    def only(teaches: Teaches) -> Notebook:
        try:
            return notebooks[teaches, None]
        except KeyError:
            raise UsageError(
                f"no notebook teaches “{teaches}”", next_step="Put back the notebook, or its “kit” metadata."
            ) from None

    levels = in_order(ladder)
    yield _chapter(only(Teaches.START), ladder, number=0)
    for number, level in enumerate(levels, 1):
        own = notebooks.get((Teaches.LEVEL, level.id))
        yield _chapter(own or only(Teaches.LEVEL), ladder, number=number, level=level, stem=None if own else level.id)
    number = len(levels) + 1
    if ladder.roles:
        yield _chapter(only(Teaches.ROLES), ladder, number=number)
        number += 1
    yield _chapter(only(Teaches.PATH), ladder, number=number)


def _chapter(
    notebook: Notebook, ladder: Ladder, *, number: int | None, level: Level | None = None, stem: str | None = None
) -> Chapter:
    about = notebook.about
    assert about is not None  # noqa: S101  only those were chosen
    brief = about.brief or (_minutes(level) if level else 10)
    return Chapter(
        stem=stem or notebook.stem,
        title=about.title or (level.title if level else notebook.stem),
        teaches=about.teaches,
        number=number,
        minutes=about.minutes or brief + _TO_READ,
        brief=brief,
        notebook=notebook.path,
        level=level.id if level else about.level,
        lab=about.lab,
    )


_TO_READ = 5
"""Minutes for what a chapter says beside its questions, where its notebook doesn't tell."""


def _minutes(level: Level) -> int:
    """About how long the questions of a level take: as the chapters whose minutes were measured."""
    return round(len(level.statements) / 2) + 4


def _is_named(about: About, ladder: Ladder) -> bool:
    """Whether a level or a role of the ladder names the lab that a notebook teaches."""
    named = {*(level.lab for level in ladder.levels), *(role.lab for role in ladder.roles)}
    return about.lab is not None and about.lab in named


def _is_practised(notebook: Notebook, ladder: Ladder) -> bool:
    about = notebook.about
    if about is None or _is_of_a_role(about.lab, about.level, ladder):
        return bool(ladder.roles)
    return level_of(about.lab, about.level, ladder) is not None


def _is_of_a_role(lab: str | None, level: str | None, ladder: Ladder) -> bool:
    """Whether a lab practises neighbouring roles: it is of no level, or a role names it."""
    return level is None or any(role.lab == lab for role in ladder.roles)


def level_of(lab: str | None, level: str | None, ladder: Ladder) -> str | None:
    """The level that a lab practises: the one that names it, or else the one with its level's id that names none.

    `lab` and `level` are ids (None: nothing is named), of which the `ladder` may have neither; then it is None.
    """
    named = next((each.id for each in ladder.levels if lab and each.lab == lab), None)
    own = next((each.id for each in ladder.levels if each.id == level and each.lab is None), None)
    return named or own
