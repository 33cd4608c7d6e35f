"""Is the time to an event estimated with those who still wait for it? Against cases worked by hand."""

import pytest

from cadence.domain.survival import Durations, quantile


def test_without_anybody_who_waits_a_quantile_is_the_nearest_rank() -> None:
    """Ten people, contacted after 1 to 10 minutes."""
    durations = Durations(dict.fromkeys(range(1, 11), 1))

    assert [quantile(durations, share) for share in (0.5, 0.8, 0.9, 1.0)] == [5, 8, 9, 10]


def test_who_still_waits_makes_it_longer() -> None:
    """
    The textbook's case: 1, 3 and 5 happened, one was watched up to 2 and one up to 4.

    S(1) = 4/5; at 3 three are at risk, S = 4/5 x 2/3 = 8/15; at 5 one is, S = 0. So half is reached at 5, not at 3.
    """
    durations = Durations({1: 1, 3: 1, 5: 1}, {2: 1, 4: 1})

    assert quantile(durations, 0.2) == 1
    assert quantile(durations, 7 / 15) == 3
    assert quantile(durations, 0.5) == 5


def test_who_is_watched_up_to_an_event_was_at_risk_at_it() -> None:
    """Two at 4, one happened: S(4) = 1/2."""
    assert quantile(Durations({4: 1}, {4: 1}), 0.5) == 4


@pytest.mark.parametrize("durations", [Durations(), Durations({}, {5: 3}), Durations({1: 1}, {2: 9})])
def test_what_was_not_reached_has_no_quantile(durations: Durations) -> None:
    """Nothing is made up for those who were not watched long enough."""
    assert quantile(durations, 0.5) is None


def test_many_of_one_length_count_as_many() -> None:
    """A thousand at 10, of which a quarter still waits at 5: 750 happen among 750."""
    durations = Durations({10: 750}, {5: 250})

    assert (durations.count, durations.events) == (1000, 750)
    assert quantile(durations, 0.9) == 10
