"""Which times of the law bind a person?"""

from datetime import UTC, datetime

import pytest

from cadence.policy.packs.law import BrokenPack, Law
from cadence.policy.packs.loading import law_of
from cadence.policy.packs.retention import kept_for

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
SOME = law_of(("us-regf", "cl", "eu"))


@pytest.mark.parametrize(
    ("countries", "named", "packs"),
    [
        (["CL"], [], {"cl": 2}),
        (["ES"], [], {}),
        (["US"], [], {"us": 5, "us-regf": 3}),
        (["ES", "CL"], [], {"cl": 2}),
        (["ES"], ["us-regf"], {"us-regf": 3}),
        ([], [], {"us": 5, "us-regf": 3, "cl": 2}),
        ([""], [], {"us": 5, "us-regf": 3, "cl": 2}),
    ],
)
def test_packs_bind_by_place_and_by_name(countries: list[str], named: list[str], packs: dict[str, int]) -> None:
    """Where nobody knows where a person is, every pack counts."""
    records = kept_for(SOME, countries, named, NOW)

    assert records is not None
    assert {record.pack: record.years for record in records} == packs


def test_a_pack_that_cannot_be_read_may_want_anything() -> None:
    """So nobody may say for how long records are kept."""
    assert kept_for(Law(broken=(BrokenPack("cl", "its file cannot be read"),)), ["ES"], [], NOW) is None


def test_a_law_that_is_not_in_force_yet_wants_nothing() -> None:
    """Regulation F came into being in 2020 at the earliest."""
    records = kept_for(law_of(("us-regf",)), ["US"], [], datetime(1990, 1, 1, tzinfo=UTC))

    assert records == ()
