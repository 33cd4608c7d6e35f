"""Does a list come from its file into the ledger, once, and can it be corrected? All people are fictional."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ImportReport
from cadence.leads.lists import Intake, read_leads
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import people

NOW = datetime(2027, 3, 8, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
KEY = b"a key that only tests know: 32 by"

LIST = """\
id;nombre;teléfono;teléfono2;país;región;puntuación;consentimiento_sms;consentimiento_voz;fecha_consentimiento;total
1;Íñigo Peñalver;600 000 001;910 000 001;España;Canarias;80;sí;sí;2027-01-10 10:30;59,02 €
2;Bea Bosque;600000002;;ES;;;sí;no;2027-01-10;12 €
3;Carla Cobo;600 00;600000003;ES;Madrid;;;;;7 €
4;Diego Duero;letters;;ES;;;;;;
5;Elena Ebro;600000005;;ES;Atlantis;;sí;;2099-01-01;
6;Fermín Faro;600000002;;ES;Madrid;;;;;
"""
"""Three good leads, one with a bad second number, two refused; the second and the last share a phone."""


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, with its key."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The list, as a spreadsheet in Spain saves it."""
    path = tmp_path / "leads.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def launch(ledger: Ledger, path: Path, now: datetime = NOW) -> tuple[Intake, ImportReport]:
    """Read a list into the ledger, as a launch does."""
    with read_leads(path, now=now, region="ES") as intake:
        report = import_leads(ledger, "spring", intake.leads(), at=now)
    return intake, report


def tables(ledger: Ledger) -> dict[str, list[str]]:
    """All that an import can write."""
    names = ("leads", "numbers", "lead_numbers", "accounts", "consents", "consent_evidence", "news")
    with ledger.begin() as connection:
        return {
            name: list(connection.execute(text(f"SELECT CAST(t AS text) FROM {name} t ORDER BY 1")).scalars())  # noqa: S608  our own names
            for name in names
        }


def stored(ledger: Ledger, query: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with ledger.begin() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_bad_rows_do_not_hinder_good_ones(ledger: Ledger, path: Path) -> None:
    """What can be used is used; the rest is told with its line (law 10)."""
    intake, report = launch(ledger, path)

    assert (report.new, intake.report.leads, intake.report.refused, intake.report.remarks) == (4, 4, 2, 1)
    assert stored(ledger, "SELECT key, name FROM leads ORDER BY key") == [
        ("1", "Íñigo Peñalver"),
        ("2", "Bea Bosque"),
        ("3", "Carla Cobo"),
        ("6", "Fermín Faro"),
    ]
    rejected = path.with_name("leads.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in rejected[1:]] == [
        ["4", "teléfono", "600 00"],  # the lead landed with her other number
        ["5", "teléfono", "letters"],
        ["6", "región", "Atlantis"],
        ["6", "fecha_consentimiento", "2099-01-01"],
    ]


def test_what_the_list_says_is_what_the_ledger_holds(ledger: Ledger, path: Path) -> None:
    """Numbers in order, zones as evidence with their source, consent with the number it was given for."""
    launch(ledger, path)

    numbers = stored(
        ledger,
        "SELECT l.key, n.e164, n.kind FROM leads l JOIN lead_numbers ln ON ln.lead_id = l.id "
        "JOIN numbers n ON n.id = ln.number_id WHERE l.key IN ('1', '3') ORDER BY l.key, ln.position",
    )
    zones = stored(
        ledger,
        "SELECT z ->> 'zone', z ->> 'source', z ->> 'detail' FROM leads, jsonb_array_elements(zones) z WHERE key = '1'",
    )
    consents = stored(
        ledger,
        "SELECT n.e164, c.channel, c.given, c.at FROM consents c JOIN numbers n ON n.id = c.number_id "
        "JOIN leads l ON l.id = c.lead_id ORDER BY l.key, c.channel",
    )

    assert numbers == [
        ("1", "+34600000001", "mobile"),
        ("1", "+34910000001", "fixed"),
        ("3", "+34600000003", "mobile"),
    ]
    assert zones == [("Atlantic/Canary", "address", "ES-CN")]
    assert consents == [
        ("+34600000001", "call", True, datetime(2027, 1, 10, 10, 30, tzinfo=UTC)),
        ("+34600000001", "sms", True, datetime(2027, 1, 10, 10, 30, tzinfo=UTC)),
        ("+34600000002", "call", False, datetime(2027, 1, 11, 0, 0, tzinfo=UTC)),  # a no: the end of the day
        ("+34600000002", "sms", True, datetime(2027, 1, 9, 23, 0, tzinfo=UTC)),  # a yes: its start, in Madrid
    ]


def test_people_who_share_a_phone_stay_two_and_share_the_number(ledger: Ledger, path: Path) -> None:
    """Limits and suppressions count by the one number row (protocol §5.1)."""
    launch(ledger, path)

    with ledger.begin() as connection:
        both = people.find(connection, ledger.hasher, "+34600000002")
    assert [one.key for one in both] == ["2", "6"]


@pytest.mark.parametrize("now", [NOW, LATER])
def test_the_same_file_twice_changes_nothing(ledger: Ledger, path: Path, now: datetime) -> None:
    """Neither at once nor days later: not one row is new, and the history is not longer."""
    launch(ledger, path)
    before = tables(ledger)
    _, report = launch(ledger, path, now)

    assert report == ImportReport(unchanged=4)
    assert tables(ledger) == before


def test_the_same_file_in_another_encoding_and_order_of_columns_changes_nothing(ledger: Ledger, path: Path) -> None:
    """It says the same of the same people."""
    launch(ledger, path)
    before = tables(ledger)
    rows = [line.split(";") for line in LIST.splitlines()]
    path.write_text("".join("\t".join(reversed(row)) + "\n" for row in rows), encoding="utf-16")
    _, report = launch(ledger, path)

    assert report == ImportReport(unchanged=4)
    assert tables(ledger) == before


def test_a_corrected_file_reports_the_difference(ledger: Ledger, path: Path) -> None:
    """Each changed field with its line; what was mended lands, what was taken back is taken back."""
    launch(ledger, path)
    mended = (
        LIST.replace("Bea Bosque", "Beatriz Bosque")
        .replace("59,02 €", "61,00 €")
        .replace("letters", "600000004")
        .replace("sí;no;2027-01-10;12 €", "no;no;2027-03-01;12 €")
    )
    path.write_text(mended, encoding="utf-8")
    intake, report = launch(ledger, path, LATER)

    assert (report.new, report.updated, report.unchanged) == (1, 2, 2)
    assert [(one.line, one.field, one.old, one.new) for one in report.changes] == [
        (2, "total", "59,02 €", "61,00 €"),
        (3, "name", "Bea Bosque", "Beatriz Bosque"),
    ]
    assert (report.consents_given, report.consents_revoked) == (0, 2)
    assert intake.report.refused == 1


def test_a_file_that_cannot_be_right_leaves_the_ledger_as_it_was(ledger: Ledger, path: Path) -> None:
    """Its headers are looked at before its first row is imported."""
    launch(ledger, path)
    before = tables(ledger)
    path.write_text("id;nombre\n1;Ana\n")

    with pytest.raises(InvalidInputError, match="no column called phone"):
        launch(ledger, path)
    assert tables(ledger) == before
