"""Each statement asks for one act: whoever did one half of two, and not the other, couldn't say how often.

A statement asks for one act if it has one verb of its own: what else it says is what the act was about, when it was
done, for whom, why, or what had come before. Two verbs mostly show by an “and”, so each statement that has one is
read by hand and stands in `ONE_ACT` with what its “and” joins; whoever writes another has to say it there.
"""

from __future__ import annotations

import re

from helpers.ladder import load_ladder

ONE_ACT = {
    "associate.sync": "a story and its design",
    "associate.documentation": "exceptions and error cases",
    "mid.collaboration": "design and engineering",
    "mid.real-problems": "before-and-after",
    "mid.direction": "where your area is heading and how far it has come",
    "mid.judgement": "what you gave up and what would prove it wrong",
    "mid.reasons": "the reason, the evidence, and what would change your mind",
    "mid.influence": "a fact and a suggestion",
    "senior.strategy": "whom to serve first and what to leave alone",
    "senior.alignment": "one goal and one figure",
    "senior.executive-updates": "which decision you need from executives, and by when",
    "senior.decisions": "your reasons and the options you rejected",
    "senior.executive-communication": "the options and the one that you would choose",
    "director.hiring-careers": "what they must show for their next career step, and by when",
    "executive.scale-org": "a budget and the decisions that go with it",
    "executive.intertwined": "the company’s strategy and the product’s",
    "executive.company-goals": "how much of a company result came from product work, and how much",
    "executive.peer-trust": "theirs and not yours",
    "executive.culture-shows": "the team’s name and the date",
    "executive.vision-planning": "what the next step towards the vision costs, and what would make you stop",
    "executive.change-narrative": "what is decided, what is still open, and when they will know",
    "principal.strategic-partner": "the options for their decision, and the one that you would take",
    "principal.looked-to": "the weakest step in their reasoning, and how they could test that step",
    "principal.skill-decision-records": "the rejected options and what would make you reconsider it",
}
TEXTS = {statement.id: statement.text for _, _, statement in load_ladder().walk()}


def test_no_statement_joins_two_acts() -> None:
    assert {id for id, text in TEXTS.items() if re.search(r"\b(?:and|then)\b|;", text)} == set(ONE_ACT)


def test_what_an_and_joins_belongs_to_one_act() -> None:
    for id, joined in ONE_ACT.items():
        assert joined in TEXTS[id], id
        without = TEXTS[id].replace(joined, "…")
        assert not re.search(r"\band\b", without), (id, without)
