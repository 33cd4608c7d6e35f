"""Can whoever wrote the list find and mend what was refused, and does nobody else see it?"""

import csv
import io
import logging
import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists import read_leads, report
from tests.unit.leads.reading import NOW, read

LIST = 'id;name;phone;phone2\n1;Ana;600000001;12\n2;"Bea; B.";x;\n3;Eva;600000003;\n3;Mar;600000003;\n'


def read_file(path: Path) -> list[str]:
    """Read a list from a file; return the ids of its leads."""
    with read_leads(path, now=NOW, region="ES") as intake:
        return [lead.key for lead in intake.leads()]


def test_refusals_are_written_beside_the_list(tmp_path: Path) -> None:
    """Line, column, value and reason: what it takes to mend them."""
    (tmp_path / "leads.csv").write_text(LIST)
    with read_leads(tmp_path / "leads.csv", now=NOW, region="ES") as intake:
        leads = list(intake.leads())

    written = tmp_path / "leads.rejected.csv"
    rows = list(csv.reader(written.read_text(encoding="utf-8-sig").splitlines()))
    assert [lead.key for lead in leads] == ["1", "3"]
    assert rows[0] == ["line", "column", "value", "reason"]
    assert [row[:3] for row in rows[1:]] == [["2", "phone2", "12"], ["3", "phone", "x"], ["5", "id", "3"]]
    assert rows[1][3].endswith("(the lead was taken without it)")
    assert intake.report.rejected == written
    assert intake.report.summary() == (f"4 rows: 2 leads, 2 refused, 1 with something left out; see {written}")


def test_the_report_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds people's data."""
    (tmp_path / "leads.csv").write_text(LIST)
    read_file(tmp_path / "leads.csv")

    assert stat.S_IMODE((tmp_path / "leads.rejected.csv").stat().st_mode) == 0o600


def test_a_list_without_refusals_leaves_no_report(tmp_path: Path) -> None:
    """Not even that of the reading before, which would speak of rows that were mended since."""
    path = tmp_path / "leads.csv"
    path.write_text(LIST)
    read_file(path)
    path.write_text("id;phone\n1;600000001\n")

    assert read_file(path) == ["1"]
    assert not (tmp_path / "leads.rejected.csv").exists()


def test_a_list_that_cannot_be_read_keeps_the_last_report(tmp_path: Path) -> None:
    """It says nothing about the rows."""
    path = tmp_path / "leads.csv"
    path.write_text(LIST)
    read_file(path)
    path.write_text("id;name\n1;Ana\n")

    with pytest.raises(InvalidInputError):
        read_file(path)
    assert (tmp_path / "leads.rejected.csv").exists()


def test_values_of_any_kind_can_be_written(tmp_path: Path) -> None:
    """A NUL, bytes that are no text, a cell without end, a line break."""
    good = "".join(f"60000000{i};ñáéí\n" for i in range(1, 5)).encode()
    bad = b"600000005;a\0b\n600000006;\xe9\n600000007;" + b"x" * 20_000 + b'\n12;"two\nlines"\n'
    (tmp_path / "leads.csv").write_bytes(b"phone;name\n" + good + bad)
    read_file(tmp_path / "leads.csv")

    text = (tmp_path / "leads.rejected.csv").read_text(encoding="utf-8-sig")
    values = [row[2] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert values == ["a\\0b", "\\udce9", "x" * 500 + "…", "12"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+2", "'=1+2"),  # a formula
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),  # one that runs a program
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+34-12", "'+34-12"),  # a number to us, a subtraction to a spreadsheet
        ("+34 12", "+34 12"),  # a number to both: it can be copied back as it is
        ("-5", "-5"),
        ("x=1", "x=1"),  # a sign within runs nothing
    ],
)
def test_no_cell_of_the_report_is_a_formula(tmp_path: Path, cell: str, written: str) -> None:
    """Whoever opens it in a spreadsheet must not run what a stranger put into a list."""
    (tmp_path / "leads.csv").write_text(f'id;phone;=HYPERLINK("x")\n1;"{cell}";\n2;600000001;{"y" * 10_001}\n')
    read_file(tmp_path / "leads.csv")

    rows = list(csv.reader((tmp_path / "leads.rejected.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][2] == written
    assert rows[2][1] == '\'=HYPERLINK("x")'


def test_a_lead_that_a_campaign_cannot_use_is_refused_after_all(tmp_path: Path) -> None:
    """A text that needs a value the row does not have: the counts and the report say so, also of what was left out."""
    (tmp_path / "leads.csv").write_text(LIST)
    with read_leads(tmp_path / "leads.csv", now=NOW, region="ES") as intake:
        for lead in intake.leads():
            if lead.key == "1":
                intake.refuse(lead, "total", "the campaign needs a value for total")

    rows = list(csv.reader((tmp_path / "leads.rejected.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1] == ["2", "total", "", "the campaign needs a value for total"]
    assert rows[2] == [
        "2",
        "phone2",
        "12",
        "too short for a phone number of its country",
    ]  # no lead was taken without it
    assert (intake.report.leads, intake.report.refused, intake.report.remarks) == (1, 3, 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "cannot be read"),
    ],
)
def test_a_path_that_is_no_list_is_said(tmp_path: Path, make: object, message: str) -> None:
    """Found, expected, what to do."""
    path = tmp_path / "leads.csv"
    assert callable(make)
    make(path)

    with pytest.raises(InvalidInputError, match=message):
        read_file(path)


def test_a_report_that_cannot_be_written_is_said_before_any_lead_is_read(tmp_path: Path) -> None:
    """Refusals that nobody can see would be leads lost in silence."""
    path = tmp_path / "leads.csv"
    path.write_text(LIST)
    (tmp_path / "leads.rejected.csv").mkdir()

    with pytest.raises(InvalidInputError, match="cannot be written"):
        read_file(path)


def test_no_value_shows_in_what_is_printed_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A refusal may end up in a traceback; a value is for the report's file alone."""
    with caplog.at_level(logging.DEBUG):
        refusal = read("phone;score\n600000001;Xylophone\n").refusals[0]

    assert refusal.value == "Xylophone"
    assert "Xylophone" not in f"{refusal!r} {refusal.reason} {caplog.text}"


def test_progress_is_told_in_bytes() -> None:
    """A bar needs to know how far it is, and rows are not known before the end."""
    progress: list[tuple[int, int]] = []
    data = ("phone\n" + "".join(f"6000{i:05}\n" for i in range(3000))).encode()
    with read_leads(io.BytesIO(data), now=NOW, region="ES", progress=lambda *at: progress.append(at)) as intake:
        assert sum(1 for _ in intake.leads()) == 3000

    assert len(progress) >= 3
    assert progress == sorted(progress)
    assert progress[-1] == (len(data), len(data))


def test_a_pipe_is_read_like_a_file() -> None:
    """`cadence launch ... --leads -` may come from another program."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source:
        os.write(writing, LIST.encode())
        os.close(writing)
        with read_leads(source, now=NOW, region="ES") as intake:
            assert [lead.key for lead in intake.leads()] == ["1", "3"]


def test_a_stream_that_was_handed_in_stays_open() -> None:
    """Whoever opened it closes it."""
    stream = io.BytesIO(LIST.encode())
    with read_leads(stream, now=NOW, region="ES") as intake:
        list(intake)

    assert not stream.closed


def test_what_is_known_before_the_first_row_is_known() -> None:
    """The campaign's placeholders are held against the columns before anything is imported."""
    with read_leads(io.BytesIO(b"phone;Total\n600000001;5\n"), now=datetime.max.replace(tzinfo=NOW.tzinfo)) as intake:
        assert intake.columns.names == {"total"}
        assert (intake.source.encoding.codec, intake.source.delimiter) == ("utf-8-sig", ";")
        assert intake.report.rows == 0


def test_the_report_is_bounded_and_says_how_many_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that is wrong in every row must not fill the disk."""
    monkeypatch.setattr(report, "MOST", 3)
    path = tmp_path / "leads.csv"
    path.write_text("phone\n" + "letters\n" * 10)
    with read_leads(path, now=NOW, region="ES") as intake:
        list(intake)

    lines = list(csv.reader((tmp_path / "leads.rejected.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 1 + 3 + 1
    assert lines[-1][-1] == "... and 7 more refusals"
    assert intake.report.refused == 10


def test_the_first_quotation_mark_that_is_not_closed_is_named_with_its_line() -> None:
    """What comes after it may look wrong without being it."""
    result = read('id;name;phone\n1;Ana;600000001\n2;"Bea;600000002\n3;"Eva;600000003\n4;Íñigo;600000004\n')

    assert [lead.key for lead in result.leads] == ["1", "4"]
    assert "; a quotation mark on line 3 is not closed" in result.intake.report.summary()


def test_a_list_full_of_open_quotation_marks_is_read_in_seconds() -> None:
    """Each of them is followed over the lines after it, and not for ever."""
    rows = "".join(f'{place};"Ana Arroyo de la Sierra;6000{place:05}\n' for place in range(5_000))
    result = read("id;name;phone\n" + rows)

    assert result.intake.report.refused == 5_000
    assert result.intake.report.open_quote == 2
