"""A share as a code: read back whole, a slip told, and its owner counted once, in batches that codes make alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers.cli.board import _folder
from helpers.cli.commands import app
from helpers.errors import UsageError
from helpers.journal import Journal, often
from helpers.ladder import load_ladder
from helpers.workshop.agenda import load_workshop, shipped
from helpers.workshop.code import LETTERS, as_code, code_length, known_lists, read_code, read_codes, statements_of
from helpers.workshop.session import CODE_COUNTS, TeamSession
from helpers.workshop.share import Share, SharedRating, file_name, make_share, write_share
from helpers.workshop.suppression import CATEGORIES, Category, Hidden, NoData, NotYet, Shown
from tests.long import tries
from tests.widgets.conftest import TINY
from tests.workshop.search import _ratings
from tests.workshop.team import share_of

LADDER = load_ladder()
ASKED = statements_of(load_workshop("ninety-minutes"), LADDER)
LISTS = known_lists(LADDER)
ids = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
answered = st.dictionaries(st.sampled_from(ASKED), st.sampled_from(CATEGORIES), min_size=1)


def sharing(id: str, answers: dict[str, Category]) -> Share:
    return Share(id=id, ladder=LADDER.id, ladder_version=LADDER.version, ratings=_ratings(answers))


def code_of(id: str, answers: dict[str, Category]) -> str:
    return as_code(sharing(id, answers), LADDER, ASKED)


@settings(max_examples=tries(30, 400))
@given(ids, answered, st.data())
def test_it_says_what_the_share_says_in_22_letters_and_a_slip_is_told(id, answers, data):
    code = code_of(id, answers)
    letters = code.replace(" ", "")
    assert (len(ASKED), len(letters)) == (16, 22)
    read = read_code(code, LADDER, LISTS)
    assert (read.id, read.answers) == (id[:8], answers)
    assert read_code(f" {letters.lower().replace('0', 'o').replace('1', 'l')}\n", LADDER, LISTS) == read
    place = data.draw(st.integers(0, 21))
    other = data.draw(st.sampled_from([letter for letter in LETTERS if letter != letters[place]]))
    with pytest.raises(UsageError, match="a letter of this code is wrong"):
        read_code(letters[:place] + other + letters[place + 1 :], LADDER, LISTS)


@pytest.mark.parametrize("text", ["", "hello!", "ÄÖÜ", "0" * 21, "0" * 23, "0" * 22, "Z" * 22, "٣" * 22])
def test_what_is_no_code_is_told_and_not_quoted(text):
    with pytest.raises(UsageError) as told:
        read_code(text, LADDER, LISTS)
    assert not text or text not in str(told.value)


def test_it_says_nothing_about_other_words_than_those_that_were_answered():
    code = code_of("a" * 32, {ASKED[0]: "3"})
    data = LADDER.model_dump(mode="json")
    changed = LADDER.model_copy(update={"id": "another"})
    with pytest.raises(UsageError, match="another version of the ladder"):
        read_code(code, changed, LISTS)
    assert data["id"] == LADDER.id
    with pytest.raises(UsageError, match="other statements than a code holds"):
        read_code(code, load_ladder(TINY), known_lists(load_ladder(TINY)))


def test_more_statements_make_a_longer_code():
    assert [code_length(number) for number in (1, 12, 16, 25, 40)] == [13, 20, 22, 28, 38]


def test_what_was_pasted_comes_apart_by_lines_and_commas():
    assert read_codes(" AB CD\n\nEF-GH, JK ;\n") == ("AB CD", "EF-GH", "JK")


# --- counted ---------------------------------------------------------------------------


def room(tmp_path: Path) -> TeamSession:
    folder = tmp_path / "team"
    folder.mkdir()
    return TeamSession.open(folder, LADDER, min_group=3)


def put(session: TeamSession, share: Share) -> None:
    write_share(Path(session.memory.where).parent / f"{share.id}.json", share)


FIRST = ASKED[0]


def test_codes_make_batches_of_their_own(tmp_path):
    session = room(tmp_path)
    session.add_codes("\n".join(code_of(f"{n:032x}"[::-1], {FIRST: "1"}) for n in (1, 2)))
    put(session, sharing("c" * 32, {FIRST: "4"}))
    with pytest.raises(NotYet):
        session.reveal()  # two codes and a file: whoever received the codes would know the third
    session.add_codes(code_of("3" * 32, {FIRST: "2"}))
    snapshot = session.reveal()
    assert snapshot.tables[FIRST] == Shown(counts={"1": 2, "2": 1}, unanimous=False, all_but_one=True)
    assert snapshot.people == 3
    assert session.lobby().people == 4
    assert isinstance(snapshot.tables[ASKED[1]], NoData)


@pytest.mark.parametrize("first", ["code", "file"])
def test_a_persons_file_and_code_count_once_whichever_comes_first(tmp_path, first):
    session = room(tmp_path)
    mine, answers = "d" * 32, {FIRST: "4"}
    steps = {
        "code": lambda: session.add_codes(code_of(mine, answers)),
        "file": lambda: put(session, sharing(mine, answers)),
    }
    others = "\n".join(code_of(f"{n}" * 32, {FIRST: f"{n}"}) for n in (1, 2))
    session.add_codes(others)
    for step in [first, *(each for each in steps if each != first)]:
        steps[step]()
    assert session.lobby().people == 3
    table = session.reveal().tables[FIRST]
    assert isinstance(table, Shown)
    assert table.counts == {"1": 1, "2": 1, "4": 1}
    session.add_codes(code_of(mine, {FIRST: "0"}))
    assert (session.lobby().people, session.lobby().waiting) == (3, 0), "a later code of theirs is no new person"


def test_a_file_that_comes_after_its_owners_code_was_shown_counts_no_second_time(tmp_path):
    session = room(tmp_path)
    session.add_codes("\n".join(code_of(f"{n}" * 32, {FIRST: f"{n}"}) for n in (1, 2, 3)))
    session.reveal()
    put(session, sharing("1" * 32, {FIRST: "0", ASKED[1]: "2"}))
    assert (session.lobby().people, session.lobby().waiting) == (3, 0)
    for n in (4, 5, 6):
        put(session, sharing(f"{n}" * 32, {FIRST: "4", ASKED[1]: "2"}))
    tables = session.reveal().tables
    assert tables[FIRST].n == 6
    assert tables[ASKED[1]].n == 3, "whoever received the code knows whose file it is, and could subtract it"


def test_of_whoever_sent_a_code_nothing_of_the_file_is_shown_and_the_facilitator_is_told(tmp_path):
    """Three codes and what only a file says: whoever received the codes would know the file's answer."""
    session = room(tmp_path)
    session.add_codes("\n".join(code_of(f"{n}" * 32, {FIRST: "1", ASKED[1]: "2"}) for n in (1, 2)))
    session.add_codes(code_of("3" * 32, {FIRST: "1"}))
    assert session.lobby().reasons == ()
    put(session, sharing("3" * 32, {FIRST: "4", ASKED[1]: "0"}))
    tables = session.reveal().tables
    assert tables[FIRST] == Shown(counts={"1": 3}, unanimous=True)
    assert isinstance(tables[ASKED[1]], Hidden), "two codes alone are too few"
    assert session.lobby().reasons == ((CODE_COUNTS, 1),)


def test_a_code_that_is_made_up_for_somebody_shows_nothing_of_their_file(tmp_path):
    session = room(tmp_path)
    victim = sharing("d" * 32, {FIRST: "0", ASKED[1]: "4"})
    put(session, victim)
    made_up = {FIRST: "2", ASKED[1]: "2"}
    session.add_codes("\n".join(code_of(id * 32, made_up) for id in ("1", "2", "d")))
    tables = session.reveal().tables
    assert [tables[id].counts for id in (FIRST, ASKED[1])] == [{"2": 3}] * 2
    for id in (f"{n:08x}" * 4 for n in range(50)):
        assert id[:8] not in file_name(victim.model_copy(update={"id": id})), "an id isn't to be read off a name"


def test_of_two_codes_that_a_file_tells_to_be_one_persons_one_counts(tmp_path):
    session = room(tmp_path)
    session.add_codes("\n".join(code_of(f"{n}" * 32, {FIRST: f"{n}"}) for n in (1, 2, 3, 4)))
    put(session, sharing("3" * 32, {FIRST: "0"}).model_copy(update={"format": 2, "also": ("4" * 32,)}))
    assert (session.lobby().people, session.lobby().waiting) == (3, 3)
    assert session.reveal().tables[FIRST].counts == {"1": 1, "2": 1, "3": 1}
    assert (session.lobby().people, session.lobby().waiting) == (3, 0)


def test_a_code_for_a_workshop_of_ones_own_is_read_where_the_board_was_given_that_workshop(tmp_path):
    asked = ASKED[2:]
    text = shipped()["ninety-minutes"].read_text(encoding="utf-8")
    for id in ASKED[:2]:
        text = text.replace(f"    - {id}\n", "", 1)
    own = tmp_path / "ours.yaml"
    own.write_text(text.replace("workshop: ninety-minutes", "workshop: ours", 1), encoding="utf-8")
    mine = Journal.open(tmp_path / "mine.jsonl")
    for id in asked:
        mine.record(f"statement:{id}", often(3), ladder=LADDER)
    made = CliRunner().invoke(app, ["share", str(tmp_path / "mine.jsonl"), "--code", "--workshop", str(own)])
    assert f"14 of {len(asked)} ratings" in made.stderr
    with pytest.raises(UsageError, match="--workshop"):
        room(tmp_path).add_codes(made.stdout)
    session = _folder(tmp_path / "team", 3, None, str(own))
    assert session.add_codes(made.stdout) == (1, 0)
    assert session.add_codes(made.stdout) == (0, 1)
    assert session.lobby().people == 1


def test_a_code_that_is_pasted_again_is_not_said_to_be_counted_in(tmp_path):
    """“1 code is counted in” stood beside “4 codes are in” before it and after it."""
    session = room(tmp_path)
    first, second, third = (code_of(f"{n}" * 32, {FIRST: "1"}) for n in (1, 2, 3))
    assert session.add_codes(f"{first}\n{second}").in_words == "2 codes are counted in."
    once = "1 code is of somebody who was in already, and counts once."
    assert session.add_codes(first.lower()).in_words == once
    assert session.add_codes(f"{second}\n{third}").in_words == f"1 code is counted in. {once}"
    assert session.lobby().codes == 3


def test_once_a_code_is_in_the_minimum_group_is_not_lowered(tmp_path):
    folder = tmp_path / "promised"
    folder.mkdir()
    session = TeamSession.open(folder, LADDER, min_group=8)
    session.add_codes(code_of("7" * 32, {FIRST: "1"}))
    with pytest.raises(UsageError, match="answers are in already"):
        TeamSession.open(folder, LADDER, min_group=3)
    assert session.min_group == 8


def test_of_a_code_that_comes_again_before_it_is_shown_the_last_one_counts(tmp_path):
    session = room(tmp_path)
    for answer in ("0", "4"):
        session.add_codes(code_of("7" * 32, {FIRST: answer}))
    session.add_codes("\n".join(code_of(f"{n}" * 32, {FIRST: "2"}) for n in (1, 2)))
    assert session.reveal().tables[FIRST].counts == {"2": 2, "4": 1}


def test_one_bad_code_takes_none_and_says_which(tmp_path):
    session = room(tmp_path)
    good = code_of("7" * 32, {FIRST: "0"})
    with pytest.raises(UsageError, match="code 2 of 2"):
        session.add_codes(f"{good}\n{good[:-1]}")
    assert session.lobby().people == 0


def test_the_command_prints_the_same_code_again_and_remembers_whose_it_is(tmp_path):
    mine = tmp_path / "mine.jsonl"
    journal = Journal.open(mine)
    for id in ASKED[:5]:
        journal.record(f"statement:{id}", often(3), ladder=LADDER)
    done = [CliRunner().invoke(app, ["share", str(mine), "--code"]) for _ in range(2)]
    assert [each.exit_code for each in done] == [0, 0]
    assert done[0].stdout == done[1].stdout
    assert "5 of 16 ratings" in done[0].stderr
    read = read_code(done[0].stdout, LADDER, LISTS)
    share = make_share(LADDER, Journal.open(mine).events())
    assert read.id == share.id[:8]
    assert dict(read.answers) == dict.fromkeys(ASKED[:5], "3")


def test_words_in_the_file_of_somebody_who_sent_a_code_are_not_shown(tmp_path):
    """Whoever received the code could tell whose file it is, and so whose words."""
    session = room(tmp_path)
    shares = [
        share_of(name, {FIRST: 2}, ladder=LADDER).model_copy(update={"commitment": f"I will, says {name}"})
        for name in ("a", "b", "c", "d")
    ]
    for share in shares:
        put(session, share)
    session.add_codes(as_code(shares[0], LADDER, ASKED))
    session.reveal()
    (said,) = session.words()
    assert said.texts == ("I will, says b", "I will, says c", "I will, says d")


def test_a_rating_that_is_no_frequency_is_said_too():
    share = sharing("e" * 32, {FIRST: "dont_know", ASKED[1]: "no_opportunity", ASKED[2]: "not_applicable"})
    assert isinstance(share.ratings[FIRST], SharedRating)
    assert read_code(as_code(share, LADDER, ASKED), LADDER, LISTS).answers == {
        FIRST: "dont_know",
        ASKED[1]: "no_opportunity",
        ASKED[2]: "not_applicable",
    }
