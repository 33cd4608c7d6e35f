"""Is whatever a person says written down when the stored version of the campaign cannot be read?"""

import logging

import pytest
from sqlalchemy import text

from tests.integration.api.test_incoming import calls, heard, presses
from tests.integration.api.town import OURS, Carrier, Town


@pytest.fixture(scope="module", autouse=True)
def _unreadable(town: Town) -> None:
    """What is stored of every version is no campaign any more, as after a damaged restore."""
    with town.ledger.begin() as tx:
        tx.execute(text("SET LOCAL session_replication_role = replica"))  # versions cannot be changed otherwise
        tx.execute(text("UPDATE campaign_versions SET content = '{}', hash = sha256('{}')"))


@pytest.mark.parametrize("contacted", [True, False], ids=["somebody we called", "somebody we did not"])
def test_a_call_is_answered_with_the_general_text_noted_and_logged(
    town: Town, carrier: Carrier, caplog: pytest.LogCaptureFixture, *, contacted: bool
) -> None:
    """A caller must not hear an error of the carrier's, and can still press the key that stops all contact."""
    person = town.number()
    enrolment = town.enrol(person)
    if contacted:
        town.call(enrolment)

    with caplog.at_level(logging.ERROR):
        said = heard(calls(carrier, person))

    assert "Press 9" in " ".join(said)
    assert "Press 1" not in " ".join(said), "no call is offered in a campaign that nobody can read"
    query = "SELECT count(*) FROM inbound WHERE channel = 'call' AND lead_id = :lead"
    assert town.ask(query, lead=town.lead_of(enrolment)) == 1
    logged = [vars(one) for one in caplog.records if vars(one).get("action") == "unreadable_version"]
    assert (logged[0]["campaign"], logged[0]["version"]) == ("harbour", 1)
    assert logged[0]["why"], "the log says where the version cannot be read"


def test_the_key_that_stops_all_contact_works(town: Town, carrier: Carrier) -> None:
    """A no is a no, whatever else is broken."""
    person = town.number()
    enrolment = town.enrol(person)
    town.call(enrolment)

    assert heard(presses(carrier, person, "9"))

    assert town.suppressed(enrolment) == 1


@pytest.mark.parametrize(
    ("words", "suppressed"),
    [
        ("BAJA", 1),  # a stop
        ("Llámame mañana a las 10", 0),  # asks for a call: it cannot be promised, and somebody has to answer
        ("quizás", 0),  # not understood: somebody has to decide
    ],
)
def test_what_a_person_writes_is_written_down(town: Town, carrier: Carrier, words: str, suppressed: int) -> None:
    """A stop holds at once; anything else becomes a task for our own people."""
    person = town.number()
    enrolment = town.enrol(person)
    town.message(enrolment)

    carrier.says("/twilio/inbound", {"MessageSid": f"SM{hash(words):032d}", "From": person, "To": OURS, "Body": words})

    query = "SELECT count(*) FROM inbound WHERE lead_id = :lead"
    assert town.ask(query, lead=town.lead_of(enrolment)) == 1
    assert town.suppressed(enrolment) == suppressed
    tasks = town.ask("SELECT count(*) FROM tasks WHERE lead_id = :lead", lead=town.lead_of(enrolment))
    assert tasks == 1 - suppressed
