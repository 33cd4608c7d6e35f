"""Does the report of a rehearsal say of everybody what became of them?"""

from datetime import UTC, datetime

import pytest

from cadence.cli.commands.demo import conclusion, still_open
from cadence.local.proof import Proof, ProofLine, Recount, RecountLine, Sums

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


@pytest.mark.parametrize(
    ("failures", "stated", "busy"),
    [
        ({"unannounced": 5}, 0, True),
        ({"unannounced": 5, "doubled": 1}, 0, False),  # no busy machine makes a second touch of one
        ({"unannounced": 5}, 1, False),
        ({"doubled": 1}, 0, False),
    ],
)
def test_who_ran_it_on_a_busy_machine_is_told_what_to_do(failures: dict[str, int], stated: int, *, busy: bool) -> None:
    """A promised call that is late by a second of this machine is late by half an hour of the Clock."""
    proof = Proof(
        lines=tuple(ProofLine(name=name, found=count, of=9, words="") for name, count in failures.items()),
        numbers={"carried": 9},
        recount=Recount(
            lines=(RecountLine(figure="conversion", source="", stated=Sums(stated, 1), counted=Sums(0, 1)),),
        ),
    )

    first, *advice = conclusion(proof, 2160)

    assert first.strip() == "NOT PROVED: a count above is not 0."
    assert (["36 minutes of the Clock" in line and "--speed 540" in line for line in advice]) == [True] * busy
