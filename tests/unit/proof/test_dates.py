"""Does the proof judge by the dates of a file, read as the engine reads them?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from cadence.campaign.day_notation import EXAMPLES
from cadence.campaign.day_sets import Days
from cadence.local.proof import CarrierRecord, LedgerAccount, OurLead, OurTouch, prove
from cadence.local.proof.dates import falls
from cadence.local.proof.file import read_demands
from cadence.local.proof.record import Carried
from tests.unit.campaign.test_day_sets import READ, day_sets
from tests.unit.proof.test_file import DAYS, agree, written

FILE = """
campaign: winter
purpose: marketing
jurisdictions: none
country: ES
windows:
  - {days: mon-fri, hours: "09:00-14:00"}
  - {hours: "10:00-12:00", dates: [24 dec, 31 dec]}
limits:
  - {max: 1, per: 7 days, dates: 1 dec - 6 jan}
gap: 0 hours
closed: [7 dec]
open: [6 dec, 8 dec]
seasons:
  - {start: 2027-03-01, end: 2027-06-30}
  - {start: 2027-11-15, end: 2028-01-31}
"""
ANA = "+34600000001"


@given(days=day_sets())
@settings(max_examples=40, deadline=None)
def test_dates_fall_where_the_engine_has_them(days: Days) -> None:
    """Two readers that share no line."""
    assert [day for day in DAYS if falls(str(days), day)] == [day for day in DAYS if days.holds(day)]


@pytest.mark.parametrize("text", [*EXAMPLES, *(text for text, _ in READ)])
def test_each_spelling_is_read_alike(text: str) -> None:
    """In windows, limits, and days of the file's own."""
    quoted = f'"{text}"'
    dated = f'windows:\n  - {{days: mon-fri, dates: [{quoted}], hours: "09:30-14:00"}}'
    file = written().replace("windows:", dated).replace("{max: 3,", f"{{max: 3, dates: [{quoted}],")

    agree(file)
    agree(written() + f"closed: [{quoted}]\n")


def test_seasons_are_read_alike() -> None:
    """Instead of the first and last day; a window with dates needs no weekdays."""
    file = written().replace("start: 2027-03-08\nend: 2028-03-08\n", "")
    file = file.replace("days: mon-fri,", "dates: 24 dec,")

    assert "end:" not in file
    file += "open: [12 oct, primer lunes de mayo]\n"
    agree(file + "seasons: [{start: 2027-03-08, end: 8 de junio de 2027}, {start: 2027-11-01, end: 2028-01-06}]\n")


@pytest.mark.parametrize(
    "text", ["24", "12/24", "30 feb", "monday", "christmas", "1 - 2 - 3 jan", "fifth monday of month"]
)
def test_what_the_proof_cannot_read_is_an_error(text: str) -> None:
    """A proof that guesses proves nothing."""
    with pytest.raises(ValueError, match=r".+"):
        read_demands(written() + f"closed: ['{text}']\n")


def faults(*left: str) -> dict[str, int]:
    """Return what the proof finds wrong with texts that left at these local times in Madrid."""
    at = [datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=1) for text in left]  # in winter
    carried = tuple(
        Carried(sid=f"SM{n}", channel="sms", person=ANA, touch=f"t{n}", at=when, zone="Europe/Madrid", body=f"{n}")
        for n, when in enumerate(at)
    )
    touches = tuple(
        OurTouch(id=f"t{n}", lead="ana", key=f"k{n}", at=when, confirmation=False, taken=True)
        for n, when in enumerate(at)
    )
    account = LedgerAccount(
        touches=touches, leads=(OurLead(id="ana", numbers=(ANA,), country="ES", finished=True),), rows=1, refused=0
    )
    proof = prove(CarrierRecord(carried=carried, stops=()), FILE, account, timedelta(0))
    return {
        name: number for name, number in proof.numbers.items() if name in {"outside_window", "over_limit"} and number
    }


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        (["2027-12-23 13:00"], {}),
        (["2027-12-24 11:00"], {}),
        (["2027-12-24 13:00"], {"outside_window": 1}),  # the dated hours replace the usual ones
        (["2028-12-24 11:00"], {"outside_window": 1}),  # open, and in no season
        (["2027-11-12 11:00"], {"outside_window": 1}),
        (["2027-11-15 11:00"], {}),
        (["2027-12-07 11:00"], {"outside_window": 1}),  # closed
        (["2027-12-06 11:00"], {}),  # a holiday in Spain, and open
        (["2028-01-06 11:00"], {"outside_window": 1}),  # a holiday
        (["2027-11-29 11:00", "2027-11-30 11:00"], {}),  # no limit yet
        (["2027-11-30 11:00", "2027-12-01 11:00"], {"over_limit": 1}),
        (["2028-01-05 11:00", "2028-01-07 11:00"], {}),  # no limit any more
    ],
)
def test_what_left_on_a_wrong_date_is_found(left: list[str], wrong: dict[str, int]) -> None:
    """By the person's own clock."""
    assert faults(*left) == wrong
