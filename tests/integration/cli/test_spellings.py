"""Is a person found by every command and in every file, whichever way their number is written?"""

import json

import pytest

from cadence.domain import Enrolment, Facts
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from tests.integration.cli.desk import Desk
from tests.integration.ledger.world import lead_row
from tests.spelt import COUNTRIES, Phone, fresh

FORMS = "phone,channel,given,at,source\n"
LEADS = "id,name,phone,country\n"


@pytest.fixture(params=COUNTRIES)
def phone(request: pytest.FixtureRequest) -> Phone:
    """A phone of somebody new, in each country."""
    return fresh(request.param)


def spellings(phone: Phone) -> list[str]:
    """Every spelling of it."""
    return [phone.listed, phone.whatsapp, *phone.others]


def known(desk: Desk, enrolment: Enrolment) -> Facts:
    """What the gate would look at."""
    with desk.ledger.begin() as connection:
        return facts.gather(connection, enrolment.id)


def test_a_stop_list_closes_the_phone_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """Each line is one spelling; all of them are the one phone, and are written down once."""
    person = desk.town.enrol(phone.listed)

    done = desk.json("suppress", "--file", desk.file("stops.txt", "\n".join(spellings(phone))), "--because", "test")

    assert (done["suppressed"], done["refused"]) == (1, 0)
    assert len(known(desk, person).suppressions) == 1


def test_a_command_finds_and_closes_the_phone_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """`lead`, `consent`, `suppress` and its `--lift` name one person, whatever is typed."""
    person = desk.town.enrol(phone.listed, key="C-1")
    typed = [one for one in spellings(phone) if one.startswith("+")]

    for spelt in typed:
        assert desk.json("lead", spelt)["key"] == "C-1"
        given = ["consent", "revoke", spelt, "--channel", "sms", "--number", spelt, "--source", "phone"]
        assert desk.json(*given)["recorded"] == 1
        assert desk.json("suppress", spelt, "--because", "test")["suppressed"] == 1
        assert len(known(desk, person).suppressions) == 1
        assert desk.json("suppress", spelt, "--lift", "--because", "test")["lifted"] == 1
    assert {one.number for one in known(desk, person).consents} == {known(desk, person).lead.numbers[0].id}


def test_a_file_of_consents_is_about_the_phone_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """A form has the number as the person wrote it."""
    person = desk.town.enrol(phone.listed)
    rows = [f'"{spelt}",call,no,2027-01-{day:02d},form' for day, spelt in enumerate(spellings(phone), start=1)]

    done = desk.json("consent", "import", desk.file("forms.csv", FORMS + "\n".join(rows) + "\n"), "--because", "forms")

    assert done["refused"] == 0
    assert len(known(desk, person).consents) == len(rows)


def test_an_official_list_has_the_phone_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """Each spelling alone, in a copy of its own."""
    person = desk.town.enrol(phone.listed)
    number = known(desk, person).lead.numbers[0].id

    for spelt in spellings(phone):
        file = desk.file("list.csv", f"phone\n{spelt}\n")
        said = desk.type("registry", "import", "lista_robinson", file, "--as-of", "2027-03-01", "--force")
        assert said.code == 0, said.err
        assert [one.listed for one in known(desk, person).registries] == [{number}], spelt


def test_a_list_names_one_person_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """Without ids a lead is known by its number: the same list, spelt otherwise, brings nobody new."""
    for line, spelt in enumerate(spellings(phone), start=1):
        file = desk.file("leads.csv", f"name,phone,order\nAna,{spelt},{line}\n")
        done = desk.type("launch", desk.file("spring.yaml", OPEN), "--leads", file, "--list", "one", "--yes")
        assert done.code == 0, done.err

    assert desk.town.ask("SELECT count(*) FROM leads") == 1
    assert desk.town.ask("SELECT count(*) FROM enrolments") <= 1
    assert desk.town.ask("SELECT count(*) FROM numbers WHERE e164 IS NOT NULL") == 1


def test_a_phone_twice_in_one_row_is_one_number(desk: Desk, phone: Phone) -> None:
    """Two columns may hold one phone in two spellings."""
    heads = ",".join(f"phone {place}" for place in range(1, len(spellings(phone)) + 1))
    row = f"Ana,7,{','.join(spellings(phone))}"
    file = desk.file("leads.csv", f"name,order,{heads}\n{row}\n")

    done = desk.type("launch", desk.file("spring.yaml", OPEN), "--leads", file, "--yes")

    assert done.code == 0, done.err
    assert desk.town.ask("SELECT count(*) FROM lead_numbers") == 1


def test_a_file_about_one_person_is_judged_in_whichever_spelling(desk: Desk, phone: Phone) -> None:
    """A suppression in `lead.json` may be written otherwise than the number that it closes."""
    for spelt in spellings(phone):
        lead = {"id": "C-1", "numbers": [phone.listed], "suppressions": [{"number": spelt}], "zone": ["Europe/Madrid"]}
        file = desk.file("lead.json", json.dumps(lead))

        said = desk.type(
            "judge",
            "--campaign",
            desk.file("spring.yaml", OPEN),
            "--lead",
            file,
            "--at",
            "2027-03-09T12:00+01:00",
            "--json",
        )

        assert "suppress" in said.out, (spelt, said.out, said.err)


OPEN = """
campaign: spring
title: Spring offer
purpose: service
jurisdictions: none
country: ES
holidays: open
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-sun, hours: "09:00-21:00"}]
consent: {sms: {basis: contract, reason: they are customers}}
limits: [{max: 5, per: campaign}]
cadence:
  - step: hello
    sms: "{{ company }}: hola, pedido {{ order }}"
"""


def test_what_the_ledger_of_an_earlier_version_closed_stays_closed(desk: Desk, phone: Phone) -> None:
    """Earlier versions hashed a number as it came, so the stop lies under another spelling than the list's."""
    hasher, other = desk.ledger.hasher, desk.ledger.hasher.other_spellings(phone.listed)
    with desk.ledger.begin() as connection:
        for hmac in other:
            values = {"hmac": hmac, "key": hasher.name}
            connection.exec_driver_sql("INSERT INTO numbers (hmac, key_name) VALUES (%(hmac)s, %(key)s)", values)
            connection.exec_driver_sql(
                "INSERT INTO suppressions (hmac, key_name, scope, since, source)"
                " VALUES (%(hmac)s, %(key)s, 'everything', '2026-11-01', 'reply')",
                values,
            )

    import_leads(desk.ledger, "list", [lead_row(1, phone.listed, key="C-1")], at=desk.clock.now())
    person = desk.town.enrol(phone.listed, key="C-1")

    assert len(known(desk, person).suppressions) == len(other)
    if other:
        assert desk.json("suppress", phone.listed, "--lift", "--because", "a fresh form")["lifted"] == 1
        import_leads(desk.ledger, "list", [lead_row(1, phone.whatsapp, key="C-1")], at=desk.clock.now())
        assert known(desk, person).suppressions == ()
