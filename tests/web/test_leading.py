"""Whoever leads a workshop finds what is printed and shown on a page, about the ladder that the app shows."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.web.app import Place, address, make_app
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from helpers.workshop.handouts import card_sets
from tests.report.people import text_of
from tests.workshop.printed import tight

THREE = Path(__file__).parents[1] / "fixtures/ladders/three-levels.yaml"
PLACE = Place(8866, "a-token", "a-key")


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (file := tmp_path / "our levels.yaml").write_bytes(THREE.read_bytes())
    ladder = load_ladder(file)
    keeping = JournalKeeping(Journal.open(tmp_path / "journal.jsonl"), ladder, tmp_path / "reports")
    engine = Engine(ladder, keeping, theme=load_theme(), link=address)
    found = TestClient(make_app(engine, PLACE, ladder_file=file), base_url=PLACE.origin, follow_redirects=False)
    found.cookies.set(PLACE.cookie, PLACE.key)
    return found


def links(html: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'href="(/leading/[^"]+)" download', html)]


def test_everything_that_a_room_needs_is_made_of_the_ladder_in_use(client: TestClient, tmp_path: Path):
    ladder = load_ladder(THREE)
    page = client.get("/leading", params={"people": "8", "start": "14", "ways": ["hosted", "paper"], "bars": "coarse"})
    assert page.status_code == 200
    assert "at 14:00 with 8 people" in page.text
    command = re.search(r"<code>(.* host .*)</code>", page.text)
    assert command
    said = shlex.split(command[1].replace("&#39;", "'"))
    everywhere = "0.0.0.0"  # noqa: S104 - what phones of the room reach
    assert said[-5:] == ["--listen", everywhere, "--ladder", str(tmp_path / "our levels.yaml"), "--coarse"]
    made = {each.partition("?")[0].rpartition("/")[2]: client.get(each) for each in links(page.text) if ".pdf" in each}
    assert {f"worksheet-{level.id}.pdf" for level in ladder.levels} < made.keys()
    assert {f"for-managers-{level.id}.pdf" for level in ladder.levels} < made.keys()
    words = {name: tight(text_of(answer.content)) for name, answer in made.items()}
    assert "14:00" in words["run-sheet-ninety-minutes.pdf"]
    assert tight("phones, paper") in words["run-sheet-ninety-minutes.pdf"]
    assert tight("Add --ladder") in words["run-sheet-ninety-minutes.pdf"]
    first = ladder.levels[0]
    assert tight(first.title) in words["slides-ninety-minutes.pdf"]
    assert tight(first.statements[0].headline) in words[f"worksheet-{first.id}.pdf"]
    assert any("slides-ninety-minutes.html?" in each for each in links(page.text))


def test_the_run_sheet_tells_what_people_elsewhere_do_once_that_is_ticked(client: TestClient):
    def remote(**said: str) -> bool:
        page = client.get("/leading", params=said).text
        assert ('value="1" checked' in page) is bool(said)
        sheet = next(each for each in links(page) if "run-sheet" in each)
        return "Remote" in tight(text_of(client.get(sheet).content))

    assert [remote(), remote(elsewhere="1")] == [False, True]


def test_a_workshop_that_gathers_in_one_way_alone_does_so_whatever_was_chosen(client: TestClient):
    page = client.get("/leading", params={"workshop": "taster-30", "ways": "hosted"})
    assert "People answer on paper in this one." in page.text
    assert " host " not in page.text
    assert all(client.get(each).status_code == 200 for each in links(page.text) if "run-sheet" in each)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"people": "many"}, "is no number of people"),
        ({"people": "1"}, "two people at the least"),
        ({"people": "0"}, "is no number of people"),
        ({"start": "noon"}, "a time of day"),
        ({"workshop": "../x"}, "there is no such workshop"),
    ],
)
def test_a_mistake_is_told_above_the_form_with_the_rest_kept(client: TestClient, said: dict[str, str], told: str):
    page = client.get("/leading", params={"start": "10:15", **said})
    assert page.status_code == 422
    assert told in page.text
    assert said.get("start", "10:15") in page.text
    assert client.get("/leading/run-sheet-ninety-minutes.pdf", params=said).status_code != 200


def test_what_a_workshop_has_not_is_not_there(client: TestClient):
    assert client.get("/leading/worksheet-nobody.pdf").status_code == 404
    assert 'href="/leading"' in client.get("/00_start_here").text


def test_a_set_of_cards_is_of_two_levels_and_says_its_pages_before_it_is_printed(client: TestClient):
    """A ladder of nine levels would else be a pile of paper for each four."""
    ladder = load_ladder(THREE)
    page = client.get("/leading", params={"workshop": "half-day"})
    sets = re.findall(r'href="(/leading/cards[^"]*)"[^>]*>Cards to sort: [^<]*\((\d+) cards on (\d+) pages?', page.text)
    assert len(sets) == len(card_sets(ladder)) > 0
    for (link, number, pages), levels in zip(sets, card_sets(ladder), strict=True):
        made = client.get(link.replace("&amp;", "&"))
        assert len(PdfReader(io.BytesIO(made.content)).pages) == int(pages) + 1
        assert int(number) == sum(len(level.statements) for level in levels)
