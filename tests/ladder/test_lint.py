"""Every fault of a file is told at once, each with its line, what is wrong and how to mend it."""

import re
from pathlib import Path

import pytest

from helpers.ladder import FileFaults, check_ladder

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"
TEXT = TINY.read_text(encoding="utf-8")


def line_of(passage: str) -> int:
    """The line of tiny.yaml (from 1) on which a passage first stands."""
    return TEXT[: TEXT.index(passage)].count("\n") + 1


def test_a_sound_file_gives_a_ladder():
    assert [level.id for level in check_ladder(TINY).levels] == ["first", "lead", "deep"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: First\n", "titel: First\n", "the key 'titel' isn't known here. Did you mean 'title'?"),
        ("title: First\n", "title: First\n    zzz: 1\n", "the key 'zzz' isn't known here. Remove it"),
        ("    summary: {id: first.summary, text: You begin., origin: kit}\n", "", "the key 'summary' is missing"),
        ("text: write things down", 'text: " "', "'text' is empty. Write it"),
        ("title: Writing", "title: " + "w" * 60, "'title' has 60 characters; there is room for 48. Shorten it."),
        ("title: Writing", "title: [a]", "'title' should be text, but is a list. Put it in quotes"),
        ("title: Writing", "title: 2024", "'title' should be text, but is the number 2024. Put it in quotes"),
        ("title: Writing", "title: no", "'title' should be text, but is yes/no (False). Put it in quotes"),
        ("id: first\n", "id: First Level\n", "Use lower-case letters, digits and hyphens"),
        ("language: en", "language: English", "Write a language code such as en"),
        ("expected: 2", "expected: 7", "'expected': Input should be less than or equal to 4, but found the number 7."),
        ("    signs:\n      - {id: lead.grow", "    signs: []\n    notes:\n      - {id: lead.grow", "'signs' is empty"),
        (
            "    - {value: 4, label: almost always, meaning: Whenever it was called for.}\n",
            "",
            "'frequencies' has 4 entries; there should be 5.",
        ),
        ("{value: 1, label: seldom", "{value: 2, label: seldom", "The steps go from 0 to 4 in order: write 1."),
        ("format: 1", "format: 2", "'format' is 2. It can be 1."),
        (
            "id: lead.coach",
            "id: first.write",
            f"the id 'first.write' stands twice (first on line {line_of('id: first.write')})",
        ),
        ("id: shop.prompt-when", "id: first.prompt-why", "the id 'first.prompt-why' stands twice"),
        ("follows: [first]", "follows: [frist]", "there is no 'frist' under levels. Did you mean 'first'?"),
        (
            "competency: craft, origin: kit}",
            "competency: magic, origin: kit}",
            "there is no 'magic' under competencies. There is: craft, people.",
        ),
        ("track: deep", "track: depth", "there is no 'depth' under tracks. Did you mean 'deep'?"),
        (
            "text: You sell., origin: kit",
            "text: You sell., origin: book",
            "there is no 'book' under sources. There is: kit.",
        ),
        (
            "statement: first.trust",
            "statement: first.truts",
            "no level has a statement 'first.truts'. Did you mean 'first.trust'?",
        ),
        (
            "    number: 1\n    track: core\n",
            "    number: 1\n    track: core\n    follows: [first]\n",
            "in a circle: first -> first",
        ),
    ],
)
def test_each_fault_says_where_what_and_how_to_mend(edited, old, new, says):
    path = edited(old, new)
    with pytest.raises(FileFaults) as caught:
        check_ladder(path)
    told = [str(fault) for fault in caught.value.faults if says in str(fault)]
    assert len(told) == 1, str(caught.value)
    where = re.match(rf"{re.escape(str(path))}:(\d+):(\d+): ", told[0])
    assert where
    # the place is where a person would look: within the entry that was edited
    assert abs(int(where[1]) - line_of(old)) <= 6


def test_all_faults_are_told_at_once_in_the_order_of_the_file(edited):
    path = edited("title: Writing", "titel: Writing, expected: 9")
    text = (
        path.read_text(encoding="utf-8")
        .replace("track: deep", "track: nowhere")
        .replace("id: lead.grow", "id: lead.coach")
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        check_ladder(path)
    faults = caught.value.faults
    assert [fault.mark for fault in faults] == sorted(fault.mark for fault in faults)
    assert len(faults) == 5  # titel unknown, title missing, expected, repeated id, dangling track
    assert str(caught.value).endswith(f"5 faults in {path}")


def test_two_circles_are_both_told(edited):
    path = edited("    number: 1\n    track: core\n", "    number: 1\n    track: core\n    follows: [lead, deep]\n")
    with pytest.raises(FileFaults) as caught:
        check_ladder(path)
    assert sum("in a circle" in str(fault) for fault in caught.value.faults) == 2


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n", "42\n"])
def test_yaml_that_is_no_ladder_at_all_is_told(tmp_path, content):
    path = tmp_path / "list.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileFaults, match=r"list.yaml:1:1"):
        check_ladder(path)
