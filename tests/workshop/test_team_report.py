"""The team report says what the last snapshot says, in a PDF that can be read out, and no word that wasn't released."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import nbformat
import pikepdf
import pytest
from pypdf import PdfReader

from helpers.charts import Theme
from helpers.errors import UsageError
from helpers.journal import Evidence, PlanItem, Words
from helpers.ladder import Ladder
from helpers.paths import ROOT
from helpers.report import typeset
from helpers.report.glyphs import stand_in, with_line_ends
from helpers.report.model import Prose
from helpers.workshop.feedback import questions
from helpers.workshop.session import Said, TeamSession
from helpers.workshop.slips import count_slips, keep_to_group, slips_beside
from helpers.workshop.suppression import Hidden, NotYet, Shown, Snapshot
from helpers.workshop.team_build import build_team_report, last_report
from helpers.workshop.team_report import make_team_report, team_report
from tests.hostile import HOSTILE, TANGLED, visible
from tests.read_aloud import faults
from tests.revised import TINY, revised, second
from tests.workshop.team import put, share_of

DAY = date(2026, 11, 23)
ASKED = "prompt:first.prompt-why"
NAMES = ("zoraida", "quentin", "wilhelmina", "xaverine", "yannick")


@pytest.fixture
def folder(tmp_path: Path, ladder: Ladder) -> Path:
    """Five people's files: words of two, a line of evidence of one, one commitment, and a disagreement."""
    more = {
        ASKED: Words(text="because of the people"),
        "evidence:first.write": Evidence(text="the June notes", supports=("first.write",)),
        "plan:1": PlanItem(when="it rains", then="read a contract"),
        "prompt:lead.prompt-who": Words(text="kept to myself"),
    }
    released = [(ASKED,), (ASKED, "plan:1"), ("evidence:first.write",), (), ()]
    for number, (name, release) in enumerate(zip(NAMES, released, strict=True)):
        answers = {"first.write": 3 + number % 2, "first.trust": 4 * (number % 2), "first.listen": 3}
        if number < 2:
            answers["lead.coach"] = 1
        put(tmp_path / "team", name, share_of(name, answers, ladder=ladder, more=more, release=release))
    return tmp_path / "team"


def read(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_the_notebook_makes_a_tagged_pdf_with_all_of_it_in_words(folder: Path, tmp_path: Path, tiny_path: Path):
    made = make_team_report(folder, tmp_path / "out", ladder_path=tiny_path, on=DAY, min_group=None)
    assert (made.pdf.name, made.people) == ("team-report-2026-11-23.pdf", 5)
    text = read(made.pdf)
    for words in (
        "5 people, 23 November 2026",
        "5 frequencies, from “not yet” (3) to “almost always” (2). The ladder expects “often”.",
        "Writing",
        "5 of 5",
        "because of the people",
        "the June notes",
        "When it rains, I will read a contract",
        "On “Listening” a whole group, or all of it but one, gave one and the same answer",
        "Leik, R. K. (1966)",
    ):
        assert words in text
    for secret in (*NAMES, "kept to myself", "hidden: fewer"):
        assert secret not in text.lower(), secret
    with pikepdf.open(made.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        alts = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        assert any("Trust, 5 answers: 3 “not yet” and 2 “almost always”." in alt for alt in alts)
        with pdf.open_metadata() as meta:
            assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "2", "A")
        assert pdf.docinfo["/Title"] == "Team report"
        assert "/Author" not in pdf.docinfo


def test_two_checkers_of_accessibility_have_nothing_to_say_of_the_example_s_report(tmp_path: Path):
    example = team_report("", on=DAY)
    assert faults(typeset(example.report, example.theme).data, tmp_path) == []


def test_a_kept_notebook_has_nothing_personal_in_its_parameters(folder: Path, tmp_path: Path, tiny_path: Path):
    made = make_team_report(folder, tmp_path / "out", ladder_path=tiny_path, on=DAY, keep_notebook=True)
    kept = made.pdf.with_suffix(".ipynb")
    assert kept.exists()
    assert not [name for name in NAMES if name in kept.read_text().lower()]


def test_either_engine_makes_the_very_same_pdf_and_a_kernel_is_not_needed(
    folder: Path, tmp_path: Path, tiny_path: Path, monkeypatch: pytest.MonkeyPatch
):
    stock = make_team_report(folder, tmp_path / "stock", ladder_path=tiny_path, on=DAY, engine="nbclient")
    monkeypatch.setattr(
        "nbclient.NotebookClient.create_kernel_manager", lambda *_, **__: pytest.fail("a kernel starts")
    )
    made = make_team_report(folder, tmp_path / "out", ladder_path=tiny_path, on=DAY)
    assert made.pdf.read_bytes() == stock.pdf.read_bytes()


def test_a_report_is_of_the_last_picture_unless_enough_have_joined(folder: Path, tmp_path: Path, tiny_path, ladder):
    for _ in range(2):
        assert make_team_report(folder, tmp_path / "out", ladder_path=tiny_path, on=DAY).people == 5
        put(folder, "late", share_of("late", {"first.write": 0}, ladder=ladder))
    for number in range(4):
        put(folder, f"later{number}", share_of(f"later{number}", {"first.write": 0}, ladder=ladder))
    assert make_team_report(folder, tmp_path / "out", ladder_path=tiny_path, on=DAY).people == 10


def test_too_few_people_make_no_report(tmp_path: Path, tiny_path: Path, ladder: Ladder):
    put(tmp_path / "team", "ana", share_of("ana", {"first.write": 1}, ladder=ladder))
    with pytest.raises(NotYet, match="4 more people have to answer"):
        make_team_report(tmp_path / "team", tmp_path / "out", ladder_path=tiny_path)
    assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match="nothing of this folder has been revealed"):
        team_report(tmp_path / "team", ladder=tiny_path)


def test_what_could_not_be_used_is_told_where_too_few_are_left(tmp_path: Path, tiny_path: Path, ladder: Ladder):
    """Five files about another ladder are no reason to wait for five more people."""
    for name in NAMES:
        put(tmp_path / "team", name, share_of(name, {"first.write": 1}, ladder=revised(ladder, id="elsewhere")))
    with pytest.raises(NotYet) as raised:
        make_team_report(tmp_path / "team", tmp_path / "out", ladder_path=tiny_path)
    assert "5 files or folders: it is about the ladder “elsewhere”, and this workshop's is “tiny”." in str(raised.value)
    assert not any(name in str(raised.value) for name in NAMES)


def test_it_says_how_many_of_the_picture_answered_another_version(tmp_path: Path):
    """Who came after the picture isn't counted in it."""
    new = second({"first.trust": {"since": "2"}})
    for number, ladder in enumerate((TINY, TINY, new, new, new)):
        put(tmp_path, f"p{number}", share_of(f"P {number}", {"first.write": 3, "first.trust": 2}, ladder=ladder))
    session = TeamSession.open(tmp_path, new)
    session.reveal()
    put(tmp_path, "late", share_of("Late", {"first.write": 3}, ladder=TINY))
    who = last_report(session, Theme(), DAY).sections[0]
    told = [block.text for block in who.blocks if isinstance(block, Prose)]
    assert told[0] == (
        "2 of 5 answered version 1. Their answers are carried over, but for what this version has no more, and for "
        "what means something else now: “Trust”."
    )


def test_a_picture_with_nothing_in_it_makes_a_report_that_says_so(ladder: Ladder):
    snapshot = Snapshot(number=1, people=6, tables={"first.write": Hidden()})
    report = build_team_report(ladder, snapshot, (), on=DAY, theme=Theme(), min_group=5)
    assert [section.id for section in report.sections] == ["who", "agenda", "together", "families", "reading"]
    assert typeset(report, Theme()).data


def test_it_says_of_how_many_the_picture_is_and_not_how_many_took_part(ladder: Ladder):
    """Whoever is left out of a picture took part, too: 18 people read “Took part: 17 people”."""
    snapshot = Snapshot(number=1, people=17, tables={"first.write": Hidden()})
    said = build_team_report(ladder, snapshot, (), on=DAY, theme=Theme(), min_group=5).model_dump_json()
    assert '"label":"In this picture","text":"17 people"' in said
    assert "ook part" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_released_text_is_set_as_text(ladder: Ladder, name: str):
    text = HOSTILE[name]
    words = (Said("reflection", text, (text,)), Said("commitment", "x", (text,)))
    snapshot = Snapshot(number=1, people=6, tables={"first.write": Shown(counts={"3": 6}, unanimous=True)})
    report = build_team_report(ladder, snapshot, words, on=DAY, theme=Theme(), min_group=5)
    raw = "".join(page.extract_text() for page in PdfReader(io.BytesIO(typeset(report, Theme()).data)).pages)
    wanted = "".join(c if c in raw or not visible(c) else stand_in(c) for c in with_line_ends(text))
    found = visible(raw.replace("-\n", "-"))
    if name in TANGLED:
        assert set(visible(wanted)) <= set(found)
    else:
        for line in wanted.split("\n"):
            assert visible(line)[:60] in found


def test_the_same_session_makes_the_same_bytes(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder)
    session.reveal()

    def made() -> bytes:
        report = build_team_report(
            ladder, session.snapshot, session.words(), on=DAY, theme=Theme(), min_group=session.min_group
        )
        return typeset(report, Theme()).data

    assert made() == made()


def test_without_a_folder_the_notebook_shows_the_example_team_and_leaves_it_as_it_is():
    example = ROOT / "data/examples/team"
    before = sorted(path.name for path in example.iterdir())
    assert team_report("", on=DAY).report.subtitle == "12 people, 23 November 2026"
    assert sorted(path.name for path in example.iterdir()) == before


@pytest.mark.parametrize("path", ["reports/team_report.ipynb", "facilitator/workshop_board.ipynb"])
def test_its_notebooks_are_committed_without_anything_that_was_run(path: str):
    notebook = nbformat.read(ROOT / "notebooks" / path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.title
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)
    assert "widgets" not in notebook.metadata


def test_what_slips_say_of_the_workshop_stands_in_the_report_of_a_folder(folder: Path, ladder: Ladder):
    team = TeamSession.open(folder, ladder)
    team.reveal()
    assert "feedback" not in [section.id for section in last_report(team, Theme(), DAY).sections]
    useful = next(question.id for _, _, question in questions().walk())
    said = slips_beside(team, new=True)
    assert said
    assert said.min_group == team.min_group
    said.add_paper(6, {useful: {"3": 6}})
    keep_to_group(said, 3)
    assert said.min_group == 5, "whoever answered by five keeps to five"
    count_slips(said, 6, {useful: {"3": 4, "0": 2}})
    assert team.lobby().people == len(NAMES), "they are beside the answers, and no share file"
    (section,) = [section for section in last_report(team, Theme(), DAY).sections if section.id == "feedback"]
    assert "mostly 10, not at all 2" in str(section)
