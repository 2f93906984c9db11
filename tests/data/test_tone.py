"""How often a meaning rebukes, by a criterion that is written down: at most one in three of a level's meanings does.

A meaning rebukes if its last sentence or the one before says what doesn't count, or what somebody would have done
worse, instead of what was done. `REBUKES` was read out of all meanings by hand. The words by which such a sentence
mostly shows are looked for as well: whoever writes a new one has to say in one of the two lists what it is.
"""

from __future__ import annotations

import re

from helpers.ladder import load_ladder

LADDER = load_ladder()
MEANINGS = {statement.id: statement.meaning or "" for _, _, statement in LADDER.walk()}

REBUKES = {
    "associate.dependable",
    "associate.documentation",
    "associate.initiative",
    "mid.collaboration",
    "mid.discovery",
    "mid.outcome-ownership",
    "mid.real-problems",
    "senior.business-growth",
    "senior.cross-org-influence",
    "senior.executive-communication",
    "senior.leadership-conversations",
    "senior.mentoring",
    "director.exec-champion",
    "director.exec-collaboration",
    "director.goals-standards",
    "director.hiring-careers",
    "executive.change-narrative",
    "executive.financial-alignment",
    "principal.guide-pms",
    "principal.skill-coalitions",
    "principal.skill-leverage",
    "principal.vision-influence",
}
SHOWS = re.compile(
    r"n’t\b|\bwould have been\b|\bcounts for little\b|\bproves little\b|\bfeels generous\b|\bit is still\b"
)
HARMLESS = {
    "director.coach",
    "executive.board",
    "mid.discovery-discipline",
    "mid.reasons",
    "mid.stakeholder-communication",
    "mid.stakeholder-management",
    "senior.ambiguity",
}
"""What has such words in its last two sentences and says what was done all the same."""


def last_two(meaning: str) -> str:
    return " ".join(re.split(r"(?<=[.!?])\s+", meaning.strip())[-2:])


def test_at_most_one_in_three_meanings_of_a_level_rebukes() -> None:
    assert set(MEANINGS) >= REBUKES
    for level in LADDER.levels:
        own = [statement.id for each, _, statement in LADDER.walk() if each.id == level.id]
        assert len(REBUKES & set(own)) <= len(own) / 3, level.id


def test_a_sentence_that_may_rebuke_is_in_one_of_the_two_lists() -> None:
    found = {id for id, meaning in MEANINGS.items() if SHOWS.search(last_two(meaning))}
    assert found - REBUKES == HARMLESS
