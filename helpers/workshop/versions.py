"""Shares that were made with another version of the ladder than the team looks at.

What still means the same is counted under its statement of today; the rest is left out, and told by name. Which
statements those are follows from the ladder alone, so that it says nothing of what anybody answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from helpers.insight.words import listed
from helpers.journal import Event, Rater, Rating, Subject, fold
from helpers.ladder import Ladder, Statement
from helpers.ladder.lineage import How, statement_became, versions_of
from helpers.workshop.share import Share, SharedRating

MOST_NAMED = 8
"""How many statements are told by name; the rest are counted."""

_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def carried(share: Share, ladder: Ladder) -> Share:
    """The share with its ratings under the statements of this version of the ladder, as far as they mean the same."""
    events = [
        Event(
            at=_ONCE,
            rater=Rater.SELF,
            subject=Subject.statement(statement_id),
            answer=rating.rating,
            ladder=ladder.id,
            ladder_version=share.ladder_version,
        )
        for statement_id, rating in share.ratings.items()
    ]
    ratings = {
        subject.id: SharedRating(state=event.answer.state, frequency=event.answer.frequency)
        for (_, subject), event in fold(events, ladder=ladder).current.items()
        if isinstance(event.answer, Rating)
    }
    return share.model_copy(update={"ratings": dict(sorted(ratings.items()))})


def versions_told(shares: Iterable[Share], ladder: Ladder) -> tuple[str, ...]:
    """How many people answered another version, and what of theirs can't be carried over: a sentence for each."""
    shares = tuple(shares)
    of = Counter(share.ladder_version for share in shares if share.ladder_version != ladder.version)
    sentences = [
        f"{of[version]} of {len(shares)} answered version {version}. {_left_out(ladder, version)}"
        for version in versions_of(ladder)
        if of[version]
    ]
    digest = ladder.digest
    others = sum(share.ladder_version == ladder.version and share.digest not in ("", digest) for share in shares)
    if others:
        sentences.append(
            f"{others} of {len(shares)} answered version {ladder.version} in a file with other words than the one in "
            "use. Make sure that both mean the same."
        )
    return tuple(sentences)


def _left_out(ladder: Ladder, version: str) -> str:
    titles = [statement.title for _, _, statement in ladder.walk() if _is_open(ladder, statement, version)]
    if not titles:
        return "Their answers are carried over; what this version has no more is left out."
    if len(titles) == sum(1 for _ in ladder.walk()):
        return "Nothing of theirs can be carried over, since all of it means something else now."
    named = [f"“{title}”" for title in titles[:MOST_NAMED]]
    if len(titles) > MOST_NAMED:
        named.append(f"{len(titles) - MOST_NAMED} more")
    return (
        "Their answers are carried over, but for what this version has no more, and for what means something else now: "
        f"{listed(named)}."
    )


def _is_open(ladder: Ladder, statement: Statement, version: str) -> bool:
    """Whether answers of a version don't count for a statement of today."""
    ids = (statement.id, *statement.was)
    return any(statement_became(ladder, old_id, version).how in (How.CHANGED, How.SPLIT) for old_id in ids)
