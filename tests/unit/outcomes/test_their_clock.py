"""Is a time without an offset read on the person's own clock, and refused where that is no one instant?"""

from datetime import UTC, datetime

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.engine.outcomes.promised import on_their_clock

MADRID, CANARY, NEW_YORK, BOGOTA = "Europe/Madrid", "Atlantic/Canary", "America/New_York", "America/Bogota"


@pytest.mark.parametrize(
    ("wall", "zones", "instant"),
    [
        ("2027-03-10T10:00", (MADRID,), "2027-03-10T09:00"),
        ("2027-07-10T10:00", (MADRID,), "2027-07-10T08:00"),  # summer
        ("2027-03-10T10:00", (BOGOTA,), "2027-03-10T15:00"),
        ("2027-03-10T10:00", (MADRID, "Europe/Paris"), "2027-03-10T09:00"),  # two zones, one clock
        ("2027-03-28T03:00", (MADRID,), "2027-03-28T01:00"),  # the first instant after the clock was put forward
        ("2027-10-31T03:00", (MADRID,), "2027-10-31T02:00"),  # and after it was put back
        ("2027-10-31T01:59", (MADRID,), "2027-10-30T23:59"),
    ],
)
def test_a_time_is_read_on_the_persons_clock(wall: str, zones: tuple[str, ...], instant: str) -> None:
    """An agent writes down what the person said, and nobody says an offset."""
    assert on_their_clock(datetime.fromisoformat(wall), zones) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zones", "words"),
    [
        # twice: the two instants
        (
            "2027-10-31T02:30",
            (MADRID,),
            "expected one of 2027-10-31T02:30+02:00 (Europe/Madrid) or 2027-10-31T02:30+01:00",
        ),
        ("2027-11-07T01:30", (NEW_YORK,), "2027-11-07T01:30-04:00 (America/New_York) or 2027-11-07T01:30-05:00"),
        # never: the time the clock shows instead
        ("2027-03-28T02:30", (MADRID,), "never shows 2027-03-28 02:30: it is put forward that day (Europe/Madrid)"),
        ("2027-03-28T02:30", (MADRID,), "such as 2027-03-28T03:30"),
        # several zones: each with its own instant
        (
            "2027-03-10T10:00",
            (MADRID, CANARY),
            "2027-03-10T10:00+01:00 (Europe/Madrid) or 2027-03-10T10:00+00:00 (Atlantic",
        ),
        # in one of two zones it is skipped: what is left is still a choice
        ("2027-03-28T02:30", (MADRID, BOGOTA), "expected one of 2027-03-28T02:30-05:00 (America/Bogota)"),
        ("2027-03-10T10:00", (), "the person's time zone is not known for certain"),
    ],
)
def test_a_time_that_is_no_one_instant_is_refused_with_the_choices(
    wall: str, zones: tuple[str, ...], words: str
) -> None:
    """An hour off is a broken promise; each choice can be typed as it stands."""
    with pytest.raises(InvalidInputError) as caught:
        on_their_clock(datetime.fromisoformat(wall), zones)

    assert words in str(caught.value)
