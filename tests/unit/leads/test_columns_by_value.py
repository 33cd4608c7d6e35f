"""Are prefixes, phone columns and columns that look like ours found by what stands in them? All is fictional."""

import io

import pytest

from cadence.domain import Channel
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import Objection
from cadence.leads.lists import read_leads
from tests.unit.leads.reading import NOW, Read, read

VICIDIAL = (
    "vendor_lead_code,phone_code,phone_number,first_name,country_code\n"
    "A1,44,7400123456,Al,GBR\nA2,52,5512345678,Bo,MEX\nA3,34,600000001,Cy,ESP\nA4,1,2125550100,Di,USA\n"
)


def numbers(result: Read) -> list[list[str]]:
    """The numbers of each lead."""
    return [[number.e164 for number in lead.numbers] for lead in result.leads]


def said(result: Read) -> str:
    """What is printed about the columns."""
    return "\n".join(words for _, words in result.intake.column_lines)


def test_the_export_of_a_dialler_is_read_by_its_prefixes() -> None:
    """Its national numbers would be texts to American strangers."""
    assert numbers(read(VICIDIAL, region="US")) == [
        *(["+447400123456"], ["+525512345678"], ["+34600000001"], ["+12125550100"])
    ]


@pytest.mark.parametrize(
    "header",
    [
        *("phone_code", "Prefijo", "DDI", "dial code", "Calling Code", "country calling code", "Prefijo país"),
        *("country_code", "Código de país", "Phone country code", "prefixo", "indicativo"),
        *("country", "País", "Country Name", "País de residencia", "Country/Region"),
    ],
)
@pytest.mark.parametrize(
    "cell", ["52", "+52", "0052", "52.0", "(+52)", "México (+52)", "MX", "MEX", "México", "Mexico"]
)
def test_a_prefix_or_a_country_beside_a_phone_is_used(header: str, cell: str) -> None:
    """However the column is called and its cells are written."""
    text = f"name;phone;{header}\nAna;55 1234 5678;{cell}\n"
    if header in ("country", "País", "Country Name", "País de residencia", "Country/Region") and "2" in cell:
        return  # a column of countries holds no prefixes
    assert numbers(read(text, region="US")) == [["+525512345678"]]


@pytest.mark.parametrize(
    ("phone", "prefix", "e164"),
    [
        ("+52 55 1234 5678", "52", "+525512345678"),
        ("0052 55 1234 5678", "52", "+525512345678"),
        ("525512345678", "52", "+525512345678"),  # it has the prefix already, without its +
        ("07400 123456", "44", "+447400123456"),  # with the 0 that is dialled at home
        ("8095550100", "1-809", "+18095550100"),
    ],
)
def test_a_number_is_read_with_the_prefix_beside_it(phone: str, prefix: str, e164: str) -> None:
    """Whichever part of it the number brings itself."""
    assert numbers(read(f"phone;prefijo\n{phone};{prefix}\n")) == [[e164]]


@pytest.mark.parametrize(
    ("phone", "prefix", "why"),
    [
        ("+34 600 000 001", "52", "differs from the one in the prefix column"),
        ("600000001", "", "no prefix in its row"),
        ("600000001", "x", "not a dialling prefix"),
    ],
)
def test_a_number_whose_prefix_is_not_clear_is_refused(phone: str, prefix: str, why: str) -> None:
    """It might be somebody's in another country."""
    others = "".join(f"60000{place:04};34\n" for place in range(30))
    result = read(f"phone;prefijo\n{others}{phone};{prefix}\n")

    assert len(result.leads) == 30
    assert why in result.refusals[0].reason


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("phone_code", ("home", "work")),  # it is called as a prefix, and holds none
        ("cc tel", ("+52", "+34")),  # it holds prefixes, and is not called so
        ("tel code", ("52", "34")),
    ],
)
def test_a_prefix_that_is_not_understood_stops_the_launch(header: str, cells: tuple[str, str]) -> None:
    """The message has the option that settles it, either way."""
    text = f"phone;{header}\n5512345678;{cells[0]}\n600000001;{cells[1]}\n"
    with pytest.raises(InvalidInputError, match="--map") as caught:
        read(text, region="US")

    aside = f"other_{header.replace(' ', '_')}"
    assert "dial_code=" in str(caught.value)
    assert f"{aside}={header}" in str(caught.value)
    assert read(text, region="ES", mapping={aside: header}).intake.report.rows == 2
    if cells[0] != "home":
        assert numbers(read(text, region="US", mapping={"dial_code": header})) == [["+525512345678"], ["+34600000001"]]


@pytest.mark.parametrize(
    "header",
    [
        *("CC", "Mobile CC", "Lada País", "Clave país", "Country No", "Phone country", "nation code", "Discado"),
        *("Cod. Internacional", "Clave internacional", "Intl code", "Pref.", "Pfx", "IDD", "Código de marcación"),
        *("PrefijoTel", "móvil prefijo", "PaisCod"),
        *("cod", "code", "columna 3"),  # nothing in the header says so: each number is one of the country beside it
    ],
)
def test_prefixes_under_any_header_stop_the_launch(header: str) -> None:
    """These numbers are good ones in the United States, too, where strangers would be written to."""
    text = f"phone;{header}\n5515550101;52\n5525550102;52\n6015550103;57\n"
    with pytest.raises(InvalidInputError, match="dial_code="):
        read(text, region="US")


@pytest.mark.parametrize("header", ["countryCode", "CountryCode", "CodPais", "dialcode", "PhonePrefix", "phonecode"])
def test_a_prefix_column_is_known_as_programs_write_it(header: str) -> None:
    """Its words are not apart."""
    assert numbers(read(f"phone;{header}\n5515550101;52\n", region="US")) == [["+525515550101"]]


def test_figures_that_fit_the_country_of_the_list_stop_nothing() -> None:
    """A list of Spain in which each row has 34 is read as it is."""
    assert len(read("phone;code\n600000001;34\n600000002;34\n").leads) == 2


@pytest.mark.parametrize("header", ["cart_items", "visits", "quantity", "edad"])
def test_a_column_of_small_numbers_is_no_prefix(header: str) -> None:
    """One item, seven items, 34 years."""
    assert len(read(f"phone;{header}\n600000001;1\n600000002;7\n600000003;34\n").leads) == 3


def test_an_area_code_of_its_own_is_put_before_the_number() -> None:
    """As lists of Brazil write them; a number that has it already stays as it is."""
    assert numbers(read("ddd;telefone\n11;987654321\n21;21987654322\n", region="BR")) == [
        *(["+5511987654321"], ["+5521987654322"])
    ]


def test_the_hint_for_a_phone_column_looks_at_values() -> None:
    """The label beside it would refuse every row."""
    with pytest.raises(InvalidInputError, match='--map "phone=Phone 1 - Value"'):
        read("Name,Phone 1 - Label,Phone 1 - Value\nAna,Mobile,600000001\nBea,Work,600000002\n")


def test_a_column_of_phone_numbers_that_is_not_used_is_named() -> None:
    """It would become a text, and the mobile of a landline would never be tried."""
    result = read("Name,Phone Number,Mobile Phone\nAna,910000001,600000001\nBea,910000002,600000002\n")

    assert '"Mobile Phone" holds phone numbers and is not used: --map "phone2=Mobile Phone"' in said(result)


def test_what_each_column_was_read_as_is_said() -> None:
    """An export in Spanish, whose columns resemble ours."""
    text = (
        "ID Cliente;Nombre;Teléfono;Opt-in WhatsApp;Origen;Ciudad\n1;Ana;600000001;sí;web;Vigo\n1;Eva;600000002;;web;\n"
    )
    result = read(text)

    assert 'name is "Nombre", phone is "Teléfono"' in said(result)
    for pair in ("id=ID Cliente", "consent_whatsapp=Opt-in WhatsApp", "consent_source=Origen"):
        assert f'--map "{pair}"' in said(result)
    assert "1 id of that column stands in more than one row" in said(result)
    assert all(not lead.consents for lead in result.leads), "a yes by resemblance is none"
    assert "Ana" not in said(result)


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        *(("Consentimiento", "consent_sms"), ("Acepta llamadas", "consent_voice"), ("autoriza_sms", "consent_sms")),
        *(
            ("Permite WhatsApp", "consent_whatsapp"),
            ("Fecha de aceptación", "consent_at"),
            ("Fuente", "consent_source"),
        ),
        *(
            ("Lista Robinson", "opt_out"),
            ("Customer ID", "id"),
            ("Cód. cliente (ref)", "id"),
            ("Full customer name", "name"),
        ),
        *(("Provincia cliente", "region"), ("Huso", "timezone"), ("Prioridad", "score"), ("Segmento RFM", "segment")),
        *(
            ("Aceita WhatsApp", "consent_whatsapp"),
            ("Origem do lead", "consent_source"),
            ("Opt in calls", "consent_voice"),
        ),
    ],
)
def test_a_column_that_looks_like_ours_is_named(header: str, ours: str) -> None:
    """English, Spanish and Portuguese."""
    assert f'--map "{ours}={header}"' in said(read(f"phone;{header}\n600000001;zz\n"))


@pytest.mark.parametrize(
    ("header", "cell", "channels"),
    [
        ("Opt-in WhatsApp", "no", (Channel.WHATSAPP,)),
        ("Acepta llamadas", "No", (Channel.CALL,)),
        ("Consentimiento", "no", CONTACT_CHANNELS),
        ("Lista Robinson", "sí", CONTACT_CHANNELS),
        ("Baja comercial", "x", CONTACT_CHANNELS),
    ],
)
def test_a_no_by_resemblance_counts(header: str, cell: str, channels: tuple[Channel, ...]) -> None:
    """A yes there gives nothing; a no is a no."""
    text = f"id;phone;{header}\n7;600000001;{cell}\n"
    with read_leads(io.BytesIO(text.encode()), now=NOW, region="ES") as intake:
        objections = [item for item in intake if isinstance(item, Objection)]

    assert [objection.channels for objection in objections] == [channels]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Permiso de conducir", "no"),
        ("Planta baja", "sí"),
        ("Exclusivo", "sí"),
        ("Bloque", "1"),
        ("Consentimiento", "sí"),
        ("Lista Robinson", "no"),
        ("Fecha de aceptación", "no"),
    ],
)
def test_what_only_sounds_like_a_no_closes_nothing(header: str, cell: str) -> None:
    """A driving licence, a flat, a customer of rank."""
    text = f"id;phone;{header}\n7;600000001;{cell}\n"
    with read_leads(io.BytesIO(text.encode()), now=NOW, region="ES") as intake:
        assert not [item for item in intake if isinstance(item, Objection)]
