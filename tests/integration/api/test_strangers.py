"""Is a stop obeyed that matches no lead, and does somebody get to decide who is meant?"""

from datetime import timedelta

import pytest

from cadence.domain import Channel
from cadence.ledger.people import strangers
from cadence.ledger.touches import tasks
from tests.integration.api.town import OURS, Carrier, Town
from tests.spelt import fresh


def waiting(town: Town) -> list[tasks.StoredTask]:
    """The stops that match no lead."""
    with town.ledger.begin() as tx:
        return tasks.strangers(tx, limit=1000)


def address(town: Town, task: tasks.StoredTask) -> str:
    """Where a stop came from, as far as it is kept."""
    with town.ledger.begin() as tx:
        return strangers.addresses(tx, town.ledger.hasher, [task.ref]).get(task.ref, "")


@pytest.mark.parametrize("words", ["BAJA", "STOP", "No me escriban más"])
def test_a_stop_of_nobody_we_know_closes_the_number_and_becomes_a_task(
    town: Town, carrier: Carrier, words: str
) -> None:
    """Whoever gets the number with a later list is not written to."""
    phone = fresh("MX")
    before = len(waiting(town))

    assert carrier.writes(f"whatsapp:{phone.whatsapp}", words, ours=f"whatsapp:{OURS}").status_code == 204

    assert len(waiting(town)) == before + 1
    task = waiting(town)[-1]
    assert (task.kind, task.lead, task.body) == ("stranger", None, words)
    assert address(town, task) == phone.whatsapp
    assert town.suppressed(town.enrol(phone.listed)) == 1


def test_the_address_is_kept_sealed_for_thirty_days(town: Town, carrier: Carrier) -> None:
    """Not a digit of it lies open anywhere, and after that it is gone; the stop stays."""
    phone = fresh("ES")
    carrier.writes(phone.listed, "BAJA")
    task = waiting(town)[-1]
    sealed = bytes(town.ask("SELECT sealed FROM stranger_addresses WHERE inbound_id = :id", id=task.ref))

    assert phone.listed[-9:].encode() not in sealed
    assert town.ask("SELECT count(*) FROM numbers WHERE e164 = :e164", e164=phone.listed) == 0
    with town.ledger.begin() as tx:
        assert strangers.forget(tx, now=town.clock.now() + timedelta(days=29, hours=23)) == 0
        assert strangers.forget(tx, now=town.clock.now() + timedelta(days=30, hours=1)) >= 1
    assert address(town, task) == ""
    assert town.suppressed(town.enrol(phone.listed)) == 1


def test_a_reply_of_nobody_we_know_that_is_unclear_keeps_its_address_too(town: Town, carrier: Carrier) -> None:
    """Whoever decides that it was a stop has to know whose."""
    phone = fresh("ES")
    carrier.writes(phone.listed, "no sé si quiero seguir con esto")

    message = town.ask("SELECT id FROM inbound WHERE lead_id IS NULL ORDER BY recorded_at DESC LIMIT 1")
    with town.ledger.begin() as tx:
        assert strangers.addresses(tx, town.ledger.hasher, [str(message)]) == {str(message): phone.listed}


def test_a_question_of_nobody_we_know_keeps_no_address(town: Town, carrier: Carrier) -> None:
    """What is plainly no stop is answered or not; there is nothing to find out."""
    before = town.ask("SELECT count(*) FROM stranger_addresses")
    carrier.writes(fresh("ES").listed, "gracias")

    assert town.ask("SELECT count(*) FROM stranger_addresses") == before


def test_a_stop_of_a_lead_is_no_question(town: Town, carrier: Carrier) -> None:
    """Neither of one who was written to, nor of one who was not yet."""
    before = len(waiting(town))
    written, silent = town.number(), town.number()
    town.message(town.enrol(written))
    town.enrol(silent)

    carrier.writes(written, "BAJA")
    carrier.writes(silent, "BAJA")

    assert len(waiting(town)) == before


def whatsapp(carrier: Carrier, sender: str, words: str, **more: str) -> None:
    """Somebody writes on WhatsApp."""
    assert carrier.writes(f"whatsapp:{sender}", words, ours=f"whatsapp:{OURS}", **more).status_code == 204


def test_a_person_is_known_by_the_id_that_came_beside_their_number(town: Town, carrier: Carrier) -> None:
    """WhatsApp hides the number of people with a username once they have not written for a while."""
    enrolment = town.enrol((number := town.number()), town.number())
    whatsapp(carrier, number, "¿Quién es?", ExternalUserId="ES.13490001")

    whatsapp(carrier, "ES.13490001", "BAJA", ExternalUserId="ES.13490001")

    assert town.suppressed(enrolment) == 2
    assert town.ask("SELECT count(*) FROM inbound WHERE lead_id = :lead", lead=town.lead_of(enrolment)) == 2


def test_an_id_that_quotes_a_message_of_ours_belongs_to_its_number(town: Town, carrier: Carrier) -> None:
    """Who answers a message has the number that it went to, although the id was never seen beside it."""
    enrolment = town.enrol(town.number())
    touch = town.message(enrolment, channel=Channel.WHATSAPP)

    whatsapp(carrier, "ES.13490002", "BAJA", OriginalRepliedMessageSid=touch.sid or "")

    assert town.suppressed(enrolment) == 1


def test_a_stop_from_an_id_that_nobody_knows_is_a_stop_that_matches_no_lead(town: Town, carrier: Carrier) -> None:
    """It is obeyed as soon as the id arrives beside a number: then it is known whose stop it was."""
    enrolment = town.enrol(number := town.number())
    whatsapp(carrier, "MX.ENT.13490003", "BAJA", ExternalUserId="MX.ENT.13490003")
    task = waiting(town)[-1]

    assert (task.body, address(town, task)) == ("BAJA", "MX.ENT.13490003")
    assert town.suppressed(enrolment) == 0

    whatsapp(carrier, number, "hola", ExternalUserId="MX.ENT.13490003")

    assert town.suppressed(enrolment) == 1


def test_the_same_message_is_taken_in_once_by_id_as_by_number(town: Town, carrier: Carrier) -> None:
    """A webhook that is delivered twice is one stop and one task."""
    said = {"MessageSid": "SM" + "7" * 32, "From": "whatsapp:ES.13490004", "To": f"whatsapp:{OURS}", "Body": "BAJA"}
    carrier.says("/twilio/inbound", said)
    once = town.rows()

    assert carrier.says("/twilio/inbound", said).status_code == 204
    assert town.rows() == once


def test_no_id_lies_open_in_the_ledger(town: Town, carrier: Carrier) -> None:
    """It is kept like a number: by its keyed hash."""
    whatsapp(carrier, "ES.13490005", "hola")

    rows = town.ask("SELECT string_agg(CAST(n AS text), ' ') FROM numbers n")
    inbound = town.ask("SELECT string_agg(CAST(i AS text), ' ') FROM inbound i")
    assert "13490005" not in rows + inbound
    assert town.ask("SELECT count(*) FROM numbers WHERE hmac = :h", h=town.ledger.hasher.user("ES.13490005")) == 1


def test_what_came_from_an_id_alone_belongs_to_the_number_once_it_is_known(town: Town, carrier: Carrier) -> None:
    """An unclear reply must hold, and a decision about it close, the number that is contacted."""
    number = town.number()
    enrolment = town.enrol(number)
    (known,) = town.numbers(town.lead_of(enrolment))
    whatsapp(carrier, "ES.13490088", "no sé yo, cansa tanto mensaje", ExternalUserId="ES.13490088")

    whatsapp(carrier, number, "hola", ExternalUserId="ES.13490088")

    assert town.ask("SELECT count(*) FROM inbound WHERE number_id = :number", number=known) == 2
