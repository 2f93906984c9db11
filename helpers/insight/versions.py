"""What became of answers that were given to an earlier version of a ladder, in words.

A company rewords its ladder. Nobody who has answered did anything by that, so an answer that no longer stands is
"open again now", never "taken back", and the old answer is always told with the words that it was given to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from helpers.errors import OtherLadder
from helpers.insight.words import answer_label, count_of, day_in_words, listed
from helpers.journal.carrying import Fate
from helpers.journal.events import Choice, Event, Rating, says_something
from helpers.journal.state import State
from helpers.ladder.lineage import CARRIED, How, versions_of
from helpers.ladder.model import Ladder

SHIPPED = "product-management"
"""The id of the ladder that is in use where nobody names another."""

BECAME: Mapping[How, str] = MappingProxyType(
    {
        How.KEPT: "it stands as it was",
        How.RENAMED: "it was carried over",
        How.CHANGED: "this means something else now, so it is open again",
        How.SPLIT: "this was split up since, so its parts are open",
        How.DIFFERS: "this was put together with something that was answered otherwise, so it is open again",
        How.UNLISTED: "the ladder doesn’t list that version, so it is open again",
        How.GONE: "the ladder asks this no longer",
    }
)
"""What became of an answer, as a clause."""


def old_words(fate: Fate) -> str:
    """The words of the ladder that an answer was given to, as they stood then; "" where its journal doesn't say."""
    return dict(fate.event.asked).get(fate.event.subject.id, "")


def then_and_now(fate: Fate) -> str:
    """When an answer was given, to which version, and what became of it."""
    then = f"Version {fate.event.ladder_version}, {day_in_words(fate.event.at)}"
    return f"{then}: {BECAME[fate.how]}."


def old_answer(fate: Fate, ladder: Ladder) -> str:
    """An old rating in the words of the scale, or as a number where the scale has changed its meaning since.

    Of a choice it is the titles of then, as far as its journal says them. "" stands for any other answer.
    """
    rating = fate.event.answer
    if isinstance(rating, Choice):
        titles = dict(fate.event.asked)
        return ", ".join(f"“{titles[each]}”" for each in rating.chosen if each in titles)
    if not isinstance(rating, Rating):
        return ""
    versions = versions_of(ladder)
    since, given = ladder.scale.since, fate.event.ladder_version
    foreign = given not in versions or (since in versions and versions.index(given) < versions.index(since))
    if foreign and rating.frequency is not None:
        return f"{rating.frequency} on a scale from 0 to 4"
    return f"“{answer_label(ladder.scale, rating)}”"


def rests_on(state: State, ladder: Ladder) -> str:
    """Which versions of a ladder the answers that stand were given to; "" where all are to its own version."""
    carried = [fate for fate in state.fates if fate.how in CARRIED and fate.event.subject.kind != "profile"]
    counts = Counter(fate.event.ladder_version for fate in carried)
    if not counts.keys() - {ladder.version}:
        return ""
    order = [version for version in versions_of(ladder) if counts[version]]
    parts = [f"{count_of(counts[version], 'answer')} given to version {version}" for version in order]
    return f"It rests on {listed(parts)}. What still means the same was carried over."


def open_again(state: State) -> str:
    """How many answers of earlier versions aren't carried over, by what became of them; "" for none."""
    counts = Counter(fate.how for fate in state.left)
    if not counts:
        return ""
    gone = counts.pop(How.GONE, 0)
    parts = [f"{count_of(sum(counts.values()), 'earlier answer is', 'earlier answers are')} open again"] * bool(counts)
    parts += [f"{count_of(gone, 'answer is', 'answers are')} to something that the ladder asks no longer"] * bool(gone)
    return f"Since the ladder changed, {listed(parts)}. All are still in the journal, with the words of then."


def other_ladder(events: Iterable[Event], ladder: Ladder) -> str:
    """Which ladder a journal's answers are about, where none is about this one; "" where any is, or there are none."""
    about = _about(events)
    if not about or ladder.id in about:
        return ""
    named = listed([f"“{ladder_id}” (version {version})" for ladder_id, version in about.items()])
    return f"these answers are about the ladder {named}, and the one in use is “{ladder.id}”"


def about_the_kits_own(events: Iterable[Event]) -> bool:
    """Whether a journal's answers are about the ladder that is used where nobody names one, and about no other."""
    return set(_about(events)) == {SHIPPED}


def _about(events: Iterable[Event]) -> dict[str, str]:
    """The ids of the ladders that answers are about, with the version of the last."""
    return {
        event.ladder: event.ladder_version
        for event in events
        if event.subject.kind != "profile" and says_something(event.answer)
    }


def check_ladder_of(events: Iterable[Event], ladder: Ladder) -> None:
    """Raise `OtherLadder` where a journal has answers, and all are about another ladder than this one."""
    events = tuple(events)
    if problem := other_ladder(events, ladder):
        if about_the_kits_own(events):
            do = "It is the kit's own: leave out --ladder, and LADDER_FILE."
        else:
            do = "Name that ladder's file with --ladder FILE, or by LADDER_FILE=FILE."
        raise OtherLadder(problem[:1].upper() + problem[1:], next_step=f"Nothing was lost. {do}")
