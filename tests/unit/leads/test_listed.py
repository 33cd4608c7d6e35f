"""Is an official list read whole, whatever its shape, and each of its numbers as a list of leads would read it?"""

import csv
from pathlib import Path

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.listed import Listed

ANA, LUIS = "+34600000001", "+34910000002"


def read(folder: Path, content: str, *, codec: str = "utf-8", region: str = "ES", column: str = "") -> list[str]:
    """Read a list of this content."""
    path = folder / "list.csv"
    path.write_bytes(content.encode(codec))
    with Listed(path, region=region, column=column) as listed:
        return list(listed)


@pytest.mark.parametrize(
    ("content", "codec", "column"),
    [
        (f"{ANA}\n{LUIS}\n", "utf-8", ""),  # as it should be
        ("600 000 001\r\n\r\n0034 910 000 002", "utf-8", ""),  # national, a gap, no end of line
        ("teléfono\n600000001\n910000002\n", "cp1252", ""),  # a header, and a spreadsheet's code page
        ("Número\n600000001\n910000002\n", "utf-16", ""),  # a header that says nothing to us
        ("sep=;\nid;phone\n1;600000001\n2;910000002\n", "utf-8-sig", ""),  # our word for the column
        ("17,600000001\n18,910000002\n", "utf-8", ""),  # no headers: the one column that reads as numbers
        ("alta\tabonado\n3\t600000001\n4\t910000002\n", "utf-8", "Abonado"),  # named
        ("600000001|600000009\n910000002|600000008\n", "utf-8", "1"),  # by its place
    ],
)
def test_a_list_is_read_in_any_shape(tmp_path: Path, content: str, codec: str, column: str) -> None:
    """Each keeper of a list has a format of its own."""
    assert read(tmp_path, content, codec=codec, column=column) == [ANA, LUIS]


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        ("", "", "is empty"),
        ("\n\n", "", "is blank"),
        ("phone,mobile\n600000001,600000002\n", "", "2 columns"),  # which of the two?
        ("600000001,600000002\n", "", "2 columns"),
        ("alta,abonado\n1,600000001\n", "abonados", "nearest: abonado"),
        ("alta,abonado\n1,600000001\n", "3", "a place from 1 to 2"),
    ],
)
def test_a_list_whose_numbers_cannot_be_found_is_refused(tmp_path: Path, content: str, column: str, words: str) -> None:
    """The wrong column would make a copy that holds nobody back."""
    with pytest.raises(InvalidInputError, match=words):
        read(tmp_path, content, column=column)
    with pytest.raises(InvalidInputError, match="nearest: ES"):
        read(tmp_path, "600000001\n", region="Espana la")


def test_what_is_no_number_is_told_with_its_line(tmp_path: Path) -> None:
    """And costs nothing else: the rest of the list counts."""
    path = tmp_path / "list.csv"
    path.write_text('600000001\nletters\n12\n"600000003\n910000002\n')
    with Listed(path, region="ES") as listed:
        numbers = list(listed)

    assert numbers == [ANA, LUIS]
    assert (listed.report.lines, listed.report.refused) == (5, 3)
    assert listed.report.rejected == tmp_path / "list.rejected.csv"
    with listed.report.rejected.open(encoding="utf-8-sig") as report:
        assert [row["line"] for row in csv.DictReader(report)] == ["2", "3", "4"]
