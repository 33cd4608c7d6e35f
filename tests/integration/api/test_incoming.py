"""Is somebody who calls us answered, left alone at a key, called back at another, and noted everywhere?"""

from uuid import uuid4
from xml.etree.ElementTree import fromstring

import httpx
import pytest

from cadence.domain import Enrolment
from cadence.domain.clock import Clock
from tests.integration.api.town import OURS, Carrier, Town

STRANGER = "+34699999999"


@pytest.fixture
def ana(town: Town) -> Enrolment:
    """Somebody whom we called from our number."""
    enrolment = town.enrol(town.number(), town.number())
    town.call(enrolment)
    return enrolment


def number_of(town: Town, enrolment: Enrolment) -> str:
    """The first number of a person."""
    return str(town.ask("SELECT e164 FROM numbers WHERE id = :id", id=town.numbers(town.lead_of(enrolment))[0]))


def calls(carrier: Carrier, person: str, *, sid: str = "", ours: str = OURS) -> str:
    """Somebody calls us; return what they hear."""
    fields = {"CallSid": sid or f"CA{uuid4().hex}", "From": person, "To": ours, "Direction": "inbound"}
    answer = carrier.says("/twilio/incoming", fields)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/xml")
    return answer.text


def presses(carrier: Carrier, person: str, key: str, *, sid: str = "", ours: str = OURS) -> str:
    """Somebody who called us presses a key; return what they hear."""
    fields = {"CallSid": sid or f"CA{uuid4().hex}", "From": person, "To": ours, "Digits": key}
    answer = carrier.says("/twilio/incoming/key", fields)
    assert answer.status_code == 200
    return answer.text


def heard(document: str) -> list[str]:
    """The sentences of a document, in order."""
    return [one.text or "" for one in fromstring(document).iter("Say")]  # noqa: S314  our own


def test_whoever_calls_hears_who_we_are_and_what_they_can_press(town: Town, carrier: Carrier, ana: Enrolment) -> None:
    """In the language of the campaign that contacted them."""
    said = heard(calls(carrier, number_of(town, ana)))

    assert len(said) == 3
    assert "Tienda Sol" in said[0]
    assert "Pulse 9" in said[1]
    assert "Pulse 1" in said[2]


def test_a_call_is_noted_on_every_enrolment_and_becomes_one_task(town: Town, carrier: Carrier, ana: Enrolment) -> None:
    """Also when the carrier asks twice, and when they call again before anybody has called them."""
    person = number_of(town, ana)
    for sid in ("CA1", "CA1", "CA2"):
        calls(carrier, person, sid=sid)

    assert town.ask("SELECT count(*) FROM inbound WHERE channel = 'call' AND lead_id = :l", l=town.lead_of(ana)) == 2
    assert town.news(ana) == ["reply", "reply"]
    query = "SELECT string_agg(title, '|') FROM tasks WHERE done_at IS NULL AND lead_id = :lead"
    titles = town.ask(query, lead=town.lead_of(ana))
    assert titles == "Called us: find out what they wanted"
    assert town.suppressed(ana) == 0


@pytest.mark.parametrize("first", ["called", "texted", "nothing"])
def test_nine_stops_everything_at_once_and_is_confirmed_on_the_call(town: Town, carrier: Carrier, first: str) -> None:
    """By whoever calls: somebody whom we called, whom we wrote to, or who is only in a list."""
    enrolment = town.enrol(town.number(), town.number())
    if first != "nothing":
        town.call(enrolment) if first == "called" else town.message(enrolment)
    person = number_of(town, enrolment)

    said = heard(presses(carrier, person, "9"))

    assert said == ["De acuerdo. No volveremos a contactarle."]
    assert town.suppressed(enrolment) == 2
    assert town.news(enrolment) == ["opt_out"]
    assert town.move(enrolment).get("cause", {}).get("kind") != "inbound", "no second confirmation"


def test_nine_from_somebody_nobody_knows_is_obeyed_for_that_number(town: Town, carrier: Carrier) -> None:
    """Tomorrow's list may hold it."""
    stranger = town.number()

    presses(carrier, stranger, "9")

    assert town.suppressed(town.enrol(stranger)) == 1


def test_one_promises_a_call_as_soon_as_the_rules_allow_once_a_day(
    town: Town, carrier: Carrier, ana: Enrolment
) -> None:
    """The key is the evidence of the wish; pressing it again makes no second call."""
    person = number_of(town, ana)

    assert heard(presses(carrier, person, "1", sid="CA1")) == [
        "De acuerdo. Le llamaremos en cuanto podamos. Hasta luego."
    ]
    assert heard(presses(carrier, person, "1", sid="CA2")) == []

    assert len(heard(calls(carrier, person))) == 2, "and it is not offered again today"
    refs = town.ask("SELECT string_agg(ref, ' ') FROM callbacks WHERE lead_id = :lead", lead=town.lead_of(ana)).split()
    assert len(refs) == 1
    (ref,) = refs
    evidence = town.ask("SELECT meaning FROM inbound WHERE id = CAST(:id AS uuid)", id=ref.removeprefix("inbound:"))
    assert (ref.split(":", maxsplit=1)[0], evidence) == ("inbound", "callback")


def test_a_day_later_it_is_offered_again(town: Town, carrier: Carrier, ana: Enrolment, clock: Clock) -> None:
    """The limit is one a day, not one for ever."""
    person = number_of(town, ana)
    presses(carrier, person, "1")
    with town.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE inbound SET at = at - interval '25 hours'")

    assert len(heard(calls(carrier, person))) == 3


@pytest.mark.parametrize("how", ["stranger", "only in a list"])
def test_a_call_back_is_offered_to_nobody_else(town: Town, carrier: Carrier, ana: Enrolment, how: str) -> None:
    """A stranger has no enrolment that could keep the promise."""
    person = STRANGER if how == "stranger" else number_of(town, town.enrol(town.number()))

    said = heard(calls(carrier, person))

    assert [("Pulse 9" in one, "Pulse 1" in one) for one in said] == [(False, False), (True, False)]
    assert "Tienda Sol" in said[0], "the number belongs to a campaign"
    before = town.rows()
    assert heard(presses(carrier, person, "1")) == []
    assert town.rows() == before


@pytest.mark.parametrize("caller", ["+266696687", "anonymous", "Restricted", "", "+7378742833"])
def test_somebody_who_hides_their_number_hears_who_we_are(town: Town, carrier: Carrier, caller: str) -> None:
    """There is nobody to leave alone and nobody to call, so no key is offered and nothing is written."""
    before = town.rows()
    said = heard(calls(carrier, caller))

    assert len(said) == 1
    assert "Tienda Sol" in said[0]
    assert heard(presses(carrier, caller, "9")) == []
    assert town.rows() == before


def test_a_number_that_no_campaign_uses_names_nobody(town: Town, carrier: Carrier) -> None:
    """And takes a stop all the same."""
    stranger = town.number()
    said = heard(calls(carrier, stranger, ours="+34910999999"))
    assert said[0] == "We do not answer calls on this number."
    presses(carrier, stranger, "9", ours="+34910999999")
    assert town.suppressed(town.enrol(stranger)) == 1


@pytest.mark.parametrize("key", ["", "5", "#", "*", "12"])
def test_any_other_key_does_nothing(town: Town, carrier: Carrier, ana: Enrolment, key: str) -> None:
    """A slip of the finger is no wish."""
    before = town.rows()

    assert heard(presses(carrier, number_of(town, ana), key)) == []
    assert town.rows() == before


def test_an_unsigned_call_is_nobodys(town: Town, client: httpx.Client, ana: Enrolment) -> None:
    """Or anybody could stop anybody."""
    before = town.rows()
    for path in ("/twilio/incoming", "/twilio/incoming/key"):
        fields = {"CallSid": "CA1", "From": number_of(town, ana), "To": OURS, "Digits": "9"}
        assert client.post(path, data=fields).status_code == 403
    assert town.rows() == before
