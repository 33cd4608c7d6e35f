"""Is each column understood, and is what cannot be understood said so that its author knows what to do?"""

import re
from pathlib import Path

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.headers import NAMES, Columns, read_headers
from cadence.leads.lists.words import fold
from tests.unit.leads.reading import read


def columns(headers: str, **mapping: str) -> Columns:
    """What these headers mean, written with semicolons."""
    return read_headers(headers.split(";"), mapping, "list.csv")


ENGLISH = (
    *("id", "name", "phone", "phone2", "country", "region", "timezone", "segment", "score", "account"),
    *("consent_sms", "consent_whatsapp", "consent_voice", "consent_at", "consent_source"),
)
SPANISH = (
    *("id", "nombre", "teléfono", "teléfono2", "país", "región", "zona_horaria", "segmento", "puntuación", "cuenta"),
    *("consentimiento_sms", "consentimiento_whatsapp", "consentimiento_voz"),
    *("fecha_consentimiento", "origen_consentimiento"),
)
TYPED = (
    *(" ID ", "Nombre", "TELÉFONO", "Telefono 2", "Pais", "Provincia", "Zona  Horaria", "Segmento", "Puntuacion"),
    *("Cuenta", "Consentimiento SMS", "Consentimiento WhatsApp", "Consentimiento Llamadas"),
    *("Fecha de consentimiento", "Origen del consentimiento"),
)
OTHERS = (
    *("Lead ID", "Full Name", "Mobile", "Mobile_2", "COUNTRY", "State", "Time-Zone", "Segment", "Score", "Account"),
    *("Consent SMS", "Consent WhatsApp", "Consent Call", "Consent Date", "Consent Source"),
)


@pytest.mark.parametrize(
    "headers",
    [
        ENGLISH,  # as the documentation has them
        SPANISH,  # in plain Spanish
        TYPED,  # as a person types them into a spreadsheet
        OTHERS,  # as other programs have them
    ],
)
def test_our_columns_are_known_in_both_languages_however_they_are_typed(headers: tuple[str, ...]) -> None:
    """Nobody should have to edit a file before the first try."""
    columns_read = columns(";".join(headers))

    assert list(columns_read.fields) == [name for name in ENGLISH if not name.startswith("phone")]
    assert columns_read.phones == (2, 3)
    assert columns_read.attributes == {}


def test_phones_are_tried_in_the_order_of_their_numbers() -> None:
    """Not in the order of the columns: phone2 may stand before phone."""
    assert columns("phone3;móvil_2;Teléfono;name;phone10").phones == (2, 1, 0, 4)


def test_other_columns_become_names_that_a_template_can_use() -> None:
    """Lower case, no accents, underscores, no digit in front."""
    columns_read = columns("phone;Total del carrito (€);2ª oferta;Año;Straße;E-mail 2")

    assert list(columns_read.attributes) == ["total_del_carrito", "col_2a_oferta", "ano", "strasse", "e_mail_2"]
    assert all(name.isidentifier() for name in columns_read.attributes)


def test_the_names_for_templates_are_known_before_the_first_row() -> None:
    """A placeholder without a column is found before a launch, not in a message."""
    assert columns("phone;nombre;Total").names == {"name", "total"}


@pytest.mark.parametrize(
    ("headers", "mapping", "expected"),
    [
        ("Contacto;Persona", {"phone": "Contacto", "name": "Persona"}, {"phone1": 0, "name": 1}),
        ("contacto  ;x", {"phone": "CONTACTO"}, {"phone1": 0, "x": 1}),  # as loosely as headers are read
        ("A;a;phone", {"name": "a"}, {"name": 1, "a": 0, "phone1": 2}),  # but to the letter when that decides
        ("Tel. B;teléfono", {"phone": "Tel. B"}, {"phone1": 0, "telefono": 1}),  # what is named beats what is known
        ("teléfono;móvil", {"phone2": "móvil"}, {"phone1": 0, "phone2": 1}),  # two that mean the same, told apart
        ("phone;Población", {"city": "Población"}, {"phone1": 0, "city": 1}),  # an attribute by another name
        ("phone;Puntos", {"puntuación": "Puntos"}, {"phone1": 0, "score": 1}),  # our name in Spanish
    ],
)
def test_map_says_which_column_is_which(headers: str, mapping: dict[str, str], expected: dict[str, int]) -> None:
    """Whatever a list calls its columns, one option per column is enough."""
    columns_read = columns(headers, **mapping)
    phones = {f"phone{i}": place for i, place in enumerate(columns_read.phones, start=1)}

    assert columns_read.fields | columns_read.attributes | phones == expected


@pytest.mark.parametrize(
    ("headers", "mapping", "parts"),
    [
        ("id;Telefono contacto;x", {}, ['"id", "Telefono contacto", "x"', 'Nearest: "Telefono contacto"', "--map"]),
        ("id;fone", {}, ['found: "id", "fone"', 'Nearest: "fone"']),
        ("a;b", {}, ['found: "a", "b"', "HEADER"]),  # nothing is near
        (";".join(f"h{i}" for i in range(60)), {}, ["and 30 more"]),  # a wide file
        ("phone;Teléfono", {}, ['"phone"', '"Teléfono"', "both mean phone", "--map phone=HEADER"]),
        ("phone;name;nombre", {}, ["2 (", "3 (", "both mean name"]),
        ("phone;Total €;total", {}, ['"Total €"', '"total"', "both mean total"]),
        ("phone;***", {}, ['"***"', "templates cannot name"]),
        ("phone;account;Company", {}, ["the sender's company", "account=Company"]),
        ("phone;account;cuenta", {}, ["both mean account"]),
        ("hotel;fone", {}, ["no column called phone", 'Nearest: "fone"']),  # not what only ends like "tel"
        ("phone;x", {"name": "Nombre"}, ['no column called "Nombre"', 'found: "phone", "x"']),
        ("phone;Nombres", {"name": "Nombre"}, ['Nearest: "Nombres"']),
        ("phone;n;N ", {"name": " N. "}, ["2 columns"]),  # which of the two?
        ("phone", {"": "phone"}, ["--map"]),
    ],
)
def test_what_cannot_be_understood_is_said_with_what_was_found(
    headers: str, mapping: dict[str, str], parts: list[str]
) -> None:
    """Found, expected, what to do next."""
    with pytest.raises(InvalidInputError) as error:
        columns(headers, **mapping)

    assert [part for part in parts if part not in str(error.value)] == []


@pytest.mark.parametrize(
    "line",
    [
        "1;Ana Arroyo;600 000 001",  # a number
        "Ana Arroyo;ana@example.com",  # an address
    ],
)
def test_a_list_without_headers_is_not_quoted(line: str) -> None:
    """Its first line is a person, and a message ends up in logs."""
    with pytest.raises(InvalidInputError, match="looks like a row") as error:
        read(f"{line}\n{line}\n")

    assert not any(part in str(error.value) for part in line.split(";"))


def test_a_column_without_a_header_is_left_out() -> None:
    """Programs write the number of the row into one."""
    result = read(";name;phone\n0;Ana;600000001\n")

    assert (result.lead.name, result.lead.attributes) == ("Ana", {})


def test_map_also_decides_the_delimiter() -> None:
    """A file whose headers are all unknown can still be read."""
    result = read("Kontakt, privat;Wer\n600000001;Ana\n", mapping={"phone": "Kontakt, privat", "name": "Wer"})

    assert (result.lead.name, result.intake.source.delimiter) == ("Ana", ";")


def test_every_column_stands_in_the_documentation() -> None:
    """docs/lists.md is where people look; what it names is read, and what is read is named."""
    page = (Path(__file__).parents[3] / "docs" / "lists.md").read_text()
    table = dict(re.findall(r"^\| `(\w+)`[^|]*\| ([^|]*) \|", page, re.MULTILINE))
    phones = [word.strip() for word in table.pop("phone").split(",")]

    assert {ours: tuple(map(fold, others.split(", "))) for ours, others in table.items()} == NAMES
    assert all(columns(word).phones == (0,) for word in phones)


@pytest.mark.parametrize(
    ("headers", "account", "texts"),
    [
        ("phone;Empresa", 1, {"empresa"}),
        ("phone;Compañía", 1, {"compania"}),
        ("phone;COMPANY", 1, set[str]()),  # in texts that is the sender's
        ("phone;Company name", 1, {"company_name"}),
        ("phone;Nombre de la empresa", 1, {"nombre_de_la_empresa"}),
        ("phone;Razón social", 1, {"razon_social"}),
        ("phone;Conta", 1, set[str]()),
        ("phone;organization;company", 2, {"organization"}),
        ("phone;empresa;organización", 1, {"empresa", "organizacion"}),
        ("phone;empresa;cuenta", 2, {"empresa"}),
        ("phone;account;empresa", 1, {"empresa"}),
        ("phone;empresa anterior", None, {"empresa_anterior"}),
    ],
)
def test_the_company_of_a_person_is_the_account(headers: str, account: int | None, texts: set[str]) -> None:
    """Rules about accounts reach people by the column that lists have, and texts still name it as the list does."""
    meanings = columns(headers)

    assert meanings.fields.get("account") == account
    assert meanings.attributes.keys() == texts


def test_a_column_that_is_named_as_the_account_counts() -> None:
    """The others are columns of the list's own."""
    meanings = columns("phone;empresa;grupo", account="grupo")

    assert (meanings.fields["account"], meanings.attributes.keys()) == (2, {"empresa"})
