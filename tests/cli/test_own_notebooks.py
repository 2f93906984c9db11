"""An installed kit's notebooks are copied, brought up to date, and never taken from whoever changed them."""

import pytest

from helpers.cli.own_notebooks import bring_up_to_date


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "shipped"
    (folder / "reports").mkdir(parents=True)
    (folder / "00.ipynb").write_text("old 00")
    (folder / "reports/one.ipynb").write_text("old one")
    return folder


@pytest.fixture
def home(shipped, tmp_path):
    """The folder of somebody who has started the kit once."""
    home = tmp_path / "home"
    assert bring_up_to_date(shipped, home) == ()
    return home


def test_all_of_them_are_copied(home):
    assert (home / "notebooks/00.ipynb").read_text() == "old 00"
    assert (home / "notebooks/reports/one.ipynb").read_text() == "old one"


def test_a_change_of_ones_own_stays_at_the_next_start(shipped, home):
    (home / "notebooks/00.ipynb").write_text("mine")
    assert bring_up_to_date(shipped, home) == ()
    assert (home / "notebooks/00.ipynb").read_text() == "mine"


def test_a_new_version_replaces_what_nobody_changed(shipped, home):
    (shipped / "00.ipynb").write_text("new 00")
    assert bring_up_to_date(shipped, home) == ()
    assert (home / "notebooks/00.ipynb").read_text() == "new 00"


def test_what_both_changed_is_set_aside_each_time_under_a_name_of_its_own(shipped, home):
    for version, name in (("new", "00 (mine).ipynb"), ("newer", "00 (mine 2).ipynb")):
        (home / "notebooks/00.ipynb").write_text(f"mine, before {version}")
        (shipped / "00.ipynb").write_text(version)
        assert bring_up_to_date(shipped, home) == (home / "notebooks" / name,)
        assert (home / "notebooks" / name).read_text() == f"mine, before {version}"
        assert (home / "notebooks/00.ipynb").read_text() == version


def test_one_that_was_deleted_comes_back(shipped, home):
    (home / "notebooks/00.ipynb").unlink()
    bring_up_to_date(shipped, home)
    assert (home / "notebooks/00.ipynb").read_text() == "old 00"


@pytest.mark.parametrize("torn", [b"", b"[]", b"\xff"])
def test_without_a_record_nothing_is_overwritten(shipped, home, torn):
    (home / ".notebooks.json").write_bytes(torn)
    (home / "notebooks/00.ipynb").write_text("mine")
    assert bring_up_to_date(shipped, home) == (home / "notebooks/00 (mine).ipynb",)
