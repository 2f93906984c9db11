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
        ("text: write things down, ", "", "the key 'text' is missing"),
        ("text: write things down", 'text: " "', "'text' is empty. Write it"),
        ("title: Writing", "title: " + "w" * 60, "'title' has 60 characters; there is room for 48. Shorten it."),
        ("title: Writing", "title: [a]", "'title' should be text, but is a list. Put it in quotes"),
        ("title: Writing", "title: 2024", "'title' should be text, but is the number 2024. Put it in quotes"),
        ("title: Writing", "title: no", "'title' should be text, but is yes/no (False). Put it in quotes"),
        ("id: first\n", "id: First Level\n", "Use lower-case letters, digits and hyphens"),
        ("language: en", "language: English", "Write a language code such as en"),
        ("expected: 2", "expected: 7", "'expected': Input should be less than or equal to 4, but found the number 7."),
        (
            "    - {value: 4, label: almost always, meaning: Whenever it was called for.}\n",
            "",
            "'frequencies' has 4 entries; there should be 5.",
        ),
        ("{value: 1, label: seldom", "{value: 2, label: seldom", "The steps go from 0 to 4 in order: write 1."),
        ("format: 1", "format: 5", "'format' is 5. It can be 1, 2, 3 or 4."),
        (
            "title: Writing",
            "title: Writing, mandatory: true",
            "'mandatory' came with format 3",
        ),
        ("title: Writing", "title: Writing, state: true", "'state' came with format 3"),
        ("title: Writing", "title: Writing, occasions: rare", "'occasions' came with format 4"),
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
    assert len(faults) == 4  # titel unknown, expected, repeated id, dangling track
    assert str(caught.value).endswith(f"4 faults in {path}")


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


# Versions


def versioned(**replaced: str) -> dict[str, str]:
    """The passages by which tiny.yaml becomes the second version of itself."""
    return {
        "format: 1\n": "format: 2\n",
        'version: "1"\n': 'version: "2"\nversions: ["1", "2"]\n',
        "- {id: lead.coach, ": "- {id: lead.coach, was: [lead.mentor], since: '2', ",
    } | replaced


def changed(path: Path, passages: dict[str, str]) -> Path:
    text = TEXT
    for old, new in passages.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ladder_says_what_became_of_its_ids(tmp_path):
    ladder = check_ladder(changed(tmp_path / "two.yaml", versioned()))
    assert ladder.versions == ("1", "2")
    assert (ladder.statement("lead.coach").was, ladder.statement("lead.coach").since) == (("lead.mentor",), "2")


@pytest.mark.parametrize(
    ("passages", "says"),
    [
        (
            {"- {id: lead.coach, ": "- {id: lead.coach, was: [lead.grow], "},
            f"the id 'lead.grow' is in use (line {line_of('id: lead.grow') + 1}), so answers to it can't be carried",
        ),
        (
            {"  - id: deep\n    title: Deep\n": "  - id: deep\n    was: [shop]\n    title: Deep\n"},
            "the id 'shop' is in use",
        ),
        (
            {'version: "1"\n': 'version: "3"\nversions: ["1", "2"]\n'},
            "the last of the versions is '2', and this file is version '3'.",
        ),
        ({'version: "1"\n': 'version: "2"\nversions: ["1", "1", "2"]\n'}, "the version '1' stands twice."),
        (
            {"- {id: lead.coach, ": "- {id: lead.coach, since: '2.0', "},
            "there is no '2.0' under versions.",
        ),
        ({'version: "1"\n': 'version: "2"\n'}, "there is no '2' under versions. List the versions, oldest first"),
        (
            {"format: 1\n": "format: 1 \n"},
            "came with format 2, and this file says format 1. Write 'format: 2' at the top.",
        ),
    ],
)
def test_what_would_mislead_answers_is_refused(tmp_path, passages, says):
    with pytest.raises(FileFaults) as caught:
        check_ladder(changed(tmp_path / "two.yaml", versioned(**passages)))
    assert says in str(caught.value)


def test_a_level_may_have_the_old_id_of_a_statement(tmp_path):
    """Answers to the one are never answers to the other."""
    check_ladder(
        changed(tmp_path / "two.yaml", versioned(**{"- {id: lead.coach, ": "- {id: lead.coach, was: [deep], "}))
    )
