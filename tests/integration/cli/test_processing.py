"""Does the record of processing name everything that is done with personal data, and nobody?"""

from typing import Any

import pytest

from tests.integration.cli.desk import CAMPAIGN, Desk

CONDITION = (
    CAMPAIGN.replace("limits:", "where: {plan: premium}\nlimits:").replace(
        "  - step: ring\n", '  - step: rate\n    sms: "¿Del 0 al 10?"\n    ask: {save: nps, as: 0-10}\n  - step: ring\n'
    )
    + '  - step: write\n    task: {title: "Carta"}\n'
)
LEADS = "id,name,phone,order,plan\nC-1,Ana,600000001,7,premium\nC-2,Bea,+525555500101,8,premium\n"

PAGES = {
    "en": ("# Record of processing", "* Purpose: service", "* People: 2 people, consumers", "contract: they are"),
    "es": ("# Registro de actividades de tratamiento", "* Interesados: 2 personas, consumidoras", "contrato: "),
    "pt": ("# Registro das operações de tratamento", "* Titulares: 2 pessoas, consumidoras", "contrato: "),
}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A campaign with a list, a receiver of events, and keys of the API, one of which was revoked."""
    launched = desk.launch(CONDITION, LEADS)
    assert launched.code == 0, launched.err
    added = desk.type("endpoint", "add", "crm", "https://crm.example.com/hooks", "--types", "lead.converted")
    assert added.code == 0, added.err
    changed = desk.type("endpoint", "add", "crm", "https://crm.example.com/hooks", "--new-secret")
    assert "crm receives lead.converted." in changed.err  # another secret, and no more types than before
    for name, role in (("sales", "operator"), ("wall", "viewer"), ("old", "operator")):
        assert desk.type("key", "create", name, "--role", role).code == 0
    (old,) = [key["id"] for key in desk.json("key", "list") if key["name"] == "old"]
    assert desk.type("key", "revoke", old).code == 0
    desk.set("CADENCE_SMTP_URL", "smtps://user:secret@relay.example.com")
    return desk


def of_spring(desk: Desk) -> dict[str, Any]:
    """What the record says of the campaign that was launched here."""
    (spring,) = [each for each in desk.json("privacy", "record")["processing"] if each["campaign"] == "spring"]
    return spring  # type: ignore[no-any-return]


def test_the_record_says_what_is_done_with_whose_data_why_and_who_receives_it(busy: Desk) -> None:
    """From the file, the list and the settings; no key that is revoked, no secret, and nobody's name or number."""
    spring = of_spring(busy)
    recipients = {
        (each["kind"], each["name"]): (each["address"], each["what"])
        for each in busy.json("privacy", "record")["recipients"]
    }

    assert (spring["campaign"], spring["company"], spring["purpose"]) == ("spring", "Tienda Sol", "service")
    assert (spring["people"], spring["lists"], spring["countries"]) == (2, ["leads"], ["ES", "MX"])
    assert (spring["columns"], spring["answers"]) == (["order", "plan"], ["nps"])
    reasons = {basis["channel"]: (basis["basis"], basis["reason"]) for basis in spring["bases"]}
    assert reasons == dict.fromkeys(("sms", "call"), ("contract", "they are customers"))
    assert recipients["endpoint", "crm"] == ("crm.example.com", ["lead.converted"])
    assert recipients["key", "sales"] == ("", ["operator"])
    assert recipients["mail", "relay.example.com"][0] == "relay.example.com"
    assert recipients["carrier", "Twilio"][0] == "127.0.0.1"
    assert len(recipients) == 4
    for language, words in PAGES.items():
        page = busy.type("privacy", "record", "--language", language).out
        assert [part for part in (*words, "CADENCE_AUDIT_KEY") if part not in page] == []
        assert [part for part in ("secret", "+34600000001", "Ana,", "processing-") if part in page] == []


def test_the_record_has_the_law_of_the_places_and_what_must_be_kept(desk: Desk) -> None:
    """A campaign with people in Chile names its pack, and the two years of Chilean law on records."""
    campaign = CAMPAIGN.replace("jurisdictions: none\n", "").replace("purpose: service", "purpose: collections")
    launched = desk.launch(campaign, "id,name,phone,order\nC-1,Ana,+56221234567,7\n")
    assert launched.code == 0, launched.err

    spring = of_spring(desk)

    assert "cl" in {pack["id"] for pack in spring["packs"]}
    assert {(kept["pack"], kept["years"], kept["floor"]) for kept in spring["kept"]} == {("cl", 2, True)}
    assert "at least 2 years: contact_attempts (Ley 19.496" in desk.type("privacy", "record").out


def test_how_long_data_is_kept_is_set_foreseen_and_named(desk: Desk) -> None:
    """In the house file, with the law that wants more; by the dry run, the doctor and the record in each language."""
    assert "no time is set" in desk.type("doctor", "--part", "ledger", "--part", "retention").out
    assert "No time is set." in desk.type("privacy", "retention").err
    assert desk.launch().code == 0
    file = desk.file("house.yaml", "retention: {texts: 18 months, people: 3 years}\n")

    applied = desk.type("house", "apply", file)
    foreseen = desk.json("privacy", "retention")
    table = desk.type("privacy", "retention").out.splitlines()

    assert "texts are kept for 1 year 6 months, people for 3 years" in applied.err
    assert "Kept longer for people whom us binds: 5 years (" in applied.err
    assert [(row["class"], row["kept_for"], row["due"]) for row in foreseen["classes"]] == [
        ("texts", "1 year 6 months", 0),
        ("people", "3 years", 0),
    ]
    assert {"us": 5, "us-regf": 3, "cl": 2}.items() <= {
        each["pack"]: each["years"] for each in foreseen["required"]
    }.items()
    assert (foreseen["last_run"], foreseen["next_run"][:10]) == (None, "2027-03-09")
    assert [line.split("\t")[:2] for line in table] == [["texts", "1 year 6 months"], ["people", "3 years"]]
    checked = desk.type("doctor", "--part", "ledger", "--part", "retention").out
    assert "people for 3 years; longer where the law says so: cl 2 years, us 5 years" in checked
    assert "no run has begun yet" in checked
    for language, words in {"en": "itself 3 years after", "es": "abierta: 3 años.", "pt": "aberta: 3 anos."}.items():
        assert words in desk.type("privacy", "record", "--language", language).out
    desk.file("house.yaml", "zone: Europe/Madrid\n")
    assert "Nothing is erased by itself any more" in desk.type("house", "apply", file).err
