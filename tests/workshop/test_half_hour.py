"""The half hour of FACILITATING.md: its minutes add up, and what a coach reads in them stays as short as they say."""

from __future__ import annotations

import re

from helpers.paths import ROOT

A_MINUTE = 238
"""Words that adults read silently in a minute, on average (Brysbaert 2019)."""

GUIDE = (ROOT / "FACILITATING.md").read_text(encoding="utf-8")
HOSTING = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
CONTAINERS = "### A machine that you rent, in containers"
HERE, ELSEWHERE, LATER = "## The half-hour", "## When some are elsewhere", "## When you need it"


def minutes(text: str) -> float:
    """How long a Markdown text is read, its commands included, but no page of HTML in them: that is pasted."""
    return len(re.sub(r"\]\([^)]*\)|`<!doctype html>.*`", "]", text).split()) / A_MINUTE


def between(text: str, first: str, last: str) -> str:
    """A text from one heading to another one."""
    return text[text.index(f"{first}\n") : text.index(f"{last}\n")]


def test_the_steps_end_within_half_an_hour_also_where_some_are_elsewhere() -> None:
    steps = [int(minute) for minute in re.findall(r"^\d\. \*\*To (?:minute )?(\d+):", GUIDE, re.MULTILINE)]
    assert len(steps) == 4
    assert steps == sorted(set(steps))
    told = between(GUIDE, HERE, "## In the room, with phones")
    assert f"it is {steps[-1]} of them" in told
    assert "With some elsewhere it is 30" in told
    assert between(GUIDE, ELSEWHERE, LATER).split("\n\n")[1].startswith("Three minutes more")
    assert steps[-1] + 3 <= 30


def test_what_is_read_beforehand_takes_three_minutes_and_two_more_where_some_are_elsewhere() -> None:
    """It is reckoned into the minutes that the page promises: what comes in has to push something out."""
    assert minutes(GUIDE[: GUIDE.index(f"{ELSEWHERE}\n")]) <= 3
    way = between(
        HOSTING, "### Your laptop, through a machine that you rent", "### A machine that you rent, in containers"
    )
    assert minutes(between(GUIDE, ELSEWHERE, LATER)) + minutes(way) <= 2


def test_both_guides_lead_to_the_same_three_ways_in_the_same_order() -> None:
    ways = re.findall(r"^\d\. (.*)$", between(GUIDE, ELSEWHERE, LATER), re.MULTILINE)
    short = re.findall(r"^\d\. (.*)$", HOSTING[HOSTING.index("## Ways to join from elsewhere") :], re.MULTILINE)
    for word in ("server", "through", "code"):
        at = [next(place for place, way in enumerate(listed) if word in way) for listed in (ways, short[:3])]
        assert at[0] == at[1], word
    assert len(ways) == 3
