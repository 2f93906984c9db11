"""An invitation as lines to paste into a chat or a mail. Nothing of its owner's answers or plan is in it.

Who could read it: whoever can read that chat or mail, such as its provider and the company whose account it is. The
same holds for the reply. Whoever sees the message could write a reply, so a reply is what somebody pasted, no proof.
"""

from __future__ import annotations

from helpers.insight.words import listed
from helpers.ladder import Ladder
from helpers.review.asking import TRUE, Invitation, periods

MARK = "Second view"
"""What stands before an invitation's reference at the end of its message."""

HOW = "Please answer line by line"
"""How the paragraph begins that says how to answer: a reply that leaves it in place doesn't mean its examples."""


def message(invitation: Invitation, ladder: Ladder, *, name: str = "") -> str:
    """The message of an invitation, in the words of the ladder that it was asked in.

    `name` is who asks; "" names nobody. Each statement stands on one line, numbered from 1.
    """
    scale = ladder.scale
    words = " · ".join(step.label for step in sorted(scale.frequencies, key=lambda step: step.value))
    lines = [
        *([_one_line(invitation.ask.word), ""] if invitation.ask.word.strip() else []),
        "I’d like to know what you have seen of my work. Ten minutes are enough. I have answered the same lines "
        "myself, and can’t change that any more; you don’t see it, so you needn’t agree. Your answers "
        "come to me alone, for us to talk about. They go into no assessment, and into no report unless you allow it.",
        "",
        f"{scale.question.strip().rstrip('…. ')} (“you” is me):",
        "",
        *(
            f"{number}. {_asked(ladder, statement_id, text)}"
            for number, (statement_id, text) in enumerate(invitation.questions, 1)
        ),
        "",
        f"{HOW} with one of: {words}. “Haven’t seen it” is a full answer. One example says most: "
        f"“1 {scale.frequencies[3].label}, the pricing call in March” or “2 haven’t seen it”."
        f"{_further_back(invitation, ladder)}",
        "And if you like: a line that starts with “More:” for one thing to do more of, and one that starts with "
        "“Quote:” and the numbers of the lines that I may quote in a report (without it, none).",
        "",
        *([f"Thank you! {_one_line(name)}"] if name.strip() else ["Thank you!"]),
        f"[{MARK} {invitation.reference}]",
    ]
    return "\n".join(lines) + "\n"


def _asked(ladder: Ladder, statement_id: str, text: str) -> str:
    """A statement as one line; one that doesn't go on from the question above says so: a state, or rare work."""
    if not ladder.has_statement(statement_id):
        return _one_line(text)
    statement = ladder.statement(statement_id)
    rare = ladder.scale.rare_of(statement)
    how = TRUE if statement.state else rare.period if rare else ""
    return f"{_one_line(text)} ({how})" if how else _one_line(text)


def _further_back(invitation: Invitation, ladder: Ladder) -> str:
    """A sentence about the lines that are asked about further back, within the paragraph that says how to answer."""
    spans = periods(invitation, ladder)
    rare = [str(number) for number, period in enumerate(spans, 1) if period]
    if not rare:
        return ""
    lines = f"Line {rare[0]} is" if len(rare) == 1 else f"Lines {listed(rare)} are"
    return f" {lines} about what seldom comes up: think of the last {max(spans)} there, and say which occasion it was."


def _one_line(text: str) -> str:
    return " ".join(text.split())
