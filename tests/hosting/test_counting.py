"""What was done too often is told by every span, and a flood of names is forgotten again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.hosting.counting import Counts, Rate
from tests.long import tries

MINUTE = Rate(3, 60)
HOUR = Rate(5, 3600)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.tuples(st.sampled_from([b"ana", b"ben"]), st.floats(0, 900)), max_size=tries(30, 60)))
def test_one_more_is_allowed_exactly_where_each_span_holds_fewer_than_it_may(steps: list[tuple[bytes, float]]):
    """As reckoned from the list of all moments, whatever has been forgotten meanwhile."""
    clock = Clock()
    counts = Counts(MINUTE, HOUR, clock=clock)
    all_moments: dict[bytes, list[float]] = {b"ana": [], b"ben": []}
    for who, seconds in steps:
        clock.now += seconds
        moments = all_moments[who]
        full = [rate for rate in (MINUTE, HOUR) if sum(at + rate.seconds > clock.now for at in moments) >= rate.most]
        assert (counts.wait(who) > 0) == bool(full)
        if not full:
            counts.add(who)
            moments.append(clock.now)


def test_the_wait_ends_when_the_first_of_those_that_fill_a_span_has_left_it():
    clock = Clock()
    counts = Counts(MINUTE, HOUR, clock=clock)
    for _ in range(MINUTE.most):
        counts.add(b"ana")
        clock.now += 10
    assert counts.wait(b"ana") == 60 - 30
    assert counts.wait(b"ben") == 0


def test_who_has_not_been_counted_within_the_longest_span_is_forgotten():
    clock = Clock()
    counts = Counts(MINUTE, clock=clock)
    for number in range(100):
        counts.add(b"%d" % number)
    clock.now += 60
    counts.add(b"ana")
    assert len(counts) == 1


def test_at_most_so_many_are_counted_and_who_was_counted_last_stays():
    counts = Counts(MINUTE, most_keys=10, clock=Clock())
    for number in range(100):
        counts.add(b"ana")
        counts.add(b"%d" % number)
    assert len(counts) == 10
    assert counts.wait(b"ana") > 0
    assert counts.wait(b"0") == 0
