"""A limit that a script keeps is never above what Python takes, or what somebody wrote would be refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.chapters.elements import LONGEST_VALUE
from helpers.form import STATIC as FORM
from helpers.hosting.assets import FOLDERS
from helpers.hosting.bodies import MOST_AT_ONCE
from helpers.hosting.service import Service
from helpers.pages import STATIC as PAGES
from helpers.paths import PACKAGE
from helpers.workshop.share import LARGEST

HOSTING = FOLDERS[-1]


def number(script: Path, pattern: str) -> int:
    """The one number that stands in a script where the pattern has its group."""
    (found,) = re.findall(pattern, script.read_text("utf-8"))
    return int(found.replace("_", ""))


@pytest.mark.parametrize(
    ("script", "pattern", "most"),
    [
        (HOSTING / "sender.js", r"const MOST = ([\d_]+);", MOST_AT_ONCE),
        (PAGES / "panel.js", r"const LONGEST_FILE = ([\d_]+);", LONGEST_VALUE),
        (PACKAGE / "site/static/gathering.js", r"const MOST = ([\d_]+);", LARGEST + 1),  # one more, to be refused
        (FORM / "waiting.js", r"const DAYS = ([\d_]+);", Service.longest_stay.days),
    ],
)
def test_a_script_sends_and_keeps_no_more_than_is_taken(script, pattern, most):
    assert number(script, pattern) <= most
