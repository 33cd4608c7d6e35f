"""Does a free place of a floor go to the right call, and is it kept for a promise when it must be?"""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.places import LONGEST_LEAD, PRIOR, QueuePlace, kept_for_promises, lead_time, may_take

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEW = st.integers(0, 6)


@given(free=st.integers(-3, 6), promises=FEW)
def test_never_more_places_are_kept_than_promises_are_due(free: int, promises: int) -> None:
    """Nor more than there are."""
    kept = kept_for_promises(free, promises)
    assert 0 <= kept <= promises
    assert kept <= max(0, free)


@given(free=st.integers(-3, 6), promises=FEW, promised_before=FEW, others_before=FEW)
def test_a_place_is_free_for_a_promise_whenever_it_is_for_another_call(
    free: int, promises: int, promised_before: int, others_before: int
) -> None:
    """A promise goes before every other call, and no call gets a place that is not there."""
    before = {"promises": promises, "promised_before": promised_before, "others_before": others_before}
    other = may_take(free=free, promised=False, **before)
    promise = may_take(free=free, promised=True, **before)
    assert promise or not other
    assert free > 0 or not promise
    if other:  # whoever goes before it, and each promise that is due soon, still finds a place
        assert free - 1 >= max(kept_for_promises(free, promises), promised_before) + others_before


@pytest.mark.parametrize(
    ("free", "promised", "promises", "promised_before", "others_before", "allowed"),
    [
        (1, False, 0, 0, 0, True),
        (0, False, 0, 0, 0, False),  # no agent is free
        (1, False, 1, 0, 0, False),  # the one place is kept
        (2, False, 1, 0, 0, True),  # one is kept, one is not
        (1, True, 1, 0, 0, True),  # for another promise it was kept, too
        (1, True, 0, 1, 0, False),  # an earlier promise asks for it
        (1, False, 0, 0, 1, False),  # a better lead asks for it
        (2, False, 0, 0, 1, True),
        (2, False, 2, 1, 0, False),  # a promise that asks is one of those that are due
        (3, False, 5, 0, 0, False),  # all of them are kept
        (-1, True, 0, 0, 0, False),  # the floor has shrunk
    ],
)
def test_who_may_take_a_place(
    free: int, promised: bool, promises: int, promised_before: int, others_before: int, allowed: bool
) -> None:
    """Row by row."""
    got = may_take(
        free=free,
        promised=promised,
        promises=promises,
        promised_before=promised_before,
        others_before=others_before,
    )
    assert got is allowed


def test_the_first_in_the_queue_is_a_promise_then_the_priority_then_the_score() -> None:
    """Then who was due first."""
    order = [
        QueuePlace(promised=0, priority=5, score=0, due=NOON, enrolment="promise"),
        QueuePlace(promised=1, priority=1, score=0, due=NOON, enrolment="first campaign"),
        QueuePlace(promised=1, priority=3, score=-90, due=NOON + MINUTE, enrolment="best lead"),
        QueuePlace(promised=1, priority=3, score=-10, due=NOON, enrolment="waits longer"),
        QueuePlace(promised=1, priority=3, score=-10, due=NOON + MINUTE, enrolment="waits less"),
    ]
    assert sorted(Random(1).sample(order, len(order))) == order  # noqa: S311  dice, not keys


def test_a_floor_that_has_not_talked_yet_keeps_places_as_most_floors_would() -> None:
    """Nine of ten talks of the prior are over within 260 seconds."""
    assert lead_time([], 2 * MINUTE) == timedelta(seconds=260) + 2 * MINUTE


@given(talks=st.lists(st.integers(1, 20_000).map(lambda seconds: timedelta(seconds=seconds)), max_size=300))
def test_the_lead_time_follows_the_floors_own_talks(talks: list[timedelta]) -> None:
    """Nine of ten are over by then, whatever they are; never longer than an hour."""
    lead_time_of_talks = lead_time(talks, timedelta(0))
    known = [*talks, *PRIOR]
    assert lead_time_of_talks <= LONGEST_LEAD
    if lead_time_of_talks < LONGEST_LEAD:
        assert sum(talk <= lead_time_of_talks for talk in known) >= 0.9 * len(known)
        assert sum(talk < lead_time_of_talks for talk in known) < 0.9 * len(known)
