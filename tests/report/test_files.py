"""File names never clash or misbehave; a file appears whole, private, or not at all."""

import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import ReportError
from helpers.report.files import LONGEST_NAME, slug, slugs, write_private
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Amara Okafor", "amara-okafor"),
        ("{name} %s", "name-s"),
        ("../../etc/passwd", "etc-passwd"),
        ("张伟", "张伟"),
        ("…", "report"),
        ("", "report"),
        ("CON", "report-con"),
        ("a" * 300, "a" * LONGEST_NAME),
        ("山" * 300, "山" * (LONGEST_NAME // 3)),
        ("a" + "ü" * 300, "a" + "ü" * ((LONGEST_NAME - 1) // 2)),
    ],
)
def test_a_slug_says_the_name_in_letters_that_every_file_system_takes(stem, expected):
    assert slug(stem) == expected


@given(st.one_of(st.sampled_from(sorted(HOSTILE.values())), st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_slug_is_one_file_name_that_formats_to_itself(stem):
    name = slug(stem)
    assert name
    assert len(name.encode()) <= LONGEST_NAME + len("report-")
    assert not set(name) & set('/\\{}%:*?"<>|.\0 ')
    assert name.format() == name
    assert slug(name) == name


@given(st.lists(st.sampled_from(["a", "A", "a-2", "a 2", "", "é"]), max_size=8))
def test_no_two_slugs_are_the_same_and_none_is_lost(stems):
    names = slugs(stems)
    assert len(names) == len(stems)
    assert len({name.casefold() for name in names}) == len(stems)


def test_the_first_of_two_keeps_its_name():
    assert slugs(["mine", "mine", "Mine"]) == ("mine", "mine-2", "mine-3")


def test_a_file_is_whole_and_for_its_owner_alone(tmp_path):
    target = tmp_path / "new" / "report.pdf"
    write_private(target, b"first")
    write_private(target, b"second")
    assert target.read_bytes() == b"second"
    assert [path.name for path in target.parent.iterdir()] == ["report.pdf"]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_place_that_can_not_be_written_is_said_and_nothing_is_left_behind(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReportError, match="can't be written"):
        write_private(tmp_path / "file" / "report.pdf", b"x")
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(ReportError, match="can't be written"):
        write_private(tmp_path / "report.pdf", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "report.pdf"]
