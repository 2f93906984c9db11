"""A run sheet says on paper all that the workshop file says, by the clock and for the people who come."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Theme, load_theme
from helpers.errors import UsageError
from helpers.ladder import load_ladder
from helpers.workshop.agenda import Form, groups, load_workshop, shipped, slide_titles
from helpers.workshop.gathering import Gathering
from helpers.workshop.ladder_facts import for_ladder, without_undrawn
from helpers.workshop.run_sheet import company, for_own_ladder, print_run_sheet, run_sheet
from helpers.workshop.slides import projected
from tests.in_process import ladder
from tests.read_aloud import Told, faults, told
from tests.workshop.printed import claims_of, lines_of, pages_of, strings, tags_of, tight

DAY = date(2026, 11, 23)
THREE = Path(__file__).parents[1] / "fixtures/ladders/three-levels.yaml"


@pytest.fixture(scope="module", params=shipped())
def printed(request: pytest.FixtureRequest) -> tuple[dict[str, object], bytes]:
    """Each shipped workshop's run sheet for fourteen people at half past nine: its data, and the PDF."""
    sheet = run_sheet(load_workshop(request.param), time(9, 30), 14)
    return sheet.model_dump(mode="json"), print_run_sheet(sheet, Theme(), on=DAY).data


def test_everything_that_it_says_is_on_paper(printed: tuple[dict[str, object], bytes]) -> None:
    sheet, data = printed
    text = "".join(pages_of(data))
    said = [string for key, value in sheet.items() if key != "language" for string in strings(value)]
    assert len(said) > 100
    assert [string for string in said if tight(string) not in text] == []


def test_it_is_tagged_archival_and_the_same_every_time(printed: tuple[dict[str, object], bytes]) -> None:
    sheet, data = printed
    assert claims_of(data) == ("1", "2", "A")
    tags = tags_of(data)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"H\d", tag)]
    assert all(after - before <= 1 for before, after in pairwise([0, *levels]))
    assert tags.count("Table") >= 2
    again = run_sheet(load_workshop(_id_of(sheet)), time(9, 30), 14)
    assert print_run_sheet(again, Theme(), on=DAY).data == data


def test_two_checkers_of_accessibility_have_nothing_to_say(
    printed: tuple[dict[str, object], bytes], tmp_path: Path
) -> None:
    assert faults(printed[1], tmp_path) == []


def test_a_block_s_name_is_told_before_its_time_and_every_point_of_a_list_has_a_name(
    printed: tuple[dict[str, object], bytes], tmp_path: Path
) -> None:
    sheet, data = printed
    heard = told(data, tmp_path)
    assert heard.count(Told("H1", str(sheet["title"]))) == 1
    for part in sheet["parts"]:
        after = [heard[at + 1] for at, it in enumerate(heard) if it == Told("H3", part["title"])]
        assert Told("P", part["begins"]) in after
    tags = [it.tag for it in heard]
    assert tags.count("Lbl") >= tags_of(data).count("LI")


def _id_of(sheet: dict[str, object]) -> str:
    return next(id for id in shipped() if load_workshop(id).title == sheet["title"])


def test_a_block_stands_on_one_page_with_its_time(printed: tuple[dict[str, object], bytes]) -> None:
    """Whoever stands in front of people doesn't turn a page in the middle of a sentence."""
    sheet, data = printed
    pages = pages_of(data)
    for part in sheet["parts"]:
        wanted = [tight(words) for words in (part["begins"], part["title"], part["do"][-1], part["remote"])]
        assert any(all(words in page for words in wanted) for page in pages), part["title"]


def test_no_short_word_stands_alone_where_a_sentence_ends(printed: tuple[dict[str, object], bytes]) -> None:
    """“Ask whether anybody wants to change / one.”, read at arm's length while standing."""
    sheet, pdf = printed
    ends = {text.split()[-1] for text in strings(sheet) if " " in text and text.endswith((".", "?", "!", "”"))}
    short = {word for word in ends if len(word) < 10}
    assert [line for line in lines_of(pdf) if line.rstrip("”") in short] == []


@pytest.mark.parametrize("ways", [[way] for way in Gathering], ids=list(Gathering))
def test_an_option_stands_on_one_line(ways: list[Gathering]) -> None:
    """“slides ninety-minutes - / o decks”, which is copied by hand."""
    sheet = run_sheet(load_workshop("ninety-minutes"), time(9, 30), 14, ways)
    lines = lines_of(print_run_sheet(sheet, Theme(), on=DAY).data)
    assert any("-o decks" in line for line in lines)
    assert [line for line in lines if line.endswith((" -", "-o"))] == []


@pytest.mark.parametrize("id", shipped())
def test_what_people_elsewhere_do_is_told_where_some_are_and_nowhere_else(id: str) -> None:
    """In a room that holds everybody it would be read for nothing; in a mixed one no block may leave them out."""
    workshop = load_workshop(id)
    here, mixed = (run_sheet(workshop, time(9, 30), 14, elsewhere=elsewhere) for elsewhere in (False, True))
    assert [part.remote for part in here.parts] == [""] * len(here.parts)
    assert all(part.remote for part in mixed.parts)
    assert [part.model_copy(update={"remote": ""}) for part in mixed.parts] == list(here.parts)
    assert set(here.preparation) <= set(mixed.preparation)
    more = [line for line in mixed.preparation if line not in here.preparation]
    assert ["docs/hosting.md" in line for line in more] == ([True] if Gathering.HOSTED in workshop.ways[:1] else [])
    text = "".join(pages_of(print_run_sheet(here, Theme(), on=DAY).data))
    assert "Remote" not in text
    assert "Remote" in "".join(pages_of(print_run_sheet(mixed, Theme(), on=DAY).data))


def test_ninety_minutes_with_phones_are_read_in_eight_minutes_and_in_nine_where_some_are_elsewhere() -> None:
    """The half hour of FACILITATING.md stands on it, at 238 words a minute: what comes in has to find its place."""
    ladder = load_ladder()
    workshop = without_undrawn(for_ladder(load_workshop("ninety-minutes"), ladder), ladder)
    here, mixed = (
        sum(len(words.split()) for words in strings(sheet.model_dump(mode="json")))
        for sheet in (run_sheet(workshop, time(9, 30), 14, elsewhere=elsewhere) for elsewhere in (False, True))
    )
    assert 1500 < here <= 8 * 238
    assert here < mixed <= 9 * 238


def test_clock_times_and_things_follow_from_start_and_people() -> None:
    sheet = run_sheet(load_workshop("ninety-minutes"), time(13, 45), 15, {Gathering.FILES, Gathering.PAPER})
    assert [(part.begins, part.ends, part.form) for part in sheet.parts][3:5] == [
        ("14:04", "14:24", "everyone alone"),
        ("14:24", "14:36", "6 pairs and 1 three"),
    ]
    assert {fact.label: fact.text for fact in sheet.facts} == {
        "Begins": "13:45",
        "Ends": "15:15",
        "Minutes": "90",
        "People": "15",
        "Answers on": "laptops, paper",
        "Shown together from": "5 people",
    }
    counts = {each.what: (each.count, each.spare) for each in sheet.materials}
    assert counts["Worksheets of the levels in the room"] == (18, 3)
    assert counts["Guides to the conversation in pairs"] == (8, 1)
    assert counts["A pen that works"] == (18, 3)
    assert counts["A folder or a stick for the share files"] == (1, 0)


def test_a_sheet_for_a_ladder_of_ones_own_says_what_its_commands_lack() -> None:
    """They are the kit's: typed as they stand, they would open a workshop about the kit's own ladder."""
    sheet = run_sheet(load_workshop("ninety-minutes"), time(9, 30), 8)
    first, *rest = for_own_ladder(sheet).preparation
    assert "--ladder" in first
    assert tuple(rest) == sheet.preparation
    assert not any("--ladder" in line for line in sheet.preparation)


def test_slides_have_the_numbers_of_the_deck_for_a_ladder_that_has_fewer_of_them() -> None:
    ladder = load_ladder(THREE)
    workshop = for_ladder(load_workshop("ninety-minutes"), ladder)
    shown = {
        slide.title: slide.number
        for part in run_sheet(without_undrawn(workshop, ladder), time(9), 8).parts
        for slide in part.slides
    }
    deck = {slide.title: slide.number for slide in projected(workshop, ladder, load_theme())}
    assert shown == deck
    assert len(deck) < len(load_workshop("ninety-minutes").slides), "this ladder has no roles"


def test_the_smallest_group_is_told_only_where_there_is_a_picture() -> None:
    labels = [fact.label for fact in run_sheet(load_workshop("taster-30"), time(9), 8).facts]
    assert labels == ["Begins", "Ends", "Minutes", "People", "Answers on"]
    few = run_sheet(load_workshop("ninety-minutes"), time(9), 4)
    assert "Shown together from" not in [fact.label for fact in few.facts]
    assert few.few is not None
    assert "Leave out the reveal" in few.few.do
    assert few.parts[-1].ends == "10:30"
    assert few.few.title not in [moment.title for moment in few.moments]


@pytest.mark.parametrize("ways", [[way] for way in Gathering], ids=list(Gathering))
def test_where_no_picture_is_made_nothing_is_prepared_for_one_or_said_of_it(ways: list[Gathering]) -> None:
    """The sheet for four had whoever leads press Reveal beforehand, and say at the end what the picture was."""
    for id in ("ninety-minutes", "half-day"):
        for people, told_of in ((4, False), (5, True)):
            sheet = run_sheet(load_workshop(id), time(9, 30), people, ways)
            said = [*sheet.preparation, *(line for part in sheet.parts for line in (*part.do, *part.say))]
            said += [text for part in sheet.parts for each in part.trouble for text in (each.sign, each.do)]
            said += [moment.do for moment in sheet.moments]
            lines = [line for line in said if re.search("picture|reveal|team report|smallest group have", line, re.I)]
            assert bool(lines) is told_of, (id, people, lines)
            assert any("press Reveal once" in line for line in lines) is (told_of and ways != [Gathering.HOSTED])


def test_slides_are_numbered_as_in_the_deck() -> None:
    workshop = load_workshop("half-day")
    shown = [slide for part in run_sheet(workshop, time(9), 8).parts for slide in part.slides]
    assert [slide.number for slide in shown] == list(range(1, len(workshop.slides) + 1))
    assert [slide.title for slide in shown] == list(slide_titles(workshop).values())


def test_a_case_is_there_to_be_read_aloud_with_its_four_ways() -> None:
    cases = run_sheet(load_workshop("half-day"), time(9), 8).cases
    assert [case.title for case in cases] == ["The export by Friday", "Two directors, one quarter"]
    assert [way.letter for way in cases[0].ways] == ["A", "B", "C", "D"]


def test_what_is_quoted_within_a_quote_has_single_marks() -> None:
    sheet = run_sheet(load_workshop("ninety-minutes"), time(9), 8)
    assert (
        "‘No opportunity’ is a full answer, and doesn’t count as zero. Skip what you can’t answer."
        in sheet.parts[3].say
    )


@given(st.sampled_from([Form.PAIRS, Form.FOURS]), st.integers(3, 200))
def test_the_groups_named_hold_everybody(form: Form, people: int) -> None:
    sizes = {"pair": 2, "three": 3, "four": 4, "five": 5}
    told = re.findall(r"(\d+) (pair|three|four|five)s?", company(form, people))
    assert sum(int(count) * sizes[name] for count, name in told) == people == sum(groups(form, people))


@pytest.mark.parametrize("people", [1, 41])
def test_a_group_that_it_is_not_made_for_is_refused(people: int) -> None:
    with pytest.raises(UsageError):
        run_sheet(load_workshop("ninety-minutes"), time(9), people)


# --- the command -----------------------------------------------------------------------


def typed(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it."""
    command = [sys.executable, "-m", "helpers.cli", "workshop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


def test_the_command_writes_a_pdf_and_names_it(tmp_path: Path) -> None:
    theme = tmp_path / "theme.yaml"
    theme.write_text('accent: "#7a1f3d"\npaper: letter\n', encoding="utf-8")
    done = typed("run-sheet", "taster-30", "--start", "9.30", "--people", "8", "--theme", theme, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "run-sheet-taster-30.pdf\n", "")
    pages = pages_of((tmp_path / "run-sheet-taster-30.pdf").read_bytes())
    assert "09:30" in pages[0]
    assert "Remote" not in "".join(pages)
    eight = ["taster-30", "--start", "9.30", "--people", "8"]
    done = ladder("workshop", "run-sheet", *eight, "--elsewhere", "-o", "mixed.pdf", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "mixed.pdf\n", "")
    assert "Remote" in "".join(pages_of((tmp_path / "mixed.pdf").read_bytes()))
    done = ladder("workshop", "list", cwd=tmp_path)
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["half-day", "210"],
        ["ninety-minutes", "90"],
        ["return-30", "30"],
        ["taster-30", "30"],
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ninety-minute", "--start", "9:30", "--people", "14"], "Did you mean 'ninety-minutes'?"),
        (["ninety-minutes", "--start", "half nine", "--people", "14"], "'half nine' isn't a time of day"),
        (["ninety-minutes", "--start", "9:30", "--people", "1"], "takes two people"),
        (["taster-30", "--start", "9:30", "--people", "9", "--hosted"], "doesn't gather answers on phones"),
        (["ninety-minutes", "--start", "9:30", "--people", "0"], "0 people can't meet"),
        (["ninety-minutes", "--start", "9:30", "--people", "many"], "Invalid value for '--people'"),
        (["gone.yaml", "--start", "9:30", "--people", "14"], "gone.yaml: there is no such file"),
        (
            ["taster-30", "--start", "9", "--people", "9", "-o", "file/sheet.pdf"],
            "file: this is a file, and a folder is needed here",
        ),
    ],
)
def test_impossible_input_is_told_in_words_and_writes_nothing(tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = ladder("workshop", "run-sheet", *arguments, cwd=tmp_path)
    assert done.returncode != 0
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
