"""Is a cell of a workbook read as the spreadsheet shows it? All people and numbers are fictional."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from cadence.leads.lists.workbook.formats import shown
from cadence.leads.lists.workbook.values import date_text, number_text
from tests.unit.leads.workbooks import ANA, HEADERS, MAIN, book, doctored, leads, of_rows, saved, with_sheet

PHONES = '"+"## ### ### ###'


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (34600000000.0, "General", "34600000000"),  # as a program writes it
        (6.00000001e8, "General", "600000001"),
        (600000001, "0.00E+00", "600000001"),  # the format shortens it, the cell does not
        (600000001, "0.00", "600000001"),  # a whole number stays one
        (600000001, "#,##0", "600000001"),  # no sign that groups thousands
        (12345678, "000000000", "012345678"),
        (5, "00000", "00005"),
        (1, "00000", "00001"),
        (123456, "00000", "123456"),
        (34600000001, PHONES, "+34 600 000 001"),
        (12125550100, "+0", "+12125550100"),
        (2125550100, "(###) ###-####", "(212) 555-0100"),
        (2125550100, "[<=9999999]###-####;(###) ###-####", "2125550100"),  # conditions are not followed
        (12345678, "000 000 000", "012 345 678"),
        (7, '"C-"0000', "C-0007"),
        (0.15, "0%", "15%"),
        (0.1525, "0.00%", "15.25%"),
        (0.155, "0%", "16%"),  # a half is rounded up, as shown
        (59.02, "General", "59.02"),
        (59.2, "0.00", "59.20"),
        (0.1 + 0.2, "General", "0.3"),  # no digits that the spreadsheet does not show
        (12.3333333, "0.00", "12.33"),
        (12, '#,##0.00 "€"', "12.00 €"),
        (1234.5, "#,##0.00\\ [$€-C0A]", "1234.50 €"),
        (1234.5, "[$$-409]#,##0.00", "$1234.50"),
        (-12.5, '"$"#,##0.00_);[Red]("$"#,##0.00)', "($12.50)"),
        (-12.5, "0.00", "-12.50"),
        (0, '0;-0;"nothing"', "0"),  # words in place of a number are no number
        (0, "0.0;-0.0;0", "0"),
        (5, "0 ;(0)", "5"),
        (1500, "0.0,", "1500"),  # shown in thousands
        (0.5, "# ?/?", "0.5"),
        (0.5, "#.##", "0.5"),
        (-0.0, "General", "0"),
        (5, "@", "5"),
        (5, "", "5"),
        (5, ";;;", "5"),  # hidden by its format
        (1.5, "0.##", "1.5"),
        (10**14, "General", "100000000000000"),
        (123456789012345, "General", "123456789012345"),  # 15 digits are exact
        (1e-7, "General", "0.0000001"),
    ],
)
def test_a_number_is_read_as_it_is_shown(value: float, form: str, text: str) -> None:
    """Phone numbers, codes with leading zeros, shares and amounts."""
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (999999999999999, True),
        (1000000000000000, False),  # 16 digits, the last one a zero: it may have been another
        (1234567890123456, True),  # no spreadsheet keeps the sixteenth digit, so a program wrote it
        (2**53 - 1, True),
        (2**53 + 1, False),
        (1.23456789012345e17, False),
        (-(10**15), False),
        (float("inf"), False),
        (float("nan"), False),
    ],
)
def test_a_number_that_was_rounded_is_a_fault(value: float, *, exact: bool) -> None:
    """A spreadsheet writes zeros for the digits after the fifteenth: they would be somebody's number."""
    assert number_text(value, "General").startswith("#ROUNDED! ") is not exact


@pytest.mark.parametrize(
    ("value", "from_1904", "text"),
    [
        (46397, False, "2027-01-10"),
        (46397.4375, False, "2027-01-10 10:30"),
        (46397.43753472222, False, "2027-01-10 10:30:03"),
        (46397.999999999, False, "2027-01-11"),  # a float that is almost midnight
        (46397 - 1462, True, "2027-01-10"),
        (46397.4375 - 1462, True, "2027-01-10 10:30"),
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (60, False, "#NODATE! 60"),  # 29 February 1900 never was
        (60.5, False, "#NODATE! 60.5"),
        (61, False, "1900-03-01"),
        (60, True, "1904-03-01"),
        (0, True, "1904-01-01"),
        (0.4375, False, "10:30"),
        (0.4375, True, "10:30"),
        (-1, False, "#NODATE! -1"),
        (2958465, False, "9999-12-31"),
        (2958466, False, "#NODATE! 2958466"),
        (1e300, False, "#NODATE! 1e+300"),
        (float("nan"), False, "#NODATE! nan"),
    ],
)
def test_a_day_is_read_in_the_system_of_its_workbook(value: float, text: str, *, from_1904: bool) -> None:
    """From 1900 with a leap day that never was, or from 1904."""
    assert date_text(value, from_1904=from_1904, span=False) == text


def test_hours_that_add_up_are_no_time_of_day() -> None:
    """As a time sheet shows them."""
    assert date_text(1.1041666666666667, from_1904=False, span=True) == "26:30"


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (datetime(2027, 1, 10, 10, 30), "dd/mm/yyyy hh:mm", "2027-01-10 10:30"),  # noqa: DTZ001
        (datetime(2027, 1, 10), "mm-dd-yy", "2027-01-10"),  # noqa: DTZ001
        (date(2027, 12, 5), 'd "de" mmmm "de" yyyy', "2027-12-05"),
        (time(9, 5), "h:mm AM/PM", "09:05"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_dates_are_read_in_iso_whatever_their_format(value: Any, form: str, text: str, *, from_1904: bool) -> None:
    """Day first or month first is then no question."""
    made = book([(*HEADERS, "visit"), (*ANA, value)], from_1904=from_1904)
    made.active["D2"].number_format = form

    assert leads(saved(made)).lead.attributes["visit"] == text


@pytest.mark.parametrize(
    ("value", "form", "e164"),
    [
        (600000001, "General", "+34600000001"),
        (34600000001.0, "General", "+34600000001"),
        (34600000001, PHONES, "+34600000001"),
        ("600 000 001", "@", "+34600000001"),
        ("+34600000001", "General", "+34600000001"),
    ],
)
def test_a_phone_number_is_read_from_a_number_or_a_text(value: Any, form: str, e164: str) -> None:
    """Spreadsheets make a float of each."""
    made = book([HEADERS, ("C-1", "Ana", value)])
    made.active["C2"].number_format = form

    assert leads(saved(made)).lead.numbers[0].e164 == e164


def test_ids_and_postal_codes_keep_the_zeros_of_their_format() -> None:
    """The cell holds 1001, the sheet shows 01001."""
    made = book([(*HEADERS, "postal", "country"), (7, "Ana", 600000001, 1001, "ES")])
    made.active["A2"].number_format, made.active["D2"].number_format = "0000", "00000"
    lead = leads(saved(made)).lead

    assert (lead.key, lead.attributes["postal"], lead.region) == ("0007", "01001", "PV")


@pytest.mark.parametrize(("value", "given"), [(True, [True]), (False, [False]), ("sí", [True]), (1, [True])])
def test_a_boolean_is_a_yes_or_a_no(value: Any, given: list[bool]) -> None:
    """Consents are often ticked."""
    read = of_rows((*HEADERS, "consent_sms", "consent_source"), (*ANA, value, "web"))

    assert [consent.given for consent in read.lead.consents] == given


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#ODD!"])
def test_an_error_costs_its_row_at_its_cell(error: str) -> None:
    """Also one that only a newer program knows."""
    read = leads(
        with_sheet(
            '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>phone</v></c></row>'
            f'<row r="2"><c r="A2" t="e"><v>{error}</v></c><c r="B2"><v>600000001</v></c></row>'
        )
    )

    assert [(refusal.cell, refusal.column, refusal.whole) for refusal in read.refusals] == [("People!A2", "id", True)]
    assert "spreadsheet's error" in read.refusals[0].reason


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("<f>A1</f>", "formula whose value is not in the file"),
        ("<f>A1</f><v/>", "formula whose value is not in the file"),
        ('<f t="shared" si="0"/>', "formula whose value is not in the file"),
        ("<v>1.23456789012345E+17</v>", "has rounded this number"),
        ("<v>12345678901234567890</v>", "has rounded this number"),
    ],
)
def test_a_value_that_the_file_does_not_hold_costs_its_row_at_its_cell(cell: str, reason: str) -> None:
    """Nothing in its place is guessed, nor passed over."""
    rows = '<row r="1"><c r="A1" t="str"><v>phone</v></c><c r="B1" t="str"><v>id</v></c></row>'
    read = leads(
        with_sheet(
            rows
            + f'<row r="5"><c r="A5"><v>600000001</v></c><c r="B5">{cell}</c></row>'
            + f'<row r="6"><c r="A6">{cell}</c><c r="B6"><v>2</v></c></row>'
        )
    )

    assert [(refusal.where, refusal.whole) for refusal in read.refusals] == [("People!B5", True), ("People!A6", True)]
    assert all(reason in refusal.reason for refusal in read.refusals)


def test_a_formula_with_an_empty_text_is_an_empty_cell() -> None:
    """`=IF(A2="";"";A2)` has a value: nothing."""
    read = leads(
        with_sheet(
            '<row r="1"><c r="A1" t="str"><v>phone</v></c><c r="B1" t="str"><v>id</v></c></row>'
            '<row r="2"><c r="A2"><f>1+600000000</f><v>600000001</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
        )
    )

    assert read.lead.key == ""


def test_values_that_were_never_calculated_are_not_believed() -> None:
    """A program that writes formulas stores 0 for each, and says that the spreadsheet has to calculate them."""
    made = book([HEADERS, ("C-1", "Ana", "=600000000+1")])

    assert [refusal.where for refusal in leads(saved(made)).refusals] == ["People!C2"]


def test_texts_are_read_in_every_form() -> None:
    """Shared, rich, inline, as a formula's value, with phonetic marks and escaped control characters."""
    strings = (
        "<si><r><t>An</t></r><r><rPr><b/></rPr><t>a</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
        "<si><t>Arroyo_x000D_\nB</t></si>"
        "<si><t xml:space='preserve'>  city </t></si>"
    )
    rows = (
        '<row><c t="inlineStr"><is><t>phone</t></is></c><c t="str"><v>name</v></c>'
        '<c t="s"><v>2</v></c><c t="str"><v>x</v></c></row>'
        '<row><c><v>600000001</v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>Ta</t></r><r><t>ll</t></r></is></c></row>'
    )
    lead = leads(with_sheet(rows, strings=strings)).lead

    assert (lead.name, lead.attributes) == ("Ana", {"city": "Arroyo\r\nB", "x": "Tall"})


def test_iso_dates_of_other_programs_are_read() -> None:
    """Cells of the type d hold ISO 8601."""
    rows = (
        '<row r="1"><c r="A1" t="str"><v>phone</v></c><c r="B1" t="str"><v>visit</v></c></row>'
        '<row r="2"><c r="A2"><v>600000001</v></c><c r="B2" t="d"><v>2027-01-10T10:30:00</v></c></row>'
    )

    assert leads(with_sheet(rows)).lead.attributes["visit"] == "2027-01-10 10:30"


@pytest.mark.parametrize(
    "styles", [f'<styleSheet xmlns="{MAIN}"/>', f'<styleSheet xmlns="{MAIN}"><cellXfs/></styleSheet>']
)
def test_a_workbook_without_styles_is_read(styles: str) -> None:
    """Small programs write none, or leave the style of a cell empty."""
    rows = (
        '<row r="1"><c r="A1" t="str"><v>phone</v></c><c r="B1" t="str"><v>id</v></c></row>'
        '<row r="2"><c r="A2" s=""><v>600000001</v></c><c r="B2" s="0"><v>7</v></c></row>'
    )
    data = doctored(with_sheet(rows), {"xl/styles.xml": lambda _: styles.encode()})

    assert (leads(with_sheet(rows)).lead.key, leads(data).lead.key) == ("7", "7")


def test_a_workbook_of_macros_is_a_workbook() -> None:
    """Its macros are never looked at."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    data = doctored(saved(book([HEADERS, ANA])), {"[Content_Types].xml": lambda part: part.replace(kind, macros)})

    assert leads(data).lead.key == "C-1"
