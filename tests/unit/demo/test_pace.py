"""Is the speed of a rehearsal what the machine can carry, and no more?"""

from datetime import UTC, datetime

import pytest

from cadence.local.demo.pace import SHARE, SLOWEST, WANTED, YARDSTICKS_A_TOUCH, RehearsalForecast, pace, yardstick

MEASURED = 0.04


@pytest.mark.parametrize(
    ("busiest", "processors", "measured", "speed"),
    [
        (0, 2, MEASURED, WANTED),  # nothing to do
        (1, 2, MEASURED, WANTED),
        (60, 2, MEASURED, 60 * SHARE * 2 / (MEASURED * YARDSTICKS_A_TOUCH)),
        (60, 64, MEASURED, 60 * SHARE * 2 / (MEASURED * YARDSTICKS_A_TOUCH)),  # two are used, no more
        (60, 1, MEASURED, 60 * SHARE / (MEASURED * YARDSTICKS_A_TOUCH)),
        (60, 2, 2 * MEASURED, 60 * SHARE / (MEASURED * YARDSTICKS_A_TOUCH)),  # half as fast a machine
        (10**6, 1, MEASURED, SLOWEST),
    ],
)
def test_the_busiest_hours_take_their_share(busiest: float, processors: int, measured: float, speed: float) -> None:
    """A machine that falls behind the Clock proves nothing but its own slowness."""
    ahead = RehearsalForecast(touches=busiest * 3, busiest=busiest, last=datetime(2027, 3, 12, tzinfo=UTC))

    assert pace(ahead, processors, measured).speed == pytest.approx(speed)


def test_the_yardstick_measures_something() -> None:
    """Zero would divide."""
    assert yardstick() > 0
