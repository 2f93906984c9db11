"""A spreadsheet becomes a ladder on a page: what is open is asked, nothing sent is lost, and next year's reads back."""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner
from xlsxwriter import Workbook

from helpers.charts import load_theme
from helpers.cli.commands import app as cli
from helpers.clock import today
from helpers.importing import as_ladder, read_tables, tables_of, understand
from helpers.insight.versions import open_again, rests_on
from helpers.journal import Choice, Journal, often
from helpers.ladder import Ladder, check_ladder, load_ladder
from helpers.ladder.against import against
from helpers.ladder.lineage import How
from helpers.report import build_report, typeset
from helpers.web.app import Place, address, make_app
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from helpers.web.multipart import parts
from helpers.web.page import chapter_page
from tests.report.people import text_of
from tests.workshop.printed import tight

FRAMEWORKS = Path(__file__).parents[1] / "fixtures/frameworks"
PLACE = Place(8866, "a-token", "a-key")
NO_FILE = {"file": ("none", b"")}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    ladder = load_ladder()
    keeping = JournalKeeping(Journal.open(tmp_path / "journal.jsonl"), ladder, tmp_path / "reports")
    app = make_app(Engine(ladder, keeping, theme=load_theme(), link=address), PLACE)
    found = TestClient(app, base_url=PLACE.origin, follow_redirects=False)
    found.cookies.set(PLACE.cookie, PLACE.key)
    return found


def send(client: TestClient, *files: Path, old: bytes = b"", **fields: str):
    sent = [("file", (path.name, path.read_bytes())) for path in files]
    sent += [("old", ("old.yaml", old))] if old else []
    data = {name.replace("_", ":", 1): text for name, text in fields.items()}
    return client.post("/import", data=data, files=sent or {"file": ("none", b"")})


def found_in(html: str, pattern: str) -> str:
    found = re.search(pattern, html)
    assert found, html
    return found[1]


def answered_last_year(client: TestClient, table: Path, folder: Path) -> tuple[Path, Ladder, Journal]:
    """The file of last year's ladder, made of a table; that ladder; and answers to all of its statements."""
    name = found_in(send(client, table, title="Ours").text, r"/import/([^/]+)/yaml")
    (file := folder / "last.yaml").write_bytes(client.get(f"/import/{name}/yaml").content)
    ladder = check_ladder(file)
    journal = Journal.open(folder / "answers.jsonl")
    for _, _, statement in ladder.walk():
        journal.record(f"statement:{statement.id}", often(3), ladder=ladder)
    return file, ladder, journal


def test_the_way_from_a_table_to_both_files_and_to_next_years(client: TestClient, tmp_path: Path):
    assert "Your spreadsheet as a ladder" in client.get("/import").text
    assert 'href="/import"' in client.get("/00_start_here").text
    asked = send(client, FRAMEWORKS / "lists.md", title="Support")
    assert "Which headings are the levels" in asked.text
    assert "Answers within a day" in asked.text
    upload = found_in(asked.text, r'name="upload" value="([^"]+)"')
    wrong = send(client, upload=upload, answer_level="Z")
    assert wrong.status_code == 422
    assert "there is no column" in wrong.text
    assert "Which headings are the levels" in wrong.text
    made = send(client, upload=upload, answer_level="A")
    assert "Support: 2 levels, 5 statements" in made.text
    yaml, xlsx = (client.get(f"/import/{upload}/{kind}") for kind in ("yaml", "xlsx"))
    assert xlsx.headers["content-disposition"] == 'attachment; filename="support.xlsx"'
    (tmp_path / "support.yaml").write_bytes(yaml.content)
    ladder = check_ladder(tmp_path / "support.yaml")
    assert [level.title for level in ladder.levels] == ["Level 1", "Level 2"]

    (tmp_path / "next.xlsx").write_bytes(xlsx.content)
    entries = understand(read_tables(tmp_path / "next.xlsx")).entries
    assert [entry.id for entry in entries] == [statement.id for _, _, statement in ladder.walk()]
    again = send(client, tmp_path / "next.xlsx", old=yaml.content)
    assert "<p>5 kept</p>" in again.text
    rewritten = client.get(found_in(again.text, r'href="(/import/[^/]+/yaml)"'))
    assert rewritten.content == yaml.content


def test_letters_that_may_be_of_two_languages_are_asked_about_with_words_to_choose_from(client: TestClient):
    table = ("table.csv", "Level;Statement\r\nMladší;Dělá jednu věc\r\n".encode("cp1250"))
    told = client.post("/import", files={"file": table})
    assert "read as Windows-1250 (Central European), such as “Mladší”" in told.text
    table = ("table.csv", "Level;Statement\r\nA;Jednu věc\r\n".encode("cp1250"))
    asked = client.post("/import", files={"file": table})
    words = re.findall(r'value="([^"]+)" required> <span>([^<]+)</span>', asked.text)
    assert ("Windows-1250", "“věc” (Windows-1250, Central European)") in words
    assert len(words) == 3
    upload = found_in(asked.text, r'name="upload" value="([^"]+)"')
    made = send(client, upload=upload, answer_encoding="Windows-1250")
    assert "Jednu věc" in made.text
    assert "How its letters are read: <strong>Windows-1250</strong>" in made.text
    thai = "A;B\r\nต้น;ขอความ\r\n".encode("cp874")
    assert "make no words" in client.post("/import", files={"file": ("a.csv", thai)}).text


def test_pasted_cells_are_a_table(client: TestClient):
    made = send(client, pasted="Level\tStatement\nOne\tAsks early\nTwo\tWrites it down\n")
    assert "2 levels, 2 statements" in made.text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.png", b"x", "A picture of a table has no cells"),
        ("a.xlsx", b"x", "broken, or no spreadsheet"),
        ("a.csv", b"One,<script>alert(1)</script>\nA,B\n", "Are the levels across the top"),
        ("../../etc/a.csv", b"", "nothing was handed over"),
        ("a.json", rb'{"Junior": ["Asks \ud83d early"], "Senior": ["Tells"]}', "a letter is broken"),
    ],
)
def test_what_can_not_be_read_is_a_sentence_on_the_page(client: TestClient, name: str, data: bytes, says: str):
    answer = client.post("/import", files={"file": (name, data)})
    assert answer.status_code in (200, 422)
    assert says in answer.text
    assert "<script>alert" not in answer.text


def test_a_ladder_that_is_no_utf_8_is_told_and_never_read_with_marks_in_it(client: TestClient):
    answer = send(client, FRAMEWORKS / "lists.md", old="levels: [ä]".encode("latin-1"))
    assert answer.status_code == 422
    assert "UTF-8" in answer.text


def test_a_mistake_is_told_where_it_can_be_mended_and_the_table_is_kept(client: TestClient):
    """Of the language, of last year's file and of the table: the first step again, with a button and what was sent."""
    table = "Level\tStatement\nOne\tAsks early\nTwo\tWrites it down\n"
    told = client.post("/import", data={"pasted": table, "title": "Support", "language": "English"}, files=NO_FILE)
    assert told.status_code == 422
    assert "“English” is no code of a language" in told.text
    for old in (b"- " * 5000, b"{" * 3000, b"shopping: list", b"levels: [1]", b"levels: [", b"\xff"):
        name = found_in(told.text, r'name="upload" value="([^"]+)"')
        sent = {"upload": name, "title": found_in(told.text, 'id="title"[^>]*value="([^"]+)"'), "language": "EN"}
        told = client.post("/import", data=sent, files={"old": ("old.yaml", old)})
        assert told.status_code == 422, old
        assert "Choose last year’s ladder file again, or go on without it." in told.text
        assert "ladder.yaml" not in told.text
        assert " -o" not in told.text
        assert "See how it is read" in told.text
    sent["upload"] = found_in(told.text, r'name="upload" value="([^"]+)"')
    made = client.post("/import", data=sent, files=NO_FILE)
    assert "Support: 2 levels, 2 statements" in made.text
    assert "language: en\n" in client.get(found_in(made.text, r'href="(/import/[^/]+/yaml)"')).text

    twice = client.post("/import", data={"pasted": table + "Two\tWrites it down\n"}, files=NO_FILE)
    assert "the same statement stands twice" in twice.text
    assert "See how it is read" in twice.text


def test_from_a_mistake_beside_an_open_question_one_button_goes_back_with_everything_kept(client: TestClient):
    rows = "One\tAsks early. Then tells.\n"
    asked = send(client, pasted="Level\tStatement\n" + rows * 2, title="Support")
    sent = {"upload": found_in(asked.text, r'name="upload" value="([^"]+)"')}
    told = client.post("/import", data=sent | {"answer:sentences": "keep"}, files=NO_FILE)
    assert "the same statement stands twice" in told.text
    assert "Go back to your files" in told.text
    back = client.post("/import", data=sent | {"back": "files"}, files=NO_FILE)
    assert (back.status_code, f"{(rows * 2).strip()}</textarea>" in back.text) == (200, True)
    assert 'value="Support"' in back.text


def test_an_answer_and_pasted_cells_can_be_given_again(client: TestClient):
    """Whoever answered by mistake is asked again, before and after there is a ladder, and edits what was pasted."""
    cells = "\tJunior\tSenior\nCraft\tAsks. Tells.\tCuts scope\n"
    asked = send(client, pasted=cells, title="Support")
    upload = found_in(asked.text, r'name="upload" value="([^"]+)"')
    asked = send(client, upload=upload, answer_levels="down")
    assert "Where the levels are: <strong>Down the side</strong>" in asked.text
    again = send(client, upload=upload, answered_levels="down", again="levels")
    assert "Are the levels across the top" in again.text
    made = send(client, upload=upload, answered_levels="across", answer_sentences="split")
    assert "Support: 2 levels, 3 statements" in made.text
    assert 'name="again" value="sentences"' in made.text
    again = send(client, upload=upload, answered_levels="across", answered_sentences="split", again="sentences")
    assert "Is each sentence a statement of its own?" in again.text
    back = send(client, upload=upload, answered_levels="across", back="files")
    assert f"\n{cells.rstrip()}</textarea>" in back.text
    edited = send(client, upload=upload, answered_levels="across", title="Support", pasted=cells.replace(" Tells.", ""))
    assert "Are the levels across the top" in edited.text  # it was said about another table
    same = send(client, upload=upload, answered_levels="across", title="Support", pasted=cells)
    assert "Is each sentence a statement of its own?" in same.text


def test_what_a_ladder_has_no_room_for_is_told_without_a_place_in_a_file_that_nobody_has(client: TestClient):
    told = send(client, pasted="Level\tStatement\tTitle\nOne\tAsks\t" + "x" * 60 + "\n" + "Two\t" + "y" * 5000)
    assert told.status_code == 422
    assert "ladder.yaml" not in told.text
    assert "See how it is read" in told.text


def test_the_empty_first_corner_of_pasted_cells_stays_empty(client: TestClient):
    asked = send(client, pasted="\tJunior\tSenior\nCraft\tWrites small stories\tCuts scope\n")
    assert "Are the levels across the top (“Junior”, “Senior”)" in asked.text


def test_what_was_never_made_is_not_there_and_the_empty_spreadsheet_is(client: TestClient, tmp_path: Path):
    assert client.get("/import/nothing/yaml").status_code == 404
    assert client.get("/import/nothing/exe").status_code == 404
    (tmp_path / "empty.xlsx").write_bytes(client.get("/import/levels-to-fill-in.xlsx").content)
    assert read_tables(tmp_path / "empty.xlsx")[0].rows[0][0].text == "Level"
    assert client.post("/import", content=b"no form").status_code == 422


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20))
def test_a_file_comes_as_it_was_sent_whatever_is_in_it(data: bytes, name: str):
    boundary = "kit-boundary-8c1f"
    name = name.replace('"', "").replace("\\", "").strip() or "a"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + f"\r\n--{boundary}--\r\n".encode()
    (part,) = parts(f"multipart/form-data; boundary={boundary}", body)
    assert (part.name, part.data) == ("file", data)


def test_a_file_that_holds_pictures_is_taken_and_one_that_is_far_too_large_is_told_on_the_page(
    client: TestClient, tmp_path: Path
):
    """Companies’ spreadsheets have megabytes of logos in them."""
    pixels = b"".join(b"\0" + random.randbytes(3 * 900) for _ in range(900))
    head = b"IHDR" + struct.pack(">IIBBBBB", 900, 900, 8, 2, 0, 0, 0)
    parts_of_it = (head, b"IDAT" + zlib.compress(pixels), b"IEND")
    png = b"".join(struct.pack(">I", len(it) - 4) + it + struct.pack(">I", zlib.crc32(it)) for it in parts_of_it)
    book = Workbook(large := tmp_path / "levels.xlsx")
    sheet = book.add_worksheet("Levels")
    sheet.write_row(0, 0, ("Level", "Skill", "Statement"))
    sheet.write_row(1, 0, ("Junior", "Craft", "Writes down what was agreed"))
    sheet.insert_image(4, 0, "logo.png", {"image_data": io.BytesIO(b"\x89PNG\r\n\x1a\n" + png)})
    book.close()
    assert large.stat().st_size > 2_000_000
    assert "1 level, 1 statement" in send(client, large, title="Ours").text
    (tmp_path / "huge.csv").write_bytes(b"Level,Statement\n" * 900_000)
    told = send(client, tmp_path / "huge.csv")
    assert told.status_code == 413
    assert "more than 10 MB together" in told.text
    assert 'type="file"' in told.text


def ladder_of(client: TestClient, page: str, folder: Path) -> Ladder:
    """The ladder that a page says was made."""
    path = folder / "made.yaml"
    path.write_bytes(client.get(f"/import/{found_in(page, r'/import/([^/]+)/yaml')}/yaml").content)
    return check_ladder(path)


def test_next_years_spreadsheet_is_the_next_version_without_a_word_of_yaml(client: TestClient, tmp_path: Path):
    (table := tmp_path / "levels.csv").write_text(
        "Level,Skill,Statement\nJunior,Craft,Writes small stories\nJunior,People,Asks for help before it hurts\n"
        "Senior,Craft,Cuts scope and says why\n"
    )
    page = send(client, table, title="Ours").text
    name = found_in(page, r"/import/([^/]+)/yaml")
    old = client.get(f"/import/{name}/yaml").content
    (first := tmp_path / "first.yaml").write_bytes(old)
    before = check_ladder(first)
    keeping = Journal.open(tmp_path / "answers.jsonl")
    for _, _, statement in before.walk():
        keeping.record(f"statement:{statement.id}", often(3), ladder=before)

    table.write_text(
        "Level,Skill,Statement\nJunior,Craft,Writes small stories\n"
        "Junior,People,Asks for help early before it hurts\nSenior,Craft,Runs the planning of a quarter\n"
    )
    asked = send(client, table, old=old).text
    assert "Yes: people’s answers stay" in asked
    upload = found_in(asked, r'name="upload" value="([^"]+)"')
    key = found_in(asked, r'name="answer:([^"]+)" value="reworded"')
    made = client.post("/import", data={"upload": upload, f"answer:{key}": "reworded"}, files={"file": ("none", b"")})
    for words in ("It is version 2 now", "1 reworded", "Runs the planning of a quarter", "Cuts scope and says why"):
        assert words in made.text
    assert "“Asks for help before it hurts” is now “Asks for help early before it hurts”" in made.text
    (second := tmp_path / "second.yaml").write_bytes(
        client.get(f"/import/{found_in(made.text, r'/import/([^/]+)/yaml')}/yaml").content
    )
    after = check_ladder(second)
    assert (after.version, after.versions) == ("2", ("1", "2"))
    state = keeping.state(after)
    kept = {statement.id: state.rating(statement.id).frequency for _, _, statement in after.walk()}
    assert sorted(kept.values(), key=str) == [3, 3, None]
    again = send(client, table, old=second.read_bytes()).text  # nothing has changed: no version for nothing
    assert client.get(f"/import/{found_in(again, r'/import/([^/]+)/yaml')}/yaml").content.count(b"version: '2'") == 1


def test_the_page_warns_as_the_command_does_and_takes_that_a_statement_means_something_else(
    client: TestClient, tmp_path: Path
):
    """Of a row whose id stands, and of one that is asked about: both are then asked afresh, the old answer beside."""
    (table := tmp_path / "levels.csv").write_text(
        "Level,Statement\nJunior,Writes small stories\nJunior,Asks for help before it hurts\n"
        "Junior,Tells the team what the customers said\nSenior,Cuts scope and says why\n"
    )
    last_year, before, journal = answered_last_year(client, table, tmp_path)
    stories, asks, tells, cuts = (statement.id for _, _, statement in before.walk())
    table.write_text(
        f"Level,Statement,Id\nJunior,Runs every release of the quarter,{stories}\n"
        f"Junior,Asks for help from others before it hurts,\nSenior,Tells the teams what the customers said,\n"
        f"Senior,Cuts scope and says why,{cuts}\n"
    )
    asked = send(client, table, old=last_year.read_bytes()).text
    assert "Not quite: it is asked afresh, with the old answer beside it" in asked
    upload = found_in(asked, r'name="upload" value="([^"]+)"')
    made = client.post("/import", data={"upload": upload, f"answer:{asks}": "changed"}, files=NO_FILE).text
    assert "1 changed in meaning" in made
    assert "The words changed a lot, and nothing says what that means for answers" in made
    assert f"write {tells} into the id column of its row" in made
    warned = against(before, ladder_of(client, made, tmp_path)).warnings
    assert [(each.about == stories, each.old) for each in warned] == [(True, ""), (False, tells)]

    upload = found_in(made, r'name="upload" value="([^"]+)"')
    pressed = {"upload": upload, f"answered:{asks}": "changed", f"answer:{stories}": "changed"}
    made = client.post("/import", data=pressed, files=NO_FILE).text
    assert "2 changed in meaning" in made
    assert "The words changed a lot" not in made
    after = ladder_of(client, made, tmp_path)
    since = {statement.id: statement.since for _, _, statement in after.walk()}
    assert {id: version for id, version in since.items() if version} == {stories: "2", asks: "2"}
    fates = {fate.event.subject.partition(":")[2]: fate.how for fate in journal.state(after).fates}
    assert fates == {stories: How.CHANGED, asks: How.CHANGED, tells: How.GONE, cuts: How.KEPT}
    assert journal.state(after).rating(cuts).frequency == 3
    told = client.post("/import", data=pressed | {f"answer:{stories}": "chnaged"}, files=NO_FILE).text
    assert "can’t be “chnaged”" in told


def test_next_year_accounts_for_every_answer(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A level renamed, a statement reworded, two put together, one split, one moved, one gone, a level new."""
    (table := tmp_path / "levels.csv").write_text(
        "Level,Statement\nJunior,Writes small stories\nJunior,Asks for help before it hurts\nJunior,Keeps notes\n"
        "Senior,Cuts scope and says why\nSenior,Runs experiments\nSenior,Reads the figures\nSenior,Plans a quarter\n"
        "Senior,Writes the weekly note\nSenior,Mentors somebody\n"
    )
    last_year, before, journal = answered_last_year(client, table, tmp_path)
    journal.record("choice:standing", Choice(chosen=("senior",)), ladder=before)

    was = {statement.text: statement.id for _, _, statement in before.walk()}
    rows = [
        ("Junior", "Writes small stories", was["Writes small stories"]),
        ("Junior", "Asks for help early, before it hurts", was["Asks for help before it hurts"]),
        ("Junior", "Mentors somebody", was["Mentors somebody"]),
        ("Senior maker", "Cuts scope and says why", was["Cuts scope and says why"]),
        ("Senior maker", "Runs experiments and reads them", f"{was['Runs experiments']}, {was['Reads the figures']}"),
        ("Senior maker", "Plans a quarter with the team", was["Plans a quarter"]),
        ("Senior maker", "Plans what is not done in a quarter", was["Plans a quarter"]),
        ("Senior maker", "Writes the weekly note", was["Writes the weekly note"]),
        ("Lead", "Sets the bar", ""),
    ]
    book = Workbook(this_year := tmp_path / "this year.xlsx")
    sheet = book.add_worksheet("Ladder")
    for number, row in enumerate([("Level", "Statement", "Id"), *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    asked = send(client, this_year, old=last_year.read_bytes()).text
    assert "Is it the same level under another name?" in asked
    upload = found_in(asked, r'name="upload" value="([^"]+)"')
    made = client.post("/import", data={"upload": upload, "answer:senior": "renamed"}, files=NO_FILE).text
    assert "It is version 2 now" in made
    for words in ("1 reworded", "1 moved", "1 merged", "2 split", "1 new", "1 gone", "<li>Keeps notes</li>"):
        assert words in made, words
    (this_years := tmp_path / "ours.yaml").write_bytes(
        client.get(f"/import/{found_in(made, r'/import/([^/]+)/yaml')}/yaml").content
    )
    after = check_ladder(this_years)
    assert after.level("senior").title == "Senior maker"

    state = journal.state(after)
    assert state.chosen("standing") == ("senior",)
    rated = {statement.text: state.rating(statement.id).frequency for _, _, statement in after.walk()}
    afresh = {"Plans a quarter with the team", "Plans what is not done in a quarter", "Sets the bar"}
    assert rated == {text: None if text in afresh else 3 for _, text, _ in rows}
    fates = {
        fate.event.subject.partition(":")[2]: fate.how for fate in state.fates if fate.event.subject.kind == "statement"
    }
    assert fates.keys() == set(was.values())
    assert {id for id, how in fates.items() if how is How.GONE} == {was["Keeps notes"]}

    monkeypatch.setenv("COLUMNS", "200")
    told = CliRunner().invoke(cli, ["journal", "check", "--journal", str(journal.path), "--ladder", str(this_years)])
    assert told.exit_code == 0, told.output
    for words in ("Keeps notes", "Plans a quarter", "Runs experiments"):
        assert words in told.output
    keeping = JournalKeeping(journal, after, tmp_path / "reports")
    engine = Engine(after, keeping, theme=load_theme(), link=address)
    path = next(here for here in engine.course.chapters if here.level == "senior")
    page = chapter_page(engine, path)
    assert "Plans a quarter" in page.replace("Plans a quarter with the team", "")  # where it is asked again
    report = build_report(after, journal.events(), on=today(), theme=load_theme())
    words = tight(text_of(typeset(report, load_theme()).data))
    assert all(tight(sentence) in words for sentence in (rests_on(state, after), open_again(state)))


def test_rows_put_together_or_split_take_the_place_of_no_statement_that_went(client: TestClient, tmp_path: Path):
    """Words that look alike are asked about only where a row doesn't say itself which statements it is made of."""
    (table := tmp_path / "levels.csv").write_text(
        "Level,Statement\nJunior,Tests what a teammate depends on\nJunior,Draws what a teammate depends on\n"
        "Junior,Ships what was agreed\nJunior,Writes the weekly plan\nJunior,Writes the weekly note\n"
    )
    name = found_in(send(client, table, title="Ours").text, r"/import/([^/]+)/yaml")
    (last_year := tmp_path / "last.yaml").write_bytes(client.get(f"/import/{name}/yaml").content)
    was = {statement.text: statement.id for _, _, statement in check_ladder(last_year).walk()}
    draws, ships, note = (
        was["Draws what a teammate depends on"],
        was["Ships what was agreed"],
        was["Writes the weekly note"],
    )
    (this_year := tmp_path / "this year.csv").write_text(
        f'Level,Statement,Id\nJunior,Draws what a teammate depends on,"{draws}, {ships}"\n'
        f"Junior,Writes the weekly note for the team,{note}\nJunior,Writes the weekly note for others,{note}\n"
    )
    (alone := tmp_path / "alone.csv").write_text(f"Level,Statement,Id\nJunior,Writes the weekly note,{note}\n")
    assert "no ladder file of last year’s was handed over" in send(client, alone, title="Ours").text
    made = send(client, this_year, old=last_year.read_bytes()).text
    assert "no ladder file of last year’s was handed over" not in made
    for words in ("1 merged", "2 split", "2 gone", "Tests what a teammate depends on", "Writes the weekly plan"):
        assert words in made, words


@pytest.mark.parametrize(("now", "after"), [("2026", "2027"), ("1.9", "1.10"), ("spring", "spring 2")])
def test_a_version_is_followed_by_the_next_in_its_own_way(now: str, after: str):
    made = as_ladder(
        understand(tables_of(Path("a.csv"), b"Level,Statement\nJunior,Asks\n")), id="a", title="A", language="en"
    )
    old = made.text.replace("version: '1'", f"version: '{now}'")
    other = understand(tables_of(Path("a.csv"), b"Level,Statement\nJunior,Writes down what was agreed\n"))
    text = as_ladder(other, id="a", title="A", language="en", old=old, answers={"version": "next"}).text
    assert f"version: '{after}'" in text or f"version: {after}" in text
