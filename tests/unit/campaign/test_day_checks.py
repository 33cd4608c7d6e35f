"""Which dates of a file are over?"""

from datetime import date

from cadence.campaign.day_checks import past
from tests.unit.campaign.samples import HEAD, read

FILE = """
closed: [2027-03-19, 24 dec]
open: [2027-06-01, 2026-10-12]
seasons:
  - {start: 2026-11-15, end: 2027-05-31}
  - {start: 2027-11-15, end: 2028-01-31}
cadence: [{step: one, sms: Hello}]
"""


def test_dates_and_seasons_that_are_over_are_named_with_their_places() -> None:
    """Today is not over, and what comes each year never is."""
    head = HEAD.replace("days: mon-fri,", "days: mon-fri, dates: [last 5 days of month, 2027-05-01..2027-05-31],")
    head = head.replace("per: campaign}", "per: campaign}, {max: 1, per: 1 day, dates: 2027-01-07}")

    warnings = [(path, text) for path, text, _ in past(read(FILE, head), date(2027, 6, 1))]

    assert warnings == [
        (("windows", 0, "dates", 1), "2027-05-01..2027-05-31, which is over"),
        (("limits", 1, "dates", 0), "2027-01-07, which is over"),
        (("closed", 0), "2027-03-19, which is over"),
        (("open", 1), "2026-10-12, which is over"),
        (("seasons", 0), "2026-11-15..2027-05-31, which is over"),
    ]
