"""The pilot’s protocol says what follows from its numbers, and names what there is."""

from __future__ import annotations

import re
from math import sqrt

from helpers.paths import ROOT
from helpers.review.asking import MOST
from helpers.workshop.suppression import DEFAULT_GROUP

TEXT = (ROOT / "docs/pilot.md").read_text(encoding="utf-8")


def test_how_far_a_share_of_thirty_answers_can_be_trusted() -> None:
    """Wilson's interval at 95 %."""
    n, p, z = 30, 0.2, 1.96
    middle = (p + z * z / 2 / n) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n)
    assert f"about {100 * (middle - half):.0f} to {100 * (middle + half):.0f}" in TEXT


def test_its_sizes_are_the_kit_s_and_its_links_lead_somewhere() -> None:
    assert MOST == 8
    assert "same eight statements" in TEXT
    assert f"group size of the session to {DEFAULT_GROUP} or more" in TEXT
    for target in re.findall(r"\]\(([a-z-]+\.md)\)", TEXT):
        assert (ROOT / "docs" / target).is_file(), target
