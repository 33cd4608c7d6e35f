"""Is a workbook taken wherever a list is, and is a no in it obeyed? All people and numbers are fictional."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.cli.test_objections import THEN, closed, revoked
from tests.unit.leads.workbooks import book

HEADERS = ("id", "name", "phone", "order", "consent_sms", "baja")
ANA, BEA, EVA = ("C-1", "Ana", 600000001, 7), ("C-2", "Bea", 34600000002.0, 8), ("C-3", "Eva", 600000003, 9)


def file(desk: Desk, made: Workbook, name: str = "people.xlsx") -> str:
    """Save a workbook and return its path."""
    made.save(desk.folder / name)
    return str(desk.folder / name)


def launch(desk: Desk, made: Workbook, *more: str) -> tuple[int, str]:
    """Launch the campaign with a workbook; return the code and what was said."""
    said = desk.type("launch", desk.file("spring.yaml", CAMPAIGN), "--leads", file(desk, made), *more)
    return said.code, said.err


def test_a_workbook_is_launched_planned_previewed_and_simulated(desk: Desk) -> None:
    """Its numbers are floats; a bad cell is named as the spreadsheet names it, and costs its row alone."""
    made = book([HEADERS, ANA, BEA, (*EVA[:2], "letters", 9)])
    campaign, path = desk.file("spring.yaml", CAMPAIGN), file(desk, made)
    preview = desk.type("preview", campaign, "--leads", path)
    plan = desk.type("plan", campaign, "--leads", path, *THEN)
    simulated = desk.json("simulate", campaign, "--leads", path, "--days", "3")
    launched = desk.json("launch", campaign, "--leads", path)

    assert (preview.code, plan.code, launched["enrolled"]) == (0, 0, 2), (preview.err, plan.err)
    assert f"{path}:People!C4: phone: " in preview.err
    assert f"{path}:People!C4: phone: " in plan.err
    assert "sheet        People" in preview.err
    assert simulated["leads"] == 2
    assert "People!C4,phone,letters" in Path(path).with_suffix(".rejected.csv").read_text(encoding="utf-8-sig")


def test_a_sheet_is_named_where_there_are_several(desk: Desk) -> None:
    """Without a name nothing is launched, and each no is applied all the same."""
    made = book([HEADERS, ANA, (*BEA, "no")])
    made.create_sheet("Old").append(HEADERS)
    made["Old"].append((*EVA, None, "yes"))
    code, said = launch(desk, made)

    assert code == 1
    assert "has 2 sheets with rows: People, Old; say which with --sheet" in said
    assert "Opt-outs in rows that were not imported: 2, all of them recorded" in said

    code, said = launch(desk, made, "--sheet", "People")
    assert code == 0, said
    assert ("sms", "C-2") in revoked(desk)


def test_a_no_in_a_hidden_row_is_obeyed(desk: Desk) -> None:
    """The list is refused, because nobody knows whether the hidden people are meant; a no is a no."""
    launch(desk, book([HEADERS, ANA, BEA]))
    made = book([HEADERS, (*ANA, None, "x"), BEA])
    made.active.row_dimensions[2].hidden = True
    code, said = launch(desk, made)

    assert code == 1
    assert "sheet People has hidden rows 2" in said
    assert "Opt-outs in rows that were not imported: 1, all of them recorded" in said
    assert [key for key, _ in closed(desk)] == ["C-1"]


def test_a_list_of_stops_is_read_with_its_hidden_rows(desk: Desk) -> None:
    """Whatever stands in it is a stop; what cannot be used is named by its cell."""
    launch(desk, book([HEADERS, ANA, BEA, EVA]))
    made = book(
        [("name", "phone"), ("Ana", 600000001), ("Bea", 600000002), ("Eva", "letters"), ("Leo", 1.23456789012345e17)]
    )
    made.active.row_dimensions[3].hidden = True
    said = desk.type("suppress", "--file", file(desk, made, "stops.xlsx"), "--region", "ES", "--because", "import")

    assert said.code == 1
    assert "hidden rows 3 of sheet People are read, too" in said.err
    assert "stops.xlsx:People!A4: The number cannot be used" in said.err
    assert "stops.xlsx:People!A5: The number cannot be used: the spreadsheet has rounded this number" in said.err
    assert [key for key, _ in closed(desk)] == ["C-1", "C-2"]


def test_consents_are_imported_from_a_sheet(desk: Desk) -> None:
    """A refused workbook gives its revocations all the same, from each visible sheet."""
    launch(desk, book([HEADERS, ANA, BEA, EVA]))
    heads = ("lead", "channel", "given", "at", "source")
    made = book([heads, ("C-1", "sms", True, "2027-01-10", "forms"), ("C-2", "sms", False, "2027-01-10", "forms")])
    refused = desk.type("consent", "import", file(desk, made, "f.xlsx"), "--sheet", "Forms", "--because", "forms")
    done = desk.json("consent", "import", file(desk, made, "f.xlsx"), "--sheet", "People", "--because", "forms")
    made.create_sheet("More").append(heads)
    made["More"].append(("C-3", "sms", False, "2027-01-10", "forms"))
    several = desk.type("consent", "import", file(desk, made, "f.xlsx"), "--because", "forms")

    assert (refused.code, "no sheet 'Forms'; expected one of People" in refused.err) == (1, True)
    assert done["recorded"] == 2
    assert several.code == 1
    assert "Its revocations are recorded all the same" in several.err
    assert revoked(desk) == [("sms", "C-2"), ("sms", "C-3")]


@pytest.mark.parametrize("sheet", [(), ("--sheet", "People")])
def test_official_lists_and_calendars_are_imported_from_a_sheet(desk: Desk, sheet: tuple[str, ...]) -> None:
    """With their hidden rows: a number on the list is on the list."""
    made = book([("phone", "since"), (34600000001.0, 2027), ("letters", 2026), (34600000002, 2025)])
    made.active.row_dimensions[4].hidden = True
    said = desk.type(
        "registry", "import", "tps", file(desk, made, "tps.xlsx"), "--as-of", "2027-03-01", "--region", "ES", *sheet
    )
    days = book([("country", "municipality", "date"), ("ES", "Madrid", "2027-05-15"), ("ES", "Madrid", "#N/A")])
    towns = desk.type(
        "registry", "import", "es_local_holidays", file(desk, days, "towns.xlsx"), "--as-of", "2027-01-01"
    )

    assert "tps: numbers 2, new 2" in said.err
    assert "hidden rows 4 of sheet People are read, too" in said.err
    report = (desk.folder / "tps.rejected.csv").read_text(encoding="utf-8-sig")
    assert "People!A3,,letters | 2026" in report
    assert "1 day to come" in towns.err
    assert "People!A3" in (desk.folder / "towns.rejected.csv").read_text(encoding="utf-8-sig")
