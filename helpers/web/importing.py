"""A page that makes a ladder of a spreadsheet, for people who open no terminal: the steps of `ladder import`.

    start ── a file, or pasted cells ──▶ what was understood, and what is open ──▶ … ──▶ the ladder, to download

It works without a script. What was handed over stays in this process until it ends, for the last few only.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from helpers.documents import FileFaults
from helpers.documents.source import shortened
from helpers.errors import DocumentError, KitError, UsageError
from helpers.importing import (
    CHANGED,
    DIVIDED,
    ENDINGS,
    FATES,
    LEVELS,
    LIST,
    NEXT,
    REWORDED,
    ROLES,
    Imported,
    OpenQuestions,
    Question,
    Table,
    Understood,
    as_ladder,
    old_levels,
    old_text,
    old_words,
    spreadsheet,
    tables_of,
    template,
    told_of_ids,
    understand,
)
from helpers.importing.names import id_of
from helpers.importing.tables import MOST_BYTES
from helpers.ladder import Ladder, check_ladder
from helpers.ladder.advice import Advice, advise
from helpers.ladder.against import Doubt, against
from helpers.web.multipart import Part
from helpers.web.page import web_page

ADDRESS = "/import"
MOST_UPLOADED = MOST_BYTES + 1_000_000
"""Bytes of all that is handed over at once: files as large as `ladder import` reads, and what is typed beside them."""

DOWNLOADS = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a made ladder can be taken along as, by the ending of its name."""

MOST_KEPT = 8
"""How many uploads are remembered: a person has one, and may go back to one before."""

SAID = {
    "split": "Yes: a statement for each",
    "keep": "No: they stay one statement",
    "across": "Across the top",
    "down": "Down the side",
    LIST: "Each row is a statement, and a column says its level",
    "above": "Yes: what stands above holds for it",
    "none": "No: leave it empty",
    ROLES: "Each of them is a role, with levels of its own",
    LEVELS: "Each of them is a level",
    REWORDED: "Yes: people’s answers stay",
    CHANGED: "Not quite: it is asked afresh, with the old answer beside it",
    "new": "No: it is a new statement, and the old one has gone",
    "renamed": "Yes: another name, the same level",
    "another": "No: it is another level",
    DIVIDED: "Divided into several",
}
"""Answers as they read on a page; any other as it is."""

SHOWN_ROWS = 6
"""How many rows of a table are shown as they were read."""


class Shows(Protocol):
    """Makes the page of what a step says."""

    def __call__(self, **said: object) -> str:
        """Its HTML."""


IN_THE_APP: Shows = partial(web_page, "import")


ASKED = {
    "encoding": "How its letters are read",
    "sheet": "Which table it is",
    "level": "Where the levels are",
    "levels": "Where the levels are",
    "competency": "Where the competencies are",
    "statement": "Where the statements are",
    "part": "What the statements are",
    "blank": "Where no level is beside a statement",
    "lines": "A statement for each line of a cell",
    "sentences": "A statement for each sentence",
}
"""What an answer was about, where it is shown again; any other is about a statement of last year’s ladder."""


class Upload(NamedTuple):
    """What was handed over: files, pasted cells, what the ladder is to be called, and the ladder that there is, if any.

    `of_files` are the tables of files, `of_cells` those of the cells that stand in `pasted` ("" for none).
    """

    of_files: tuple[Table, ...]
    of_cells: tuple[Table, ...]
    pasted: str
    title: str
    language: str
    old: str | None

    @property
    def tables(self) -> tuple[Table, ...]:
        """All of them."""
        return self.of_files + self.of_cells


class Answered(NamedTuple):
    """An answer that was given, as it is shown again: its key, what it was about, and what was said."""

    key: str
    about: str
    said: str


class Made(NamedTuple):
    """A ladder, and what its maker should know of it; `doubts` are about what it makes of answers to last year's."""

    understood: Understood
    imported: Imported
    ladder: Ladder
    warnings: tuple[Advice, ...]
    was: Mapping[str, str]
    doubts: tuple[Doubt, ...]

    @property
    def changes(self) -> Mapping[str, Mapping[str, str]]:
        """Against last year's ladder: for each of `FATES` the words of the statements that met it, by their ids."""
        words = dict(self.was) | {statement.id: statement.text for _, _, statement in self.ladder.walk()}
        words |= {
            statement_id: f"“{self.was[statement_id]}” is now “{words[statement_id]}”"
            for statement_id in (*self.imported.reworded, *self.imported.changed)
        }
        return {kind: {each: words[each] for each in getattr(self.imported, kind)} for kind in FATES}


class ImportPage:
    """The page, and the uploads that its steps are about, by a name that nobody can guess.

    `page` makes its HTML of what a step says; `at` is its address, `empty` that of the spreadsheet to fill in.
    """

    def __init__(
        self,
        page: Shows = IN_THE_APP,
        *,
        at: str = ADDRESS,
        empty: str = f"{ADDRESS}/levels-to-fill-in.xlsx",
    ) -> None:
        self._page = partial(page, at=at, empty=empty)
        self._uploads: OrderedDict[str, Upload] = OrderedDict()
        self._made: OrderedDict[str, Made] = OrderedDict()

    def start(
        self,
        problem: str = "",
        *,
        status: int = 200,
        fields: Mapping[str, str] | None = None,
        name: str = "",
        answers: Mapping[str, str] | None = None,
    ) -> tuple[str, int]:
        """The first step, with the `problem` of what was sent ("" for none, a line for each), and the page's `status`.

        What was sent is kept: `fields` are what was typed, `name` that of the upload ("" for none), and `answers` those
        that were given about it.
        """
        return self._page(
            step="start",
            problem=problem.splitlines(),
            fields={"title": "", "language": "en", "pasted": ""} | dict(fields or {}),
            files=self._uploads[name].of_files if name in self._uploads else (),
            name=name,
            kept=self._uploads.get(name),
            answers=answers or {},
            endings=", ".join(ENDINGS),
            most=f"{MOST_BYTES / 1e6:g} MB",
            most_bytes=MOST_UPLOADED,
        ), status

    def too_much(self) -> tuple[str, int]:
        """The first step again, for more than can be handed over at once."""
        error = UsageError(
            f"your files have more than {MOST_BYTES / 1e6:g} MB together",
            next_step="A ladder is words alone: take out pictures, and sheets that aren’t about it, and choose again.",
        )
        return self.start(str(error), status=413)

    def step(self, sent: Sequence[Part]) -> tuple[str, int]:
        """The next step after what was sent. A mistake is told on the page, and nothing that was sent is lost."""
        fields = {part.name: part.text for part in sent if not part.file}
        name = fields.get("upload", "")
        upload = self._uploads.get(name)
        before, now = _answers(fields, "answered:"), _answers(fields, "answer:")
        if upload and "back" in fields:
            return self._again(name, before)
        before.pop(fields.get("again", ""), None)
        if upload is None or "title" in fields:
            try:
                now_there = _handed_over(sent, fields, upload)
            except KitError as error:
                return self.start(str(error), status=422, fields=fields, name=name)
            before = before if upload and upload.tables == now_there.tables else {}  # they were about the table before
            name = self._keep(upload := now_there)
            try:
                self._uploads[name] = upload = upload._replace(old=_old(sent) or upload.old)
                self._uploads[name] = upload = upload._replace(language=_code(upload.language))
            except KitError as error:
                return self._again(name, before, error)
        try:
            result = make(upload, before | now)
        except OpenQuestions as open_:
            return self._ask(name, upload, before | now, open_.questions), 200
        except KitError as error:
            questions = _open(upload, before)
            if not questions:  # then it is the table, or what else was handed over with it
                return self._again(name, before, error)
            return self._ask(name, upload, before, questions, str(error)), 422
        self._made[name] = result
        _forget(self._made)
        hrefs = {kind: self.href(name, kind) for kind in DOWNLOADS}
        given = before | now
        return self._page(
            step="made",
            made=result,
            fates=FATES,
            hrefs=hrefs,
            again=upload.old is not None,
            name=name,
            answers=given,
            answered=_shown_again(upload, given),
        ), 200

    def href(self, name: str, kind: str) -> str:
        """The address of a file of a ladder that was made ("yaml", "xlsx")."""
        return f"{ADDRESS}/{name}/{kind}"

    def download(self, name: str, kind: str) -> bytes | None:
        """A file of a ladder that was made ("yaml", "xlsx"); None where there is none."""
        result = self._made.get(name)
        if result is None:
            return None
        return result.imported.text.encode() if kind == "yaml" else spreadsheet(result.ladder)

    def template(self) -> bytes:
        """The spreadsheet to fill in."""
        return template()

    def file_name(self, name: str) -> str:
        """What the ladder's files are called, without their ending."""
        return self._made[name].ladder.id

    def _again(self, name: str, answers: Mapping[str, str], error: KitError | None = None) -> tuple[str, int]:
        """The first step with what was handed over kept, so that only what was wrong has to be given again."""
        upload = self._uploads[name]
        fields = {"title": upload.title, "language": upload.language, "pasted": upload.pasted}
        return self.start(str(error or ""), status=422 if error else 200, fields=fields, name=name, answers=answers)

    def _keep(self, upload: Upload) -> str:
        name = secrets.token_urlsafe(12)
        self._uploads[name] = upload
        _forget(self._uploads)
        return name

    def _ask(
        self,
        name: str,
        upload: Upload,
        answers: Mapping[str, str],
        questions: Sequence[Question],
        problem: str = "",
    ) -> str:
        open_ = {question.key for question in questions}
        given = {key: text for key, text in answers.items() if key not in open_}
        said = [(table, [row for row in table.rows if any(cell.text for cell in row)]) for table in upload.tables]
        shown = [(table, rows[:SHOWN_ROWS]) for table, rows in said]
        return self._page(
            step="questions",
            name=name,
            tables=shown,
            answers=given,
            answered=_shown_again(upload, given),
            questions=questions,
            said=SAID,
            problem=problem.splitlines(),
        )


def make(upload: Upload, answers: Mapping[str, str]) -> Made:
    """The ladder of an upload. Raises `OpenQuestions`, and `KitError` for what can't be one."""
    # Last year's file is one that people have answered to.
    answers = {**answers, "version": NEXT} if upload.old else answers
    understood = told_of_ids(understand(upload.tables, answers), upload.old)
    imported = as_ladder(
        understood,
        id=id_of(upload.title),
        title=upload.title,
        language=upload.language,
        old=upload.old,
        answers=answers,
    )
    try:
        ladder = _checked(imported.text)
    except FileFaults as error:
        lines = imported.text.splitlines()
        said = (
            f"{fault.what} {fault.mend} It is about: {lines[fault.mark.line - 1].strip()}" for fault in error.faults
        )
        raise UsageError(
            "\n".join(dict.fromkeys(said)), next_step="Change it, and hand your table over again."
        ) from None
    if not upload.old:
        return Made(understood, imported, ladder, advise(ladder), {}, ())
    doubts = against(_checked(upload.old), ladder).warnings
    # Somebody who was asked about it has said what it means.
    unsaid = tuple(each for each in doubts if not (each.is_reworded and each.about in answers))
    return Made(understood, imported, ladder, advise(ladder), old_words(upload.old), unsaid)


def _checked(text: str) -> Ladder:
    """The ladder of a ladder file's text. Raises `DocumentError`, whose places are of no file that anybody has."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ladder.yaml"
        path.write_text(text, encoding="utf-8")
        return check_ladder(path)


def _answers(fields: Mapping[str, str], begins: str) -> dict[str, str]:
    return {key.removeprefix(begins): text for key, text in fields.items() if key.startswith(begins) and text.strip()}


def _open(upload: Upload, answers: Mapping[str, str]) -> Sequence[Question]:
    """What is open with these answers: asked again after one that fitted nothing."""
    try:
        make(upload, answers)
    except OpenQuestions as open_:
        return open_.questions
    except KitError:
        pass
    return ()


def _handed_over(sent: Sequence[Part], fields: Mapping[str, str], kept: Upload | None) -> Upload:
    """What is handed over now; of what was handed over before, what nothing was put in the place of.

    Raises `KitError` for what can't be read, and for nothing.
    """
    files = [part for part in sent if part.name == "file" and part.file and part.data]
    of_files = tuple(table for part in files for table in tables_of(Path(Path(part.file).name), part.data))
    if not files and kept:
        of_files = kept.of_files
    pasted = fields.get("pasted", kept.pasted if kept else "").strip("\r\n")  # a tab begins an empty first corner
    of_cells = tables_of(Path("pasted cells.csv"), pasted.encode()) if pasted.strip() else ()
    if not of_files + of_cells:
        raise UsageError("nothing was handed over", next_step="Choose a file, or paste the cells of your table.")
    title = " ".join(fields.get("title", "").split()) or "Our ladder"
    language = fields.get("language", "").strip() or "en"
    return Upload(of_files, of_cells, pasted, title[:200], language, kept.old if kept else None)


def _shown_again(upload: Upload, answers: Mapping[str, str]) -> tuple[Answered, ...]:
    """Answers as they are shown again, each with what it was about."""
    was = old_words(upload.old) if upload.old else {}
    levels = old_levels(upload.old) if upload.old else {}
    about = {key: f"“{title}”, a level of last year’s" for key, title in levels.items()}
    about |= {key: f"“{was[key]}” in other words" for key in answers if key in was} | ASKED
    return tuple(Answered(key, about.get(key, key), SAID.get(text, text)) for key, text in answers.items())


def _code(language: str) -> str:
    """The code of a language as a ladder writes it: "EN" and "pt_br" are "en" and "pt-BR"."""
    match = re.fullmatch("([a-z]{2,3})(?:[-_]([a-z]{2}))?", language, re.IGNORECASE | re.ASCII)
    if not match:
        raise UsageError(
            f"“{shortened(language, 60)}” is no code of a language", next_step="Write one such as en, de, ja or pt-BR."
        )
    return "-".join((match[1].lower(), *((match[2].upper(),) if match[2] else ())))


def _old(sent: Sequence[Part]) -> str | None:
    """Last year's ladder file, if one was handed over. Raises `UsageError` for what is none."""
    files = [part for part in sent if part.name == "old" and part.file and part.data]
    if not files:
        return None
    try:
        text = old_text(Path(Path(files[0].file).name), files[0].data)
        old_words(text)
        _checked(text)
    except FileFaults as error:
        first = error.faults[0]
        what = f"last year’s ladder file has a mistake in line {first.mark.line}: {shortened(first.what)} {first.mend}"
    except DocumentError as error:
        what = error.what
    else:
        return text
    raise UsageError(what, next_step="Choose last year’s ladder file again, or go on without it.")


def _forget(kept: OrderedDict[str, Upload] | OrderedDict[str, Made]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
