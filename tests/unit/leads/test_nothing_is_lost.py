"""Whatever a file holds: is every row a lead, a duplicate or refused, and is there no way to bring the reader down?"""

import contextlib
import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.leads.lists import CellRefusal, read_leads
from tests.unit.leads.reading import NOW, Read, read

HEADERS = b"id;name;phone;phone2;country;region;timezone;score;consent_sms;consent_at;notes\n"
SPICE = [b";", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3\xb1", b"600000001", b"yes", b"2027-01-01", b"ES", b" "]
CELLS = st.sampled_from(
    [
        *("", "1", "2", "Ana", "Íñigo", "600000001", "600 000 002", "+34910000001", "+1 850 555 0123", "12"),
        *("ES", "US", "Canarias", "CN", "Europe/Madrid", "EST", "yes", "no", "perhaps", "2027-01-01", "2099-01-01"),
        *('"', ";", "a\nb", "0001-01-01T00:00+14:00", "9999-12-31", "=1+1", "\ud7ff", "\u202a", "\0", "x" * 10_001),
    ]
)


def account(result: Read) -> None:
    """Hold the counts against what came out."""
    report = result.intake.report
    whole = {refusal.line for refusal in result.refusals if refusal.whole}
    left_out = {refusal.line for refusal in result.refusals if not refusal.whole}

    assert report.rows == report.leads + report.duplicates + report.refused
    assert report.leads == len(result.leads)
    assert report.refused == len(whole)
    assert report.remarks == len(left_out)
    assert left_out <= {lead.line for lead in result.leads}
    assert not whole & {lead.line for lead in result.leads}
    assert all(lead.numbers for lead in result.leads)


@settings(max_examples=300, deadline=None)
@given(data=st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(SPICE), max_size=60).map(b"".join)))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbfphone\n\xff")
@example(b'phone\n"')
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    """There is only one way to refuse a file as a whole."""
    with contextlib.suppress(InvalidInputError):
        account(read(data))


@settings(max_examples=300, deadline=None)
@given(data=st.lists(st.sampled_from(SPICE), max_size=80).map(b"".join))
@example(b'1;Ana;600000001;";;;;;;;\n2;Eva;600000002;;;;;;;;\n')
def test_no_bytes_after_good_headers_are_lost(data: bytes) -> None:
    """Every line that is not blank belongs to a row that is counted."""
    try:
        result = read(HEADERS + data)
    except InvalidInputError:
        assert not data.decode("latin-1").translate(dict.fromkeys(map(ord, ';" \r\n')))  # not one letter in it
        return

    account(result)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=11, max_size=11), min_size=1, max_size=8))
def test_every_row_that_a_spreadsheet_writes_is_accounted_for(rows: list[list[str]]) -> None:
    """Written by the csv module, read as many rows as were written."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    filled = [row for row in rows if any(cell and not cell.isspace() for cell in row)]
    try:
        result = read(HEADERS + text.getvalue().encode())
    except InvalidInputError:
        assert not filled
        return

    account(result)
    assert result.intake.report.rows == len(filled)


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30))
def test_a_lead_comes_out_once_whatever_the_order(rows: list[tuple[int, int]]) -> None:
    """Two rows of one id are one lead: the first (protocol §5.1)."""
    text = "id;phone\n" + "".join(f"{lead};60000000{number}\n" for lead, number in rows)
    result = read(text)

    account(result)
    assert [lead.key for lead in result.leads] == list(dict.fromkeys(str(lead) for lead, _ in rows))


def test_a_reading_that_is_given_up_can_be_begun_again() -> None:
    """An import that fails half-way reads the list from its beginning."""
    stream = io.BytesIO(b"phone\n600000001\n600000002\n")
    with read_leads(stream, now=NOW, region="ES") as intake:
        next(iter(intake))
    with read_leads(stream, now=NOW, region="ES") as intake:
        both = list(intake)

    assert [type(item) for item in both] == [LeadRow, LeadRow]
    assert not any(isinstance(item, CellRefusal) for item in both)
