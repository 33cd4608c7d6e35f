"""Is every line of a CSV accounted for, however it is written or broken?"""

import io

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.records import KEPT, LONGEST_RECORD, Record, read_records
from tests.unit.leads.reading import read


def records(text: str, delimiter: str = ",") -> list[Record]:
    """All records of a text."""
    return list(read_records(io.StringIO(text, newline=""), delimiter))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nc,d\n", [(1, "a b"), (2, "c d")]),
        ("a,b\r\nc,d", [(1, "a b"), (2, "c d")]),  # Windows, no line end at the end
        ("a,b\rc,d\r", [(1, "a b"), (2, "c d")]),  # old Macintosh
        ('"a,1",b\n', [(1, "a,1 b")]),  # the delimiter within quotes
        ('a,"x\ny"\nc,d\n', [(1, "a x\ny"), (3, "c d")]),  # a line break within quotes: the next line is the third
        ('a,"x\r\n\r\ny"\r\nc,d\r\n', [(1, "a x\r\n\r\ny"), (4, "c d")]),
        ('a,"say ""no"""\n', [(1, 'a say "no"')]),  # a quotation mark, doubled
        ('a,5" pipe\n', [(1, 'a 5" pipe')]),  # one in the middle of a cell is just itself
        ('a, "b"\n', [(1, "a b")]),  # a space before the quotes
        ("a,b\n\n\nc,d\n", [(1, "a b"), (2, ""), (3, ""), (4, "c d")]),  # blank lines count as lines
    ],
)
def test_records_are_told_with_the_line_they_begin_on(text: str, expected: list[tuple[int, str]]) -> None:
    """A report that is a line off sends its reader to the wrong person."""
    assert [(record.line, " ".join(record.cells)) for record in records(text)] == expected


@pytest.mark.parametrize(
    ("text", "refused", "read"),
    [
        # A quotation mark that nobody closes would swallow the rest of the file.
        ('a,b\nc,"d\ne,f\ng,h\n', [2], [1, 3, 4]),
        ('a,"b\nc,"d\ne,f\n', [1, 2], [3]),
        ('a,"b" x\nc,d\n', [1], [2]),  # text after a closing quotation mark
        ('a,"b\nc" x\nd,e\n', [1], [2, 3]),  # the same, a line later: the second line is one of its own
        ('a,"b', [1], []),  # at the very end
        ("a," + "x" * LONGEST_RECORD + "\nc,d\n", [1], [2]),  # a line without end
        ('a,"' + "x\n" * LONGEST_RECORD, [1], list(range(2, LONGEST_RECORD + 1))),  # a cell without end
    ],
)
def test_a_broken_line_costs_itself_only(text: str, refused: list[int], read: list[int]) -> None:
    """The good rows beside a bad one land."""
    rows = records(text)

    assert [row.line for row in rows if row.fault] == refused
    assert [row.line for row in rows if not row.fault] == read


def test_a_line_of_any_length_is_read_in_bounded_memory() -> None:
    """Only the beginning of a line that is too long is ever kept."""

    class Endless(io.StringIO):
        longest = 0

        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # StringIO takes None, too
            line = super().readline(size)
            self.longest = max(self.longest, len(line))
            return line

    text = Endless("x" * LONGEST_RECORD * 20 + "\nc,d\n", newline="")
    rows = list(read_records(text, ","))

    assert [row.line for row in rows] == [1, 2]
    assert text.longest <= LONGEST_RECORD + 1
    assert len(rows[0].cells[0]) == KEPT < LONGEST_RECORD


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id,name,phone\n1,Ana,600000001\n", ","),
        ("id;name;phone\n1;Ana;600000001\n", ";"),
        ("id\tname\tphone\n1\tAna\t600000001\n", "\t"),
        ("id|name|phone\n1|Ana|600000001\n", "|"),
        ("name, first;phone\nAna;600000001\n", ";"),  # what yields more headers that we know
        ("sep=;\nid;name;phone\n1;Ana;600000001\n", ";"),  # spreadsheets tell each other
        ('"sep=;"\r\nid;name;phone\r\n1;Ana;600000001\r\n', ";"),
        ("phone\n600000001\n", ","),  # one column needs none
        ("\n\nid;phone\n1;600000001\n", ";"),  # blank lines before the headers
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    """Nobody knows which one their program writes."""
    result = read(text)

    assert result.intake.source.delimiter == delimiter
    assert result.lead.numbers[0].e164 == "+34600000001"


def test_a_row_with_more_cells_than_headers_is_refused() -> None:
    """Its cells may have moved: a phone would be read from another column."""
    result = read("id,name,phone\n1,Ana,600000001\n3,Eva,600000003,what\n4,Mar,600000004,,\n")

    assert [lead.key for lead in result.leads] == ["1", "4"]  # empty cells at the end are a spreadsheet's
    assert [(refusal.line, refusal.reason) for refusal in result.refusals] == [(3, "4 cells where the headers have 3")]


def test_a_row_without_its_empty_last_cells_is_filled() -> None:
    """Some exports leave them out; what is missed is then refused by its own name."""
    result = read("id,name,phone,city,notes\n1,Ana,600000001\n2,Bea\n3,Eva,600000003,Vigo\n")

    assert [(lead.key, lead.attributes) for lead in result.leads] == [
        ("1", {"city": "", "notes": ""}),
        ("3", {"city": "Vigo", "notes": ""}),
    ]
    assert [(refusal.line, refusal.column, refusal.reason) for refusal in result.refusals] == [
        (3, "phone", "no phone number")
    ]


def test_blank_rows_are_no_rows() -> None:
    """Spreadsheets leave them at the end."""
    result = read("id;phone\n\n1;600000001\n;\n  ;  \n")

    assert (result.intake.report.rows, result.intake.report.leads) == (1, 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "blank"),
        (b"\xef\xbb\xbf", "blank"),  # a mark and nothing else
        (b"id,phone\n", "no rows"),
        (b"id,phone\n\n,\n", "no rows"),
        (b'"id,phone\n1,600000001\n', "headers cannot be read"),  # a quotation mark in the headers
    ],
)
def test_a_list_without_rows_is_said_at_once(data: bytes, message: str) -> None:
    """Launching for nobody is a mistake that should show before the launch."""
    with pytest.raises(InvalidInputError, match=message):
        read(data)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("x" * 10_001, "10,001 characters in one cell"),
        ("Ana\0", "NUL"),  # PostgreSQL keeps none
    ],
)
def test_a_cell_that_cannot_be_kept_costs_its_row(cell: str, reason: str) -> None:
    """Refused with its line, not a crash in the middle of the import."""
    result = read(f"phone;name\n600000001;{cell}\n600000002;Bea\n")

    assert [lead.name for lead in result.leads] == ["Bea"]
    assert [(refusal.line, refusal.column) for refusal in result.refusals] == [(2, "name")]
    assert reason in result.refusals[0].reason


def test_the_longest_cell_that_is_kept_is_kept() -> None:
    """The limit itself still passes."""
    assert read("phone;notes\n600000001;" + "x" * 10_000 + "\n").lead.attributes["notes"] == "x" * 10_000
