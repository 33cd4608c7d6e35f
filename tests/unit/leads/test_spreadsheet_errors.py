"""Does a spreadsheet's error, or a number it has spoilt, never reach a person? All people and numbers are fictional."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.domain.spreadsheets import spreadsheet_error
from cadence.engine.launch.launch import LaunchOrder, opened
from cadence.leads.phone import Unfit, read_number
from tests.unit.leads.reading import row

NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
ERRORS = [
    *(
        "#N/A",
        "#VALUE!",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    ),
    *("#N/D", "#¡VALOR!", "#¡REF!", "#¡DIV/0!", "#¿NOMBRE?", "#¡NULO!", "#¡NUM!", "#¡DESBORDAMIENTO!", "#¡CALC!"),
    *(
        "#N/DISP",
        "#VALOR!",
        "#NOME?",
        "#NULO!",
        "#NÚM!",
        "#DESPEJAR!",
        "#ERROR!",
        "#ERRO!",
        "Err:502",
        "#n/d",
        " #N/A ",
    ),
]
"""Excel, LibreOffice and Google Sheets in English, Spanish and Portuguese."""
CAMPAIGN = """
campaign: spring
purpose: service
jurisdictions: none
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-fri, hours: 9-14}]
cadence:
  - step: hello
    sms: "Hola {{ name }}, {{ total }}{% if note is defined %}. {{ note }}{% endif %}"
"""


@pytest.mark.parametrize("error", ERRORS)
def test_every_form_of_an_error_is_known(error: str) -> None:
    """As each program and language writes it."""
    assert spreadsheet_error(error)


@pytest.mark.parametrize("text", ["", "#1", "#VIP", "N/A", "n/d", "# 12", "Err", "Erro", "12 #", "#name", "#primavera"])
def test_what_only_looks_like_one_is_a_value(text: str) -> None:
    """A hashtag and a house number are people's words."""
    assert not spreadsheet_error(text)


@pytest.mark.parametrize("column", ["name", "segment", "account", "id", "region", "municipality", "score", "phone"])
@pytest.mark.parametrize("error", ["#N/D", "#¡VALOR!", "#REF!"])
def test_an_error_in_a_column_of_ours_costs_the_row(column: str, error: str) -> None:
    """Like a broken number."""
    result = row(**{"id": "1", "name": "Ana", column: error})

    assert result.leads == []
    assert (column, error) in [(refusal.column, refusal.value) for refusal in result.refusals]


def test_an_error_in_a_second_number_costs_only_itself() -> None:
    """The first one is good."""
    result = row(phone2="#N/D")

    assert len(result.lead.numbers) == 1
    assert [refusal.whole for refusal in result.refusals] == [False]


def test_an_error_that_a_text_would_show_costs_the_row(tmp_path: Path) -> None:
    """It was sent to a person inside a message. In a column that nothing uses it hurts nobody."""
    path = tmp_path / "leads.csv"
    path.write_text(
        "id;name;phone;total;note;other\n1;Ana;600000001;#N/D;;\n2;Bea;600000002;7;#¡REF!;\n3;Eva;600000003;8;;#N/D\n"
    )
    order = LaunchOrder(reading=check_text(CAMPAIGN, "spring.yaml", ()), leads=path, list_name="spring")
    refusals = []
    with opened(order, NOW, on_refusal=refusals.append, writes=False) as (_, rows):
        assert [row.key for row in rows] == ["3"]

    assert [(refusal.line, refusal.column) for refusal in refusals] == [(2, "total"), (3, "note")]
    assert all("spreadsheet's error" in refusal.reason for refusal in refusals)


@pytest.mark.parametrize("text", ["3.46E+10", "3,46E+10", "1,23E+11", "3.46E10", "5.25512E+11"])
def test_a_number_that_a_spreadsheet_has_shortened_is_refused(text: str) -> None:
    """Its last digits are lost; zeros in their place would be somebody's number."""
    number = read_number(text, "ES")

    assert isinstance(number, Unfit)
    assert "the last digits are lost" in number.reason
