"""Does a figure know when nothing was counted, and how sure it is?"""

import pytest

from cadence.domain.figures import (
    BY_ID,
    FIGURES,
    Dimension,
    FigureCount,
    Grain,
    Unit,
    earlier_weeks,
    interval,
    nearest_rank,
)

ANSWERS = BY_ID["answer_rate"]


def count(part: int, whole: int, group: str = "") -> FigureCount:
    """A rate."""
    return FigureCount(figure=ANSWERS, part=part, whole=whole, group=group)


def test_nothing_counted_is_no_zero() -> None:
    """0 of 0 is not 0 %."""
    assert count(0, 0).value is None
    assert count(0, 0).interval is None


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (117, 500, 0.1990, 0.2731)],
)
def test_an_interval_is_that_of_wilson(part: int, whole: int, low: float, high: float) -> None:
    """The published values, to four decimals."""
    bounds = interval(part, whole)

    assert bounds is not None
    assert bounds == pytest.approx((low, high), abs=5e-5)


def test_only_a_rate_has_an_interval() -> None:
    """A mean has no share."""
    assert FigureCount(figure=BY_ID["attempts_per_lead"], part=30, whole=10).interval is None


def test_earlier_weeks_are_ranked() -> None:
    """Weeks in which nothing was counted do not count as 0 %."""
    weeks = earlier_weeks([count(1, 10), count(2, 10), count(3, 10), count(4, 10), count(5, 10), count(0, 0)])

    assert weeks is not None
    assert (weeks.p50, weeks.p80, weeks.weeks) == (0.3, 0.4, 5)
    assert earlier_weeks([count(0, 0)]) is None
    assert nearest_rank([], 0.5) is None


def test_each_figure_says_by_what_it_can_be_grouped() -> None:
    """What is counted of touches by everything; what is counted of leads by what a lead has."""
    assert all(figure.groups_by(Dimension.HOUR) for figure in FIGURES if figure.grain is Grain.TOUCH)
    assert not BY_ID["conversion"].groups_by(Dimension.HOUR)
    assert BY_ID["conversion"].groups_by(Dimension.COHORT)
    assert not BY_ID["attempts_until_contact"].groups_by(Dimension.COHORT)
    assert len(BY_ID) == len(FIGURES)
    assert all(bool(figure.part) == (figure.unit is not Unit.DURATION) for figure in FIGURES)
