"""Is a person found at every address of the web server, whichever spelling their network or a colleague uses?"""

import httpx
import pytest

from cadence.channels.twilio.webhooks import read_inbound
from cadence.domain import Channel
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from tests.integration.api.town import OURS, Carrier, Town
from tests.spelt import COUNTRIES, Phone, fresh


@pytest.fixture(params=COUNTRIES)
def phone(request: pytest.FixtureRequest) -> Phone:
    """A phone of somebody new, in each country."""
    return fresh(request.param)


def test_a_stop_on_whatsapp_stops_the_person_of_the_list(town: Town, carrier: Carrier, phone: Phone) -> None:
    """BAJA from +52 1 is about the person whom the list has with +52; every number of theirs is closed."""
    enrolment = town.enrol(phone.listed, town.number())
    town.message(enrolment, channel=Channel.WHATSAPP)

    answer = carrier.writes(f"whatsapp:{phone.whatsapp}", "BAJA", ours=f"whatsapp:{OURS}")

    assert answer.status_code == 204
    assert town.suppressed(enrolment) == 2
    assert town.news(enrolment) == ["opt_out"]
    assert town.move(enrolment)["cause"]["kind"] == "inbound"  # it answers a touch, so it is confirmed


def test_a_stop_by_text_message_or_rcs_stops_the_person(town: Town, carrier: Carrier, phone: Phone) -> None:
    """RCS belongs to its number, and counts as a text message."""
    text_message, rcs = town.enrol(phone.listed), town.enrol(other := fresh(phone.country).listed)

    carrier.writes(phone.listed, "STOP")
    carrier.writes(f"rcs:{other}", "STOP")

    assert [town.suppressed(text_message), town.suppressed(rcs)] == [1, 1]


def test_a_list_in_any_spelling_is_found_by_whatsapp(town: Town, carrier: Carrier, phone: Phone) -> None:
    """It does not matter which side writes it otherwise: here the list has the network's spelling."""
    enrolment = town.enrol(phone.whatsapp)

    carrier.writes(f"whatsapp:{phone.listed}", "BAJA", ours=f"whatsapp:{OURS}")

    assert town.suppressed(enrolment) == 1


def test_a_message_that_is_polled_is_read_like_one_that_is_delivered(town: Town, phone: Phone) -> None:
    """A stop whose webhook was lost comes in by asking the carrier."""
    enrolment = town.enrol(phone.listed)
    fields = {"MessageSid": f"SM-polled-{phone.listed}", "From": f"whatsapp:{phone.whatsapp}", "Body": "BAJA"}

    record_inbound(
        Planner(town.ledger, town.clock), read_inbound(fields | {"To": f"whatsapp:{OURS}"}, town.clock.now())
    )

    assert town.suppressed(enrolment) == 1


def test_a_sender_of_ours_may_be_spelt_in_two_ways(town: Town, carrier: Carrier, phone: Phone) -> None:
    """A message to our own Mexican number arrives at +52 1; it answers the touch that left from +52."""
    enrolment = town.enrol(town.number())
    town.message(enrolment, channel=Channel.WHATSAPP)
    touch = town.ask("SELECT id FROM touches WHERE enrolment_id = :id", id=enrolment.id)
    ours = town.ask("UPDATE touches SET sender = :ours WHERE id = :id RETURNING sender", ours=phone.listed, id=touch)
    person = town.ask("SELECT e164 FROM numbers WHERE id = (SELECT number_id FROM touches WHERE id = :id)", id=touch)

    carrier.writes(f"whatsapp:{person}", "¿Hasta cuándo?", ours=f"whatsapp:{phone.whatsapp}")

    assert ours == phone.listed
    assert town.ask("SELECT touch_id FROM inbound WHERE lead_id = :lead", lead=town.lead_of(enrolment)) == touch


def test_the_api_suppresses_the_phone_in_every_spelling(town: Town, office: httpx.Client, phone: Phone) -> None:
    """A number in a request is read like one in a list."""
    for place in range(2 + len(phone.others)):
        one = fresh(phone.country)
        enrolment = town.enrol(one.listed)

        answer = office.post("/api/suppressions", json={"number": (one.listed, one.whatsapp, *one.others)[place]})

        assert answer.status_code == 200, (place, answer.text)
        assert town.suppressed(enrolment) == 1, place


def test_the_api_finds_the_lead_by_any_spelling(town: Town, office: httpx.Client, phone: Phone) -> None:
    """Whoever promises a callback has the number that the person's telephone shows."""
    enrolment = town.enrol(phone.listed)
    for spelt in (one for one in (phone.listed, phone.whatsapp, *phone.others) if one.startswith("+")):
        answer = office.post("/api/suppressions", json={"lead": spelt, "scope": "purpose", "value": "survey"})

        assert answer.status_code == 200, (spelt, answer.text)
        assert answer.json()["lead"] == town.lead_of(enrolment)


@pytest.mark.parametrize(
    "number",
    [
        "+554138",  # too short
        "+5541588800012",  # too long
        "+34000000000",  # no such number
        "+18005550100",  # toll-free
        "600000002",  # of no country
        "C-1001",  # no number at all
        "",
        "+" + "1" * 59,
        "+" + "1" * 61,
        "+3460000000\x001",
    ],
)
def test_what_is_no_number_is_refused_and_not_repeated(town: Town, office: httpx.Client, number: str) -> None:
    """422, as the command line refuses it: a suppression that stops nobody is worse than none."""
    before = town.rows()

    answer = office.post("/api/suppressions", json={"number": number})

    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "expected", "next"}
    assert not number or number not in answer.text
    assert town.rows() == before
