"""What somebody wrote into a ladder file stays with what it is about, whatever next year’s table does to that."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.importing.comments import put_back, taken_out
from tests.importing.test_import import made
from tests.long import tries

HEAD = ["Level", "Skill", "Statement"]
WORDS = ["Writes stories", "Asks early", "Cuts scope", "Runs the release", "Says no", "Reads the logs"]


def rows_of(levels: list[tuple[str, list[str]]]) -> list[list[str]]:
    return [HEAD, *([level, "Craft", text] for level, texts in levels for text in texts)]


def commented(text: str) -> str:
    """A ladder file with a remark of its own above and beside whatever has an id, and at its top and end."""
    head, levels = text.split("levels:\n")
    levels = re.sub(r"^( *)- id: (.*)$", r"\1# above \2\n\1- id: \2", levels, flags=re.MULTILINE)
    levels = re.sub(r"^( *text: )(.*)$", r"\1\2  # beside \2", levels, flags=re.MULTILINE)
    return f"# at the top\n{head}levels:\n{levels}\n# at the end\n"


FIRST = commented(made(rows_of([("Junior", WORDS[:3]), ("Senior", WORDS[3:])])).text)


@settings(max_examples=tries(30, 1000), deadline=None)
@given(st.permutations(WORDS), st.integers(1, 5), st.integers(0, 3), st.booleans())
def test_remarks_stay_with_what_they_are_about(words: list[str], cut: int, gone: int, is_turned: bool):
    """Statements moved, put in another order, gone and new; levels turned round, and a new one between them."""
    left = words[: len(words) - gone]
    levels = [("Junior", [*left[:cut], "Draws a map"]), ("Mid", ["Plans a year"]), ("Senior", left[cut:])]
    levels = [(level, texts) for level, texts in (reversed(levels) if is_turned else levels) if texts]
    again = made(rows_of(levels), FIRST, rewordings="none", senior="another", junior="another").text
    lines = again.splitlines()
    for at, line in enumerate(lines):
        if begun := re.fullmatch(r" *- id: ((?:junior|senior).*)", line):
            if f"# above {begun[1]}\n" in FIRST:
                assert lines[at - 1].strip() == f"# above {begun[1]}", again
        elif written := re.fullmatch(r" *text: (.*?) +# beside (.*)", line):
            assert written[1] == written[2]
    for remark in re.findall(r"# (?:above|at the) .*", FIRST):
        assert again.count(remark + "\n") == 1, (remark, again)
    assert lines[0] == "# at the top"
    assert made(rows_of(levels), again, rewordings="none").text == again


def test_remarks_below_the_last_statement_of_a_level_stay_when_it_goes():
    """A statement that somebody has put out of use with a # in front of each line, for one."""
    old = made(rows_of([("Junior", WORDS[:3]), ("Senior", WORDS[3:])])).text
    unused = "      # - id: junior.draws-maps\n      #   text: Draws maps\n"
    old = old.replace("  - id: senior\n", f"{unused}  # above\n  - id: senior\n")
    old += unused
    same = made(rows_of([("Junior", WORDS[:3]), ("Senior", WORDS[3:])]), old).text
    assert same.split() == old.split()
    again = made(rows_of([("Junior", WORDS[:2]), ("Senior", WORDS[3:-1])]), old).text
    assert f"{unused}  # above\n  - id: senior\n" in again
    assert again.endswith(unused)


def test_a_text_below_the_statements_of_a_level_is_no_remark():
    text = "levels:\n  - id: a\n    statements:\n      - id: a.b\n        text: c\n    summary: |\n      One\n"
    text += "      # two\n  - id: d\n    summary: |\n      # three\n"
    assert taken_out(text)[0] == text


def test_rewording_a_statement_keeps_the_remark_beside_it():
    rows = rows_of([("Junior", ["Writes short stories", *WORDS[1:3]]), ("Senior", WORDS[3:])])
    again = made(rows, FIRST, rewordings="all").text
    assert re.search(r"text: Writes short stories +# beside Writes stories\n", again)


def test_a_text_that_looks_like_a_remark_is_none():
    text = "levels:\n  - id: a\n    summary: |\n      One\n      # two\n  - id: b\n"
    text += "    x: 1\n\n  # three\n\n  - id: a # of b\n"
    without, comments = taken_out(text)
    assert "      # two\n" in without
    assert [each.lines for each in comments.above] == [(), (), ("# three", "")]
    assert put_back(without, comments) == text


@given(st.lists(st.sampled_from(["levels:", "- id: a", "  - id: b", "# x", "  # y", "", "    z: 1"])), st.randoms())
def test_what_is_taken_out_is_put_back(lines: list[str], chance: random.Random):
    text = "levels:\n" + "\n".join(lines).rstrip("\n") + "\n"
    without, comments = taken_out(text)
    again = put_back(without, comments)
    assert sorted(filter(None, again.split("\n"))) == sorted(filter(None, text.split("\n")))
    assert taken_out(again) == (without, comments)
