"""What somebody wrote into a ladder file stays with what it is about, whatever next year’s table does to that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.documents import parse_document
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


def test_the_empty_line_above_what_had_no_place_stays_at_the_end():
    """A level that is new at the end of next year’s table stood below it."""
    rows = [[*HEAD, "Owner"], ["Junior", "Craft", WORDS[0], "Ana"]]
    first = made(rows).text
    assert "\n\n# Not placed: " in first
    again = made([*rows, ["Senior", "Craft", WORDS[1], "Ben"]], first).text
    assert "\n\n" not in again.split("levels:\n")[1].split("# Not placed")[0].rstrip("\n")
    assert again.count("\n\n# Not placed: ") == 1


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
    assert [lines for _, _, lines in comments.at if lines] == [("# three", "")]
    assert put_back(without, comments) == text


LETTERS = st.text(
    st.one_of(st.sampled_from("#-:|>{}[]'\"\\ \n\n  ia"), st.characters(exclude_categories=["C", "Zl", "Zp"]))
)
LINES = st.sampled_from(
    [
        "- id: senior.says-no",
        "# no remark",
        "levels:",
        "  - id: junior",
        "",
        " ",
        "  # deeper",
        "# Not placed: A1: x",
        "...",
    ]
)
TEXT = st.lists(st.one_of(LINES, LETTERS), max_size=6).map("\n".join)


def in_a_block(text: str, style: str, chomping: str, indent: int) -> str:
    """A text as a block scalar: each of its lines indented so, whatever it begins with."""
    lines = "".join(f"{' ' * (indent + 2)}{line}\n" for line in text.split("\n"))
    return f"{style}2{chomping}\n{lines}"


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A ladder file with any texts in block scalars, statements as flow too, and a remark above many a line of it."""
    remarks: list[str] = []

    def remark(indent: int) -> str:
        if not draw(st.booleans()):
            return ""
        remarks.append(f"# remark {len(remarks)}.")
        return f"{' ' * indent}{remarks[-1]}\n" + draw(st.sampled_from(["", "\n"]))

    def block(indent: int) -> str:
        style, chomping = draw(st.sampled_from("|>")), draw(st.sampled_from(["", "-", "+"]))
        return in_a_block("x" + draw(TEXT), style, chomping, indent)

    text = remark(0) + "format: 3\nid: ours\nversion: '1'\ntitle: Ours\nlanguage: en\n" + remark(0) + "levels:\n"
    for level, words in (("junior", WORDS[:3]), ("senior", WORDS[3:])):
        text += f"{remark(2)}  - id: {level}\n    title: {level.title()}\n{remark(4)}"
        text += f"    note: {block(4)}" if draw(st.booleans()) else ""
        text += f"{remark(4)}    statements:\n"
        for word in words:
            named = f"{level}.{word.lower().replace(' ', '-')}"
            text += remark(6)
            if draw(st.integers(0, 3)) == 0:
                text += f"      - {{id: {named}, text: {word},\n         meaning: 'x\n\n        # y'}}\n"
            else:
                text += f"      - id: {named}\n{remark(8)}        text: {word}\n{remark(8)}"
                text += f"        meaning: {block(8)}{remark(8)}"
        text += f"    end: {block(4)}" if draw(st.booleans()) else ""
    return text + remark(0) + (f"more: {block(0)}" if draw(st.booleans()) else "") + remark(0), remarks


def told(text: str) -> dict[str, Any]:
    """Whatever a file says that a table doesn’t, by the ids of what it is said of."""
    data = parse_document(Path("ours.yaml"), text).data
    levels = data.pop("levels")
    of_statements = {each["id"]: each for level in levels for each in level.pop("statements")}
    return {"": data, **{level.pop("id"): level for level in levels}} | of_statements


@settings(max_examples=tries(60, 2000), deadline=None)
@given(written(), st.permutations(WORDS), st.integers(1, 5))
def test_any_text_in_a_block_scalar_stays_as_it_is_whatever_moves(
    file: tuple[str, list[str]], words: list[str], cut: int
):
    """A line of it that looks like a remark or an item is neither, and each remark is there once."""
    text, remarks = file
    again = made(rows_of([("Junior", words[:cut]), ("Senior", words[cut:])]), text).text
    new, old = told(again), told(text)
    for each in (*new.values(), *old.values()):
        for key in ("follows", "competency", "competencies"):
            each.pop(key, None)
    assert new == old
    for remark in remarks:
        assert again.count(remark) == 1, (remark, again)
        if begun := re.search(rf"\n( *){re.escape(remark)}\n\n?\1- \{{?id: ([^\s,]+)", text):
            assert re.search(rf"{re.escape(remark)}\n\s*- \{{?id: {begun[2]}\b", again), (remark, again)
    assert made(rows_of([("Junior", words[:cut]), ("Senior", words[cut:])]), again).text == again


@pytest.mark.parametrize(
    "line", ["- id: senior.runs-release", "# a remark", "- id: junior.says-no"], ids=["item", "remark", "another"]
)
def test_a_line_of_a_text_neither_takes_a_remark_nor_is_one(line: str):
    block = f"        meaning: |\n          So:\n          # above\n          {line}\n"
    old = FIRST.replace("        text: Says no  # beside Says no\n", f"        text: Says no\n{block}")
    assert block in old
    assert block in made(rows_of([("Junior", WORDS[:2]), ("Senior", list(reversed(WORDS[2:])))]), old).text
