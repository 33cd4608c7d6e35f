"""Is a column of dates read as a whole? All people and numbers are fictional."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.domain.dates import DateOrder
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.launch import LaunchOrder, opened
from cadence.leads.lists import read_leads

NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
CAMPAIGN = """
campaign: spring
purpose: service
jurisdictions: none
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-fri, hours: 9-14}]
cadence:
  - step: hello
    before: {field: visit, by: 1 day}
    sms: "Hola {{ name }}, {{ visit | date }}. {{ note }}"
"""


def visits(folder: Path, *cells: str, country: str = "", dates: DateOrder | None = None, phone: str = "") -> list[str]:
    """What the ledger keeps of a column of visits."""
    path = folder / "leads.csv"
    rows = "".join(f"{place};Ana;{phone or f'+3460000000{place}'};{cell};x\n" for place, cell in enumerate(cells))
    path.write_text(f"id;name;phone;visit;note\n{rows}")
    text = CAMPAIGN.replace("purpose:", f"country: {country}\npurpose:") if country else CAMPAIGN
    order = LaunchOrder(reading=check_text(text, "spring.yaml", ()), leads=path, list_name="spring", dates=dates)
    with opened(order, NOW, writes=False) as (_, rows_read):
        return [row.attributes["visit"] for row in rows_read]


def test_one_date_that_fits_one_order_decides_the_column(tmp_path: Path) -> None:
    """A reminder for 2 January must not say 1 February."""
    assert visits(tmp_path, "01/02/2027", "12/15/2026", country="US") == ["2027-01-02", "2026-12-15"]
    assert visits(tmp_path, "01/02/2027", "12/15/2026", country="ES") == ["2027-01-02", "2026-12-15"]
    assert visits(tmp_path, "01/02/2027 10:30 PM", "15/12/2026 9:00", country="US") == [
        *("01/02/2027 10:30 PM", "15/12/2026 9:00")
    ], "what later readers take rightly stays as the list writes it"


def test_the_country_decides_where_every_date_fits_both(tmp_path: Path) -> None:
    """The campaign's, or that of the numbers when it names none."""
    assert visits(tmp_path, "01/02/2027", "03/04/2027", country="US") == ["2027-01-02", "2027-03-04"]
    assert visits(tmp_path, "01/02/2027", country="ES") == ["01/02/2027"]
    assert visits(tmp_path, "01/02/2027") == ["01/02/2027"], "its numbers are Spanish"
    assert visits(tmp_path, "01/02/2027", phone="+12125550100") == ["2027-01-02"]


def test_a_column_that_nothing_decides_is_refused_with_the_option(tmp_path: Path) -> None:
    """No guess: a wrong reading would contact people on a wrong day."""
    with pytest.raises(InvalidInputError, match=r'column "visit": in 2 dates \(the first on line 2\)') as caught:
        visits(tmp_path, "01/02/2027", "02/03/2027", country="CA")
    assert "--dates day-first or --dates month-first" in str(caught.value)

    order = DateOrder.MONTH_FIRST
    assert visits(tmp_path, "01/02/2027", "02/03/2027", country="CA", dates=order) == ["2027-01-02", "2027-02-03"]


def test_a_column_that_mixes_both_is_refused(tmp_path: Path) -> None:
    """One of the two was typed by hand, and the dates that fit both may be either."""
    with pytest.raises(InvalidInputError, match="line 2 has the day first, line 3 the month"):
        visits(tmp_path, "15/12/2026", "12/16/2026", "01/02/2027", country="US")

    order = DateOrder.DAY_FIRST
    assert visits(tmp_path, "15/12/2026", "12/16/2026", "01/02/2027", dates=order) == ["15/12/2026", "01/02/2027"]


@pytest.mark.parametrize("cell", ["10/10/2027", "2027-02-01", "1 feb 2027", "46304"])
def test_a_date_that_is_the_same_either_way_needs_no_decision(tmp_path: Path, cell: str) -> None:
    """Such a column is never refused."""
    assert len(visits(tmp_path, cell, country="CA")) == 1


def test_a_spreadsheet_s_number_is_kept_as_a_date(tmp_path: Path) -> None:
    """A text that shows the column would show the number."""
    assert visits(tmp_path, "46304.4375", "46304") == ["2026-10-09 10:30", "2026-10-09"]


def test_a_column_that_no_step_and_no_text_takes_for_dates_decides_nothing(tmp_path: Path) -> None:
    """Some other column must not hold up the list."""
    path = tmp_path / "leads.csv"
    path.write_text("phone;born\n+14165550100;01/02/1980\n")
    with read_leads(path, now=NOW, writes=False) as intake:
        assert [row.attributes["born"] for row in intake.leads()] == ["01/02/1980"]


def consents(text: str, region: str, order: DateOrder | None = None, *, lenient: bool = False) -> list[object]:
    """The instants of the consents of a list."""
    with read_leads(io.BytesIO(text.encode()), now=NOW, region=region, order=order, lenient=lenient) as intake:
        return [consent.at for row in intake if isinstance(row, LeadRow) for consent in row.consents]


def test_the_date_of_a_consent_is_read_as_its_column() -> None:
    """A yes of 2 January that is read as 1 February would beat a no of 15 January."""
    head = "phone;timezone;consent_sms;consent_at\n"
    row = "2125550100;America/New_York;yes;01/02/2027 10:00\n2125550101;America/New_York;yes;01/15/2027 10:00\n"

    assert consents(head + row, "US") == [datetime(2027, 1, 2, 10, tzinfo=UTC), datetime(2027, 1, 15, 10, tzinfo=UTC)]


def test_a_no_whose_date_may_be_either_is_taken_by_the_reading_that_permits_less() -> None:
    """A list that is refused for its dates still says no: the later reading counts."""
    head = "phone;consent_sms;consent_at\n"
    row = "+14165550100;no;01/02/2027 10:00Z\n"

    with pytest.raises(InvalidInputError, match="consent_at"):
        consents(head + row, "CA")
    assert consents(head + row, "CA", lenient=True) == [datetime(2027, 2, 1, 10, tzinfo=UTC)]
