"""Is what is no workbook, or a dangerous or damaged one, refused plainly? All people and numbers are fictional."""

import io
import random
import tracemalloc
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists import read_leads
from cadence.leads.lists.source import ListSource
from cadence.leads.lists.workbook import archive, parsing, rows
from tests.unit.leads.reading import NOW
from tests.unit.leads.workbooks import ANA, HEADERS, MAIN, book, doctored, leads, saved, with_sheet

SHEET = "xl/worksheets/sheet1.xml"


def why(data: bytes, name: str = "people.xlsx") -> str:
    """Return why a file of this name is refused."""
    file = io.BytesIO(data)
    file.name = name  # type: ignore[attr-defined]
    with pytest.raises(InvalidInputError) as caught, read_leads(file, now=NOW, region="ES") as intake:
        list(intake)
    return str(caught.value)


def zipped(parts: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return an archive of these parts."""
    file = io.BytesIO()
    with ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def good() -> bytes:
    """Return the workbook of one person."""
    return saved(book([HEADERS, ANA]))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "people.xls", "old Excel workbook (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "people.xlsx", "protected by a password; open it, remove the"),
        (zipped({"xl/workbook.bin": b"x", "[Content_Types].xml": b""}), "people.xlsb", "binary Excel workbook (.xlsb)"),
        (zipped({"mimetype": b"x", "content.xml": b"<x/>"}), "people.ods", "OpenDocument"),
        (zipped({"Index/Document.iwa": b"x"}), "people.numbers", "Numbers"),
        (zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b""}), "people.xlsx", "a Word document"),
        (zipped({"people.csv": b"phone\n"}), "people.zip", "a zip archive without a workbook in it"),
        (zipped({"people.xlsx": b"PK"}), "people.xlsx", "a zip archive without a workbook in it"),  # nested
        (zipped({}), "people.xlsx", "a zip archive without a workbook in it"),
        (b"phone\n600000001\n", "people.xlsx", "if it is a CSV file, call it people.csv"),
        (b"phone\n600000001\n", "people.XLS", "if it is a CSV file, call it people.csv"),
        (b"<html><table><tr><td>phone", "people.xls", "else open it in a spreadsheet program"),
        (b"\x00\x01\x02" * 100, "people.xlsx", "is not a workbook"),
        (b"", "people.xlsx", "is empty"),
    ],
)
def test_what_is_no_workbook_is_named_with_what_to_do(data: bytes, name: str, words: str) -> None:
    """Save as XLSX or CSV, or give the file its real name."""
    assert words in why(data, name)


def test_a_workbook_under_the_name_of_a_text_is_refused() -> None:
    """And read under its own, or without any."""
    assert "call it people.xlsx, or save the sheet" in why(good(), "people.csv")
    assert leads(good()).lead.key == "C-1"


def test_a_password_is_found_wherever_it_stands() -> None:
    """The word may lie across two pieces of the file."""
    mark = "EncryptedPackage".encode("utf-16-le")
    for before in (archive.CHUNK - 16, archive.CHUNK, archive.CHUNK - 1):
        assert "password" in why(OLE[:8].ljust(before, b"\x00") + mark, "people.xlsx")


def test_a_strict_workbook_is_refused() -> None:
    """Its namespaces are others, so nothing in it would be found."""
    data = doctored(
        good(), {"xl/workbook.xml": lambda part: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/x")}
    )

    assert '"Strict Open XML" workbook' in why(data)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "[Content_Types].xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("start", ["", "\ufeff", "<!-- a comment -->\n"])
def test_a_part_that_defines_entities_is_refused(part: str, start: str) -> None:
    """They unpack to gigabytes, or read files of this machine."""
    bomb = f'{start}<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><x>&b;&f;</x>'

    assert f"defines entities in {part}" in why(doctored(good(), {part: lambda _: bomb.encode()}))
    wide = bomb.removeprefix("\ufeff").encode("utf-16")
    assert f"defines entities in {part}" in why(doctored(good(), {part: lambda _: wide}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """One part of zeros, small on the disk."""
    bomb = zipped({"[Content_Types].xml": b"<x/>", SHEET: b"<" + b" " * (50 << 20)})
    tracemalloc.start()
    try:
        assert "packed 1,0" in why(bomb)
        assert tracemalloc.get_traced_memory()[1] < 5 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("part", "most"),
    [(SHEET, "LARGEST_SHEET"), ("xl/sharedStrings.xml", "LARGEST_STRINGS"), ("xl/styles.xml", "LARGEST_PART")],
)
def test_a_part_that_is_too_large_is_refused(part: str, most: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the archive says of it: no more than that is ever unpacked."""
    monkeypatch.setattr(archive, most, 20_000)
    data = doctored(good(), {part: lambda old: old + random.Random(1).randbytes(20_001)})  # noqa: S311  what does not pack

    assert f"is too large to read: {part} unpacks to" in why(data)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """What goes beyond the size is not unpacked, and the sum does not fit."""
    data = good()
    with ZipFile(io.BytesIO(data)) as made:
        size = made.getinfo(SHEET).file_size
    lying = data.replace(size.to_bytes(4, "little"), (size - 100).to_bytes(4, "little"))

    assert lying != data
    assert "cannot be read as a workbook" in why(lying)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its parts are even listed."""
    monkeypatch.setattr(archive, "LARGEST_FILE", 100)

    assert "is too large to read: the file has" in why(good())


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs time."""
    monkeypatch.setattr(archive, "MOST_PARTS", 5)

    assert "parts; at most 5 are read" in why(good())


def test_odd_archives_are_refused() -> None:
    """Packed in another way, with a password, or with two parts of one name."""
    with ZipFile(io.BytesIO(good())) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    twice = io.BytesIO(good())
    with ZipFile(twice, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr(SHEET, "<x/>")
    locked = zipped(parts, ZIP_STORED)
    entry = locked.index(b"PK\x01\x02")
    locked = locked[: entry + 8] + b"\x01" + locked[entry + 9 :]

    assert leads(zipped(parts, ZIP_STORED)).lead.key == "C-1"
    assert "cannot be read as a workbook" in why(zipped(parts, ZIP_BZIP2))
    assert "cannot be read as a workbook" in why(twice.getvalue())
    assert "protected by a password" in why(locked)


def test_a_row_of_endless_cells_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements are counted while the row is read, also where the archive is not suspicious."""
    monkeypatch.setattr(archive, "LARGEST_RATIO", 10_000)
    monkeypatch.setattr(parsing, "MOST_ELEMENTS", 1_000)
    head = '<row><c t="str"><v>phone</v></c></row>'
    data = with_sheet(head + "<row>" + "<c/>" * 300_000 + "</row>")
    tracemalloc.start()
    try:
        assert "cannot be read as a workbook" in why(data)
        assert tracemalloc.get_traced_memory()[1] < 6 << 20
    finally:
        tracemalloc.stop()
    assert "cannot be read as a workbook" in why(with_sheet(head, after="<a>" * 2_000 + "</a>" * 2_000))


def test_rows_are_forgotten_as_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does what follows them grow."""
    monkeypatch.setattr(archive, "LARGEST_RATIO", 10_000)
    head = '<row r="1"><c t="str"><v>phone</v></c></row><row r="2"><c><v>600000001</v></c></row>'
    data = with_sheet(head + '<row ht="15" customHeight="1"/>' * 20_000, after="<a><b/></a>" * 20_000)
    tracemalloc.start()
    try:
        assert len(leads(data).leads) == 1
        assert tracemalloc.get_traced_memory()[1] < 6 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "most", "words"),
    [("MOST_ROWS", 3, "more than 3 rows, at People!B4"), ("MOST_COLUMNS", 2, "more than 2 columns, at People!C1")],
)
def test_a_sheet_that_is_too_large_is_refused_at_its_cell(
    name: str, most: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CSV has no such limits."""
    monkeypatch.setattr(rows, name, most)
    data = saved(book([("phone", "id", "c") if name == "MOST_COLUMNS" else ("phone", "id")] + [(600000001, 2)] * 3))

    assert words in why(data)


def test_too_many_merged_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those within the rows count: a whole column may be merged."""
    head = '<row r="1"><c t="str"><v>phone</v></c><c t="str"><v>id</v></c></row>'
    rows_of_one = "".join(f'<row r="{nth}"><c><v>60000000{nth}</v></c></row>' for nth in range(2, 7))
    data = with_sheet(head + rows_of_one, after='<mergeCells><mergeCell ref="A2:B1048576"/></mergeCells>')

    assert len(leads(data).refusals) == 5
    monkeypatch.setattr(rows, "MOST_MERGED_CELLS", 9)
    assert "more than 9 merged cells" in why(data)


def test_a_row_that_is_too_long_costs_itself() -> None:
    """As a line of text does."""
    wide = tuple("x" * 9_000 for _ in range(12))
    read = leads(saved(book([(*HEADERS, *(f"c{nth}" for nth in range(12))), (*ANA, *wide), ("C-2", "Bea", 600000002)])))

    assert [lead.key for lead in read.leads] == ["C-2"]
    assert [(refusal.cell, refusal.column) for refusal in read.refusals] == [("People!A2", "")]
    assert "longer than 100,000 characters" in read.refusals[0].reason


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3"/><row r="2"><c t="str"><v>x</v></c></row><row r="2"><c t="str"><v>x</v></c></row>',  # not in order
        '<row r="2"><c r="B9"><v>1</v></c></row>',  # a cell of another row
        '<row r="2"><c t="s"><v>99</v></c></row>',  # a text that is not there
        '<row r="2"><c s="99"><v>1</v></c></row>',  # a style that is not there
        '<row r="2"><c><v>one</v></c></row>',  # a number that is none
        '<row r="2"><c t="b"><v>x</v></c></row>',
        '<row r="2"><c t="d"><v>soon</v></c></row>',
        '<row r="two"><c><v>1</v></c></row>',
        '<row r="2"><x/></row>',
        '<row r="2"><c r="0"><v>1</v></c></row>',
        '<row r="2" ht="tall"><c><v>1</v></c></row>',
        "<row",
        "&nbsp;",
        '<row r="2"><c><v>' + "<a>" * 10_000,
    ],
)
def test_a_damaged_sheet_is_refused_as_a_whole(row: str) -> None:
    """Whoever wrote it did not mean this: no row of it is taken."""
    assert "cannot be read as a workbook" in why(with_sheet('<row r="1"><c t="str"><v>phone</v></c></row>' + row))


@pytest.mark.parametrize(
    "after", ['<mergeCells><mergeCell ref="A1:"/></mergeCells>', "<cols><col min='x' hidden='1'/></cols>"]
)
def test_a_damaged_layout_is_refused_as_a_whole(after: str) -> None:
    """What is merged or hidden would not be known."""
    rows_of_two = '<row r="1"><c t="str"><v>phone</v></c></row><row r="2"><c><v>600000001</v></c></row>'

    assert "cannot be read as a workbook" in why(with_sheet(rows_of_two, after=after))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("content", [b"", b"<", b"<x/>", b"no XML"])
def test_a_damaged_part_is_refused_in_plain_words(part: str, content: bytes) -> None:
    """Never with a traceback."""
    reason = why(doctored(good(), {part: lambda _: content}))

    assert "cannot be read as a workbook" in reason or "has no visible sheet" in reason


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_flipped_or_missing_bytes_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    """Nothing else is ever raised, whatever is wrong with it."""
    chance = random.Random(seed)  # noqa: S311  the same damage each time
    made = book(
        [
            (*HEADERS, "visit", "note"),
            *((f"C-{nth}", "Ana", 600000000 + nth, 46397.5, "x" * nth) for nth in range(1, 30)),
        ]
    )
    made.active.merge_cells("E5:E8")
    data = saved(made)
    with ZipFile(io.BytesIO(data)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for _ in range(6):
        damaged = bytearray(data)
        if seed % 2:  # within a part, so that the archive itself is whole
            name = chance.choice(list(parts))
            content = bytearray(parts[name])
            _damage(content, chance)
            damaged = bytearray(zipped(parts | {name: bytes(content)}))
        else:
            _damage(damaged, chance)
        path = tmp_path / "people.xlsx"
        path.write_bytes(damaged)
        with suppress(InvalidInputError), read_leads(path, now=NOW, region="ES") as intake:
            list(intake)


def _damage(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    elif chance.random() < 0.3:
        at = chance.randrange(len(data))
        del data[at : at + chance.randint(1, 50)]


def test_a_pipe_is_read_like_a_file() -> None:
    """It is copied first, for a workbook is read from its end."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    source = ListSource(Pipe(good()))

    assert source.begin("headers").cells == list(HEADERS)
    source.close()


def test_dates_and_entry_names_of_the_archive_do_not_matter() -> None:
    """A part may be called as it likes, as long as the workbook names it."""
    entry = ZipInfo("xl/extra/../odd name.bin")
    file = io.BytesIO(good())
    with ZipFile(file, "a") as made:
        made.writestr(entry, b"\x00" * 10)

    assert leads(file.getvalue()).lead.key == "C-1"
