"""Any answers at all, for tests that hold a rule for every journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from helpers.journal import (
    Ask,
    Choice,
    Event,
    Evidence,
    Figures,
    PlanItem,
    Rater,
    Rating,
    RatingState,
    Reply,
    Seen,
    Words,
    often,
)
from helpers.ladder import load_ladder

_TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"
LADDER = load_ladder(_TINY).model_copy(update={"id": "test-ladder", "version": "1.0"})
"""All that a journal wants to know of a ladder."""

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

AWKWARD = (
    "",
    "\x00\x01\x1b[31m\x7f",
    "line\nline\r\nline\rline",
    "carriage\rreturn",
    "\u2028\u2029\x85\x0b\x0c",
    "\ud800 alone, \udc00 alone, \ud83d\ude00 a pair",
    '{"v":1,"id":"',
    '"\\u0000"}\n{"v":2}',
    "ab" * 10_000,
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd 你好 👩🏽\u200d🚀",
    "\ufeff",
)

# Everything that Python can hold in a string, surrogates included, and what is known to be awkward.
texts = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(), max_size=60))

slugs = st.sampled_from(["mid.roadmap", "senior.vision", "associate.listen", "1", "name"])
ids = st.lists(slugs, max_size=3).map(tuple)
labs = st.lists(st.sampled_from(["mid", "own-lab"]), max_size=2, unique=True).map(tuple)
ratings = st.one_of(
    st.integers(0, 4).map(often),
    st.sampled_from([s for s in RatingState if s is not RatingState.FREQUENCY]).map(lambda s: Rating(state=s)),
)
plans = st.builds(
    PlanItem,
    focus=st.none() | slugs,
    aim=texts,
    when=texts,
    then=texts,
    first_step=texts,
    by=st.none() | st.dates(),
    shows=texts,
    follow_up=st.none() | st.dates(),
    dropped=st.booleans(),
    obstacle=texts,
    look_again=st.lists(st.dates(), max_size=3).map(tuple),
)
# A handful of moments and event ids, so that ties happen.
moments = st.integers(0, 3).map(lambda n: START + timedelta(minutes=n))
event_ids = st.integers(0, 5).map(lambda n: f"{n:032x}")
answers = {
    "statement": ratings,
    "evidence": st.builds(Evidence, text=texts, supports=ids, labs=labs),
    "prompt": st.builds(Words, text=texts, labs=labs),
    "profile": st.builds(Words, text=texts),
    "choice": st.builds(Choice, chosen=ids),
    "plan": plans,
    "lookback": st.builds(Words, text=texts) | st.builds(Choice, chosen=ids),
    "note": st.builds(Words, text=texts) | st.builds(Choice, chosen=ids),
    "lab": st.one_of(
        st.builds(Words, text=texts),
        st.builds(Choice, chosen=ids),
        st.builds(Figures, values=st.dictionaries(slugs, st.floats(allow_nan=False, allow_infinity=False), max_size=3)),
    ),
    "case": st.builds(Choice, chosen=ids),
    "ask": st.builds(
        Ask,
        of=st.sampled_from([rater for rater in Rater if rater is not Rater.SELF]),
        whom=texts,
        word=texts,
        statements=st.lists(slugs, min_size=1, max_size=3).map(tuple),
        frozen=st.lists(st.tuples(slugs, event_ids), max_size=3).map(tuple),
    ),
    "reply": st.builds(
        Reply,
        to=event_ids,
        by=texts,
        seen=st.lists(
            st.builds(
                Seen, statement=slugs, often=st.none() | st.integers(0, 4), example=texts, quotable=st.booleans()
            ),
            max_size=3,
        ).map(tuple),
        more=texts,
    ),
}


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(sorted(answers)))
    return Event(
        id=draw(event_ids),
        at=draw(moments),
        rater=draw(st.sampled_from([Rater.SELF, Rater.MANAGER])),
        subject=f"{kind}:{draw(slugs)}",
        answer=draw(answers[kind]),
        ladder=draw(st.sampled_from(["test-ladder", "another"])),
        ladder_version="1.0",
    )


journals = st.lists(events(), max_size=8)
