"""Does the report of a rehearsal say of everybody what became of them?"""

from datetime import UTC, datetime

import pytest

from cadence.cli.commands.demo import still_open

DECEMBER = datetime(2027, 12, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("leads", "held", "upcoming", "lines"),
    [
        (0, {}, None, []),
        (3, {}, DECEMBER, ["3 wait until Mon 2027-12-20 08:30 UTC or later"]),  # reminders of a date months away
        (1, {}, DECEMBER, ["1 waits until Mon 2027-12-20 08:30 UTC or later"]),
        (2, {"somebody's word": 2}, None, ["2 held for somebody's word"]),  # nothing but that ends it
        (
            5,
            {"somebody's word": 2},
            DECEMBER,
            ["3 wait until Mon 2027-12-20 08:30 UTC or later", "2 held for somebody's word"],
        ),
    ],
)
def test_who_is_still_open_is_told_with_what_for(
    leads: int, held: dict[str, int], upcoming: datetime | None, lines: list[str]
) -> None:
    """A bare number of people left over looks like people lost."""
    assert still_open(leads, held, upcoming) == lines
