"""YAML that can't be read says where and why; YAML that can be read knows where everything stood."""

from pathlib import Path

import pytest
import yaml

from helpers.documents import FileFaults, Mark, read_document
from helpers.documents.source import PlainLoader
from helpers.errors import DocumentError


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "ladder.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_value_and_key_knows_its_line_and_column(tmp_path):
    document = read_document(write(tmp_path, "a:\n  - b: 1\n    c: two\n"))
    assert document.data == {"a": [{"b": 1, "c": "two"}]}
    assert document.mark(("a", 0, "c")) == Mark(3, 8)
    assert document.mark(("a", 0, "c"), key=True) == Mark(3, 5)


def test_a_place_that_is_not_there_is_told_by_its_nearest_parent(tmp_path):
    document = read_document(write(tmp_path, "a:\n  b: 1\n"))
    assert document.mark(("a", "missing", "deeper")) == Mark(2, 3)


def test_a_key_that_stands_twice_is_a_fault_and_not_a_silent_choice(tmp_path):
    with pytest.raises(FileFaults, match=r"ladder.yaml:3:1: the key 'a' stands twice \(first on line 1\)"):
        read_document(write(tmp_path, "a: 1\nb: 2\na: 3\n"))


def test_a_file_that_refers_to_itself_ends_in_a_fault(tmp_path):
    with pytest.raises(FileFaults, match="refers to itself"):
        read_document(write(tmp_path, "a: &x\n  b: *x\n"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a: [1, 2\nb: 3\n", r"ladder.yaml:2:\d+: .*\n"),
        ("a: b: c\n", r"ladder.yaml:1:\d+: mapping values are not allowed"),
        ("", "the file is empty"),
        (b"a: \xff\xfe\n", "not UTF-8 text"),
        ("? [a, b]\n: c\n", "a key must be a plain word"),
        ("when: 2026-13-45\n", "can't make sense of '2026-13-45'"),
        ("a: !!python/object:os.system x\n", "can't make sense of|could not determine"),
    ],
)
def test_broken_yaml_is_told_in_words(tmp_path, content, says):
    with pytest.raises(DocumentError, match=says):
        read_document(write(tmp_path, content))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "nowhere.yaml")
    with pytest.raises(DocumentError, match="this is a folder"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "a: [What?, Who decides?]",
        "a: [What? , b ? c, a?b, ?d]",
        "a: {What?: b, c: d?}",
        "a: [ ? k : v]",
        "? a\n: b",
        "- ?x\n- What? no\n- http://x/?q=1",
        "a: [http://x/?q=1, ü?, 日本?]",
    ],
)
def test_a_browser_reads_a_question_mark_as_a_machine_does(text):
    """There is no C library there, and PyYAML's own loader takes none at the end of a word in brackets."""
    assert PlainLoader(text).get_single_data() == yaml.load(text, yaml.CSafeLoader)
