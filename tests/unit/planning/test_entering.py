"""Does a person come into a campaign as often as its file says, whatever list brings them?"""

from datetime import timedelta

import pytest

from cadence.campaign.enter import AgainAfter, Enter, Once, PerDate
from cadence.domain.facts import CampaignVisit
from cadence.planning.entering import Entering, entering, key_of, visit_of
from tests.unit.policy.builders import NOON

ONCE, AGAIN, PER = Once(), AgainAfter(after=timedelta(days=30)), PerDate(field="appointment_at")
AT_TEN = "2027-03-10T10:00:00"


def entry(*, own: bool = True, open: bool = False, days: int = 0, visit: str = "") -> CampaignVisit:  # noqa: A002
    """Return a visit that ended so many days ago."""
    ended = None if open else NOON - timedelta(days=days)
    return CampaignVisit(own=own, list="crm" if own else "export-29", open=open, ended=ended, visit=visit)


@pytest.mark.parametrize(
    ("enter", "entries", "again", "decided"),
    [
        (ONCE, [], False, Entering.NEW),
        (ONCE, [entry(open=True)], False, Entering.UNDER_WAY),  # the same list once more
        (ONCE, [entry(days=400)], False, Entering.ONCE),
        (ONCE, [entry(days=400)], True, Entering.ONCE),  # `--again` is about other lists: it may be run twice
        (ONCE, [entry(own=False, open=True)], False, Entering.ELSEWHERE),  # the same people under another file name
        (ONCE, [entry(own=False, days=400)], False, Entering.ELSEWHERE),
        (ONCE, [entry(own=False, open=True)], True, Entering.NEW),  # `--again` says that they are meant
        (ONCE, [entry(own=False), entry(open=True)], True, Entering.UNDER_WAY),
        (AGAIN, [entry(days=29)], False, Entering.TOO_SOON),
        (AGAIN, [entry(days=30)], False, Entering.BACK),  # to the instant
        (AGAIN, [entry(days=400), entry(days=3)], False, Entering.TOO_SOON),  # the last visit counts
        (AGAIN, [entry(days=400), entry(open=True)], False, Entering.UNDER_WAY),
        (AGAIN, [entry(own=False, days=29)], False, Entering.TOO_SOON),  # by number, under another name as well
        (AGAIN, [entry(own=False, days=31)], False, Entering.BACK),
        (AGAIN, [entry(own=False, open=True)], False, Entering.UNDER_WAY),
        (AGAIN, [entry(own=False, days=29)], True, Entering.NEW),
        (PER, [entry(visit=AT_TEN, days=9)], False, Entering.SAME_DATE),
        (PER, [entry(visit="2027-02-10T10:00:00")], False, Entering.BACK),  # the next appointment
        (PER, [entry(visit="2027-02-10T10:00:00", open=True)], False, Entering.UNDER_WAY),  # it was moved: see below
        (PER, [entry(own=False, visit=AT_TEN)], False, Entering.SAME_DATE),
        (PER, [entry(own=False, visit="2027-02-10T10:00:00")], False, Entering.BACK),
        # under way under another list's name, for another date
        (PER, [entry(own=False, visit="2027-02-10T10:00:00", open=True)], False, Entering.UNDER_WAY),
    ],
)
def test_a_person_comes_in_as_the_file_says(
    enter: Enter, entries: list[CampaignVisit], again: bool, decided: Entering
) -> None:
    """An open visit is never doubled: a corrected date reaches it with the list."""
    assert entering(enter, entries, AT_TEN, NOON, again=again) is decided


def test_each_visit_has_a_key_of_its_own() -> None:
    """Two launchers at once make the same key, and the ledger takes each key once."""
    assert key_of(ONCE, [], "") == ""
    assert key_of(ONCE, [entry(own=False)], "") == ""  # another lead's visit
    assert key_of(AGAIN, [entry(), entry()], "") == "3"
    assert key_of(PER, [entry(visit="x")], AT_TEN) == AT_TEN


def test_one_date_is_one_visit_however_it_is_written() -> None:
    """Exports change their format."""
    written = ["2027-03-10 10:00", "2027-03-10T10:00:00", "10/03/2027 10:00", " 10-03-2027 10:00 "]

    assert {visit_of(PER, {"appointment_at": text}) for text in written} == {AT_TEN}
    assert visit_of(ONCE, {"appointment_at": written[0]}) == ""
    assert visit_of(PER, {}) == ""
