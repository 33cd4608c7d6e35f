"""Is every name read as it was written, whatever program wrote the file?"""

import io

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.encoding import CHUNK, Encoding, detect
from tests.unit.leads.reading import read

LIST = "id;nombre;teléfono\n1;Íñigo Peñalver;600000001\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (LIST.encode("utf-8"), "utf-8-sig"),
        (LIST.encode("utf-8-sig"), "utf-8-sig"),  # with its mark, as spreadsheets write it
        (LIST.encode("latin-1"), "cp1252"),  # Latin-1 where both agree
        (LIST.encode("cp1252"), "cp1252"),
        (LIST.encode("utf-16"), "utf-16"),  # a spreadsheet's "Unicode text"
        (LIST.encode("utf-16-le"), "utf-16-le"),  # without its mark
        (LIST.encode("utf-16-be"), "utf-16-be"),
        (b"\xfe\xff" + LIST.encode("utf-16-be"), "utf-16"),
        (LIST.encode("utf-32"), "utf-32"),
    ],
)
def test_the_same_list_in_any_encoding_is_the_same_list(data: bytes, expected: str) -> None:
    """A name spoilt on the way in is a name spoilt in a message."""
    result = read(data)

    assert result.lead.name == "Íñigo Peñalver"
    assert result.intake.source.encoding.codec == expected


def test_the_euro_sign_of_windows_is_read() -> None:
    """Latin-1 has no euro; Windows' own page has it, at a place that Latin-1 leaves to control signs."""
    assert read("phone;total\n600000001;59 €\n".encode("cp1252")).lead.attributes == {"total": "59 €"}


def test_bytes_that_windows_does_not_know_are_read_as_latin_1() -> None:
    """Five bytes mean nothing in Windows-1252; Latin-1 has a sign for each."""
    result = read(b"phone;name\n600000001;Pe\xf1a \x81\n")

    assert result.intake.source.encoding.codec == "latin-1"
    assert result.lead.name == "Peña \x81"


def test_a_few_broken_bytes_cost_their_row_and_not_the_accents_of_the_others() -> None:
    """One pasted row in another encoding must not turn a whole list into Windows-1252."""
    rows = "".join(f"60000000{i};Íñigo Peñalver\n" for i in range(1, 5)).encode()
    result = read(b"phone;name\n" + rows + b"600000005;Jos\xe9\n" + "600000006;Óscar\n".encode())

    assert result.intake.source.encoding == Encoding("utf-8-sig", errors="surrogateescape")
    assert [lead.name for lead in result.leads] == ["Íñigo Peñalver"] * 4 + ["Óscar"]
    assert [(refusal.line, refusal.column) for refusal in result.refusals] == [(6, "name")]
    assert "not UTF-8" in result.refusals[0].reason


@pytest.mark.parametrize(
    "pasted",
    [
        "Peña",  # C3 B1: letters in the code page
        "Ángel Íñiguez",  # C3 81 and C3 8D, which the code page does not know: the list counts as Latin-1
        "Núñez “Nuco” 5 €",  # signs that the code page has where Latin-1 has none
    ],
)
def test_rows_of_utf_8_in_a_list_of_windows_are_refused_and_not_sent_spoilt(pasted: str) -> None:
    """Two exports in one file: nothing tells which bytes are whose but that they make sense as UTF-8."""
    rows = "".join(f"60000000{i};José ávila;Málaga\n" for i in range(1, 8)).encode("latin-1")
    last = f"600000008;{pasted};".encode() + "Málaga\n".encode("latin-1")  # also when its row has both
    result = read(b"phone;name;city\n" + rows + last)

    assert result.intake.source.encoding.codec in ("cp1252", "latin-1")
    assert [lead.name for lead in result.leads] == ["José ávila"] * 7
    assert [(refusal.line, refusal.column) for refusal in result.refusals] == [(9, "name")]
    assert "looks like UTF-8" in result.refusals[0].reason


def test_a_list_that_was_spoilt_before_it_came_is_refused_where_it_is_spoilt() -> None:
    """Opened in the wrong encoding and saved again: it is good UTF-8, and its names are not good."""
    result = read("phone;name\n600000001;PeÃ±a\n600000002;Ana\n".encode())

    assert [lead.name for lead in result.leads] == ["Ana"]
    assert [refusal.line for refusal in result.refusals] == [2]


@pytest.mark.parametrize(
    "name",
    [
        "São Ílhavo ÀÇÃO",  # capitals of Portuguese
        "«IRMÃ»",  # the end of a word within quotation marks
        "Ñ",  # one letter, whose byte begins a sign of UTF-8 that does not follow
        "Zoë Ångström 5 €",  # signs of the code page beside letters
        "Łódź Nguyễn 李",  # letters that no code page of one byte has
    ],
)
def test_a_name_with_signs_of_its_own_is_taken(name: str) -> None:
    """Nobody is turned away for how they are called."""
    assert read(f"phone;name\n600000001;{name}\n".encode()).lead.name == name


def test_an_accent_between_two_chunks_is_whole() -> None:
    """The file is looked at in pieces; a letter of two bytes may lie across them."""
    head = "phone;name\n"
    filler = "600000001;" + "x" * (CHUNK - len(head) - len("600000001;") - 1)
    file = io.BytesIO((head + filler + "ñ\n").encode())

    assert detect(file, "list.csv").codec == "utf-8-sig"


def test_a_stray_byte_between_two_chunks_is_seen() -> None:
    """It would otherwise break the reading later, half-way through an import."""
    file = io.BytesIO(b"x" * (CHUNK - 1) + b"\xe2\x81" + b"x\n")

    assert detect(file, "list.csv").codec == "latin-1"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04" + b"\x00" * 50, "Excel"),  # .xlsx
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "Excel"),  # .xls
        (b"\x1f\x8b\x08" + b"\x00" * 50, "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfei\x00d\x00;", "UTF-16"),  # cut off within a letter
        (b"\xff\xfe" + b"\x00\xd8" * 20, "UTF-16"),  # halves of letters only
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, what: str) -> None:
    """The first thing people try is the workbook itself."""
    with pytest.raises(InvalidInputError, match=what):
        read(data)
