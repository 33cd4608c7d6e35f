"""Which rows of a workbook make the list, and is nothing that is hidden used? All people and numbers are fictional."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import Objection
from cadence.leads.lists import read_leads
from cadence.leads.lists.position import cell_name
from cadence.leads.lists.source import ListSource, sheets_to_search
from tests.unit.leads.reading import NOW
from tests.unit.leads.workbooks import ANA, HEADERS, book, leads, of_rows, saved, with_sheet

BEA = ("C-2", "Bea", 600000002)
EVA = ("C-3", "Eva", 600000003)


def three() -> Workbook:
    """A list of three people, with a column for a no."""
    return book([(*HEADERS, "opt_out"), (*ANA, None), (*BEA, "baja"), (*EVA, None)])


def refused(made: Workbook, sheet: str = "") -> str:
    """Return why a workbook is refused as a whole."""
    with pytest.raises(InvalidInputError) as caught:
        leads(saved(made), sheet=sheet)
    return str(caught.value)


def noes(made: Workbook, sheet: str = "") -> list[tuple[int, tuple[str, ...], bool]]:
    """Return each no that is found in a refused workbook: its row, its numbers, and whether a person has to decide."""
    data = io.BytesIO(saved(made))
    with read_leads(data, now=NOW, region="ES", sheet=sheet, writes=False, lenient=True) as intake:
        return [(row.line, row.e164s, row.undecided) for row in intake if isinstance(row, Objection)]


def test_the_only_sheet_with_rows_is_the_list() -> None:
    """Empty sheets are what spreadsheets begin with."""
    made = three()
    made.create_sheet("Sheet2")
    made.create_sheet("Empty")["B7"] = "  "
    read = leads(saved(made))

    assert [lead.key for lead in read.leads] == ["C-1", "C-2", "C-3"]
    assert ("sheet", "People") in read.intake.column_lines


def test_of_several_sheets_nothing_is_guessed() -> None:
    """The first one may be last year's."""
    made = three()
    made.create_sheet("March 2027").append(("phone",))

    assert "has 2 sheets with rows: People, March 2027; say which with --sheet" in refused(made)
    assert len(leads(saved(made), sheet="People").leads) == 3
    assert len(leads(saved(made), sheet="péople").leads) == 3
    assert "no sheet 'Peple'; expected one of People, March 2027. Nearest: People" in refused(made, "Peple")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_never_used(state: str) -> None:
    """It is named beside the one that is; asked for by name, it is refused."""
    made = three()
    made.create_sheet("Old").append(("phone",))
    made["Old"].sheet_state = state

    assert ("sheet", "People; hidden sheet Old is not read") in leads(saved(made)).intake.column_lines
    assert "sheet Old is hidden" in refused(made, "Old")

    made["Old"].sheet_state, made["People"].sheet_state = "visible", state
    made["Old"].delete_rows(1)
    assert "no visible sheet with rows" in refused(made)
    assert "Hidden and not read: sheet People" in refused(made)


def test_an_empty_workbook_says_so() -> None:
    """Also where its one sheet is named."""
    assert "no visible sheet with rows" in refused(book([]))
    assert "sheet People is empty" in refused(book([]), "People")


def test_hidden_rows_are_refused_and_named() -> None:
    """A filter hides the people that somebody left out on purpose."""
    made = book([HEADERS, *((f"C-{nth}", "Ana", 600000000 + nth) for nth in range(2, 40))])
    for row in (3, 7, 8, 9, 30):
        made.active.row_dimensions[row].hidden = True
    made.active.row_dimensions[500].hidden = True  # with nothing in it

    assert "sheet People has hidden rows 3, 7 to 9, 30" in refused(made)
    assert "Unhide them, or delete them" in refused(made)


def test_hidden_columns_are_refused_and_named() -> None:
    """A second number that nobody sees would be called."""
    made = book([(*HEADERS, "phone2"), (*ANA, 600000004)])
    made.active.column_dimensions["D"].hidden = True
    made.active.column_dimensions["H"].hidden = True  # with nothing in it

    assert "has hidden columns D," in refused(made)


@pytest.mark.parametrize(
    ("row", "columns", "hidden"),
    [
        ('ht="0" customHeight="1"', "", "rows 2"),
        ('hidden="true"', "", "rows 2"),
        ("", '<col min="2" max="16384" width="0"/>', "columns B"),
        ("", '<col min="1" max="1" hidden="1"/><col min="2" max="2" hidden="1"/>', "columns A to B"),
    ],
)
def test_rows_and_columns_without_a_size_are_hidden_too(row: str, columns: str, hidden: str) -> None:
    """As programs write them."""
    rows = (
        '<row r="1"><c t="str"><v>phone</v></c><c t="str"><v>id</v></c></row>'
        f'<row r="2" {row}><c><v>600000001</v></c><c><v>7</v></c></row>'
    )
    with pytest.raises(InvalidInputError, match=f"has hidden {hidden},"):
        leads(with_sheet(rows, after=f"<cols>{columns}</cols>"))


def test_a_no_in_a_hidden_row_is_found() -> None:
    """The list is refused; the no counts."""
    made = three()
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["D"].hidden = True

    assert "hidden rows 3 and columns D" in refused(made)
    assert noes(made) == [(3, ("+34600000002",), False)]


def test_a_no_is_looked_for_in_each_visible_sheet(tmp_path: Path) -> None:
    """It is not known which one is the list."""
    made = three()
    made.create_sheet("More").append((*HEADERS, "opt_out"))
    made.create_sheet("Old").append(("phone", "opt_out"))
    made["More"].append((*EVA, "x"))
    made["Old"].sheet_state = "hidden"
    path = tmp_path / "people.xlsx"
    made.save(path)

    assert sheets_to_search(path) == ["People", "More"]
    assert sheets_to_search(path, "More") == ["More"]
    assert noes(made, "People") == [(3, ("+34600000002",), False)]
    assert noes(made, "More") == [(2, ("+34600000003",), False)]


@pytest.mark.parametrize("content", [b"phone\n600000001\n", b"PK\x03\x04", b"", b"\xd0\xcf\x11\xe0"])
def test_in_any_other_file_there_is_nothing_to_choose(content: bytes, tmp_path: Path) -> None:
    """Text, and what cannot be read, are opened as they are, and refused there."""
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    assert sheets_to_search(path) == [""]
    assert sheets_to_search(tmp_path / "missing.csv") == [""]


def test_merged_cells_cost_the_rows_without_a_value_of_their_own() -> None:
    """Only the first of them has it; the others show it."""
    made = book(
        [(*HEADERS, "account", "note"), (*ANA, "Sol", 1), (*BEA, None, 2), (*EVA, None, 3), ("C-4", "Leo", 600000005)]
    )
    made.active.merge_cells("D2:D4")
    made.active.merge_cells("E2:E3")
    read = leads(saved(made))

    assert [lead.key for lead in read.leads] == ["C-1", "C-4"]
    assert [(refusal.cell, refusal.value) for refusal in read.refusals] == [
        ("People!D3", "#MERGED! Sol"),
        ("People!D4", "#MERGED! Sol"),
    ]


def test_merged_cells_in_a_column_that_is_not_used_cost_nothing() -> None:
    """As a spreadsheet's error there does."""
    made = book([(*HEADERS, "note"), (*ANA, "both"), (*BEA, None)])
    made.active.merge_cells("D2:D3")

    assert [lead.attributes["note"] for lead in leads(saved(made)).leads] == ["both", "#MERGED! both"]


def test_merged_cells_across_take_only_the_second_number() -> None:
    """One number that is written over two columns."""
    made = book([(*HEADERS, "phone2"), ANA])
    made.active.merge_cells("C2:D2")
    read = leads(saved(made))

    assert len(read.lead.numbers) == 1
    assert [(refusal.cell, refusal.whole) for refusal in read.refusals] == [("People!D2", False)]


def test_a_no_in_merged_cells_is_a_no_of_each_row() -> None:
    """A person sees it beside each of them. What is merged under a denial stays open."""
    made = book(
        [
            (*HEADERS, "consent_sms", "opt_out"),
            (*ANA, "no", None),
            (*BEA, None, None),
            (*EVA, "", "no"),
            ("C-4", "Leo", 600000005),
        ]
    )
    made.active.merge_cells("D2:D3")
    made.active.merge_cells("E4:E5")

    assert noes(made) == [(3, ("+34600000002",), False)]


def test_a_no_in_merged_cells_of_a_column_that_is_not_read_counts_too() -> None:
    """A status over several rows, as somebody writes it beside a group of people."""
    made = book([(*HEADERS, "Estado"), (*ANA, "baja"), BEA, (*EVA, "activo")])
    made.active.merge_cells("D2:D3")

    assert noes(made) == [(2, ("+34600000001",), False), (3, ("+34600000002",), False)]


def test_merged_titles_and_headers_are_no_data() -> None:
    """A merged header names its first column; the others have none, and are left out."""
    made = book([("id", "phone", None, "name"), ("C-1", 600000001, "x", "Ana")])
    made.active.merge_cells("B1:C1")

    assert (leads(saved(made)).lead.name, leads(saved(made)).lead.attributes) == ("Ana", {})


def test_headers_below_a_title_are_pointed_at() -> None:
    """In a sheet, where titles are common, and in a text."""
    made = book([("Spring campaign",), (), HEADERS, ANA])
    text = io.BytesIO(b"Customers, spring\n\nid,name,phone\nC-1,Ana,600000001\n")

    assert "the headers seem to stand at People!A3, below other rows; delete the rows above them" in refused(made)
    with pytest.raises(InvalidInputError, match="the headers seem to stand at line 3, below other rows"):
        read_leads(text, now=NOW, region="ES")


def test_a_row_that_only_mentions_a_phone_is_no_row_of_headers() -> None:
    """The list has no phone numbers, and says so."""
    made = book([("id", "kind"), ("C-1", "phone"), ("C-2", "mobile")])

    assert "has no column called phone" in refused(made)


def test_empty_rows_and_columns_count_for_nothing() -> None:
    """At the end, between and before: formats make them, and people."""
    made = Workbook()
    sheet = made.active
    sheet.title = "People"
    for place, (header, cell) in enumerate(zip(HEADERS, ANA, strict=True)):
        sheet.cell(4, 3 + place, header)
        sheet.cell(9, 3 + place, cell)
    sheet.cell(5000, 90, "   ")
    read = leads(saved(made))

    assert (read.lead.line, read.lead.key, read.intake.report.rows) == (9, "C-1", 1)


def test_a_cell_without_a_header_is_left_out() -> None:
    """Each cell knows its column, so nothing has moved."""
    made = book([HEADERS, (*ANA, None, "a note"), BEA])

    assert [lead.key for lead in leads(saved(made)).leads] == ["C-1", "C-2"]


def test_a_short_row_is_not_one_whose_cells_have_moved() -> None:
    """A no in a text column is a word there, not an opt-out from another column."""
    made = book([(*HEADERS, "smoker", "opt_out"), (*ANA, "no", None), (*BEA, "yes", "yes")])

    assert [lead.key for lead in leads(saved(made)).leads] == ["C-1", "C-2"]
    assert noes(made) == [(3, ("+34600000002",), False)]


@pytest.mark.parametrize(
    ("sheet", "place", "name"),
    [
        ("People", 1, "People!B17"),
        ("Año2027", 25, "Año2027!Z17"),
        ("March 2027", 26, "'March 2027'!AA17"),
        ("Ana's", 701, "'Ana''s'!ZZ17"),
        ("2027", 702, "'2027'!AAA17"),
        ("", 1, ""),
    ],
)
def test_a_cell_is_named_as_the_spreadsheet_names_it(sheet: str, place: int, name: str) -> None:
    """It can be pasted into the spreadsheet's box for names."""
    assert cell_name(sheet, 17, place) == name


def test_the_report_of_refused_rows_names_cells(tmp_path: Path) -> None:
    """It stays a CSV; where a text's line stands, the cell does."""
    path = tmp_path / "people.xlsx"
    made = book(
        [(*HEADERS, "country"), (*ANA, "ES"), (*BEA, "Atlantis"), ("C-1", "Eva", 600000003, "ES")], title="March 2027"
    )
    made.save(path)
    with read_leads(path, now=NOW, region="ES") as intake:
        list(intake)
    report = (tmp_path / "people.rejected.csv").read_text(encoding="utf-8-sig").splitlines()

    assert report[0] == "cell,column,value,reason"
    assert report[1].startswith("'March 2027'!D3,country,Atlantis,expected a country")
    assert "'March 2027'!A4,id,C-1,'March 2027'!A2 is about the same lead" in report[2]


def test_dates_of_text_are_named_by_their_cells() -> None:
    """Only texts leave the order open: dates of the spreadsheet have none."""
    made = book([(*HEADERS, "consent_sms", "consent_at"), (*ANA, "no", "25/01/2027"), (*BEA, "no", "01/25/2027")])

    assert "People!E2 has the day first, People!E3 the month" in refused(made)


def test_rows_can_be_read_again_and_are_gone_when_closed() -> None:
    """Each pass begins at the first row; the temporary file is removed."""
    source = ListSource(io.BytesIO(saved(three())))
    source.begin("headers")

    assert [record.line for record in source.rows()] == [record.line for record in source.rows()] == [2, 3, 4]
    assert source.progress() == (source.progress()[1],) * 2
    source.close()
    with pytest.raises(ValueError, match="closed"):
        next(iter(source.rows()))


def test_a_name_of_a_sheet_is_refused_for_text() -> None:
    """It would be ignored silently."""
    with pytest.raises(InvalidInputError, match="is a text and has no sheets; leave out --sheet People"):
        ListSource(io.BytesIO(b"phone\n600000001\n"), sheet="People")


def test_rows_without_numbers_of_their_own_are_counted() -> None:
    """Some programs leave out where a row and a cell stand."""
    rows = (
        '<row><c t="str"><v>phone</v></c><c t="str"><v>id</v></c></row>'
        '<row r="7"><c><v>600000001</v></c><c r="B7"><v>7</v></c></row><row><c><v>600000002</v></c></row>'
    )

    assert [(lead.line, lead.key) for lead in leads(with_sheet(rows)).leads] == [(7, "7"), (8, "")]


def test_a_list_of_many_rows_is_read_in_order() -> None:
    """With a row of the greatest number last."""
    read = of_rows(HEADERS, *((f"C-{nth}", "Ana", 600000000 + nth) for nth in range(1, 100)))

    assert [lead.line for lead in read.leads] == list(range(2, 101))
