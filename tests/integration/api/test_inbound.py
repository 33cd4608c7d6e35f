"""Is a stop heard at once, in three languages, and any other word kept?"""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.app import webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.domain import Channel
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import erasure, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.touches import news
from tests.integration.api.town import OURS, Carrier, Town, serving
from tests.integration.ledger.world import lead_row
from tests.waiting import PATIENCE


@pytest.fixture
def person(town: Town) -> str:
    """The number of somebody new."""
    return town.number()


@pytest.mark.parametrize(
    "words",
    [
        "BAJA",  # Spanish, the word alone
        "Baja, por favor",  # with courtesy
        "No me escriban más",  # a sentence
        "STOP",  # English
        "Stop texting me",
        "unsubscribe",
        "SAIR",  # Portuguese
        "Não me mandem mais mensagens",
        "🛑",  # no word at all
    ],
)
def test_a_stop_suppresses_every_number_of_the_person_before_it_is_answered(
    town: Town, carrier: Carrier, person: str, words: str
) -> None:
    """When the carrier hears 204, nothing more can be reserved: on no channel, to none of their numbers (law 4)."""
    enrolment = town.enrol(person, town.number())
    town.message(enrolment)

    assert carrier.writes(person, words).status_code == 204

    assert town.suppressed(enrolment) == 2
    assert town.news(enrolment) == ["opt_out"]


def test_a_stop_follows_the_person_to_the_numbers_of_the_next_lists(town: Town, carrier: Carrier, person: str) -> None:
    """The list is uploaded again, with another number under the same id, then with two: none of them is contacted."""
    enrolment = town.enrol(person, key="P-7")
    town.message(enrolment)
    carrier.writes(person, "BAJA")

    for later in ([town.number()], [town.number(), person, town.number()]):
        import_leads(town.ledger, "list", [lead_row(1, *later, key="P-7")], at=town.clock.now())
        with town.ledger.begin() as tx:
            known = facts.gather(tx, enrolment.id)
        assert {one.number for one in known.suppressions} == {one.id for one in known.lead.numbers}


def test_a_stop_survives_an_erasure_for_everybody_who_gets_a_number_of_that_person(
    town: Town, carrier: Carrier, person: str
) -> None:
    """What is kept is two keyed hashes, of the number and of the list with the id in it."""
    enrolment = town.enrol(person, key="P-8")
    lead = town.lead_of(enrolment)
    town.message(enrolment)
    carrier.writes(person, "BAJA")
    with town.ledger.begin() as tx:
        erasure.erase(tx, lead, at=town.clock.now())
        assert suppressions.person_stands(tx, lead, suppressions.NewSuppression(source=""))
    other = town.enrol(person, town.number(), key="P-9")
    with town.ledger.begin() as tx:
        known = facts.gather(tx, other.id)

    assert [one.number for one in known.suppressions] == [known.lead.numbers[0].id]


def test_a_stop_from_a_number_that_changed_hands_is_taken_for_both(town: Town, carrier: Carrier, person: str) -> None:
    """We wrote to the one who had it; the one who has it now says stop."""
    before = town.enrol(person, key="P-10")
    town.message(before)
    import_leads(town.ledger, "list", [lead_row(1, town.number(), key="P-10")], at=town.clock.now())
    after = town.enrol(person, town.number(), key="P-11")

    carrier.writes(person, "BAJA")

    assert (town.suppressed(before), town.suppressed(after)) == (1, 2)


def test_the_stop_will_be_confirmed_once_through_the_door(town: Town, carrier: Carrier, person: str) -> None:
    """Nothing is answered here: the confirmation is the enrolment's next move, and goes the way everything goes."""
    enrolment = town.enrol(person)
    town.message(enrolment)

    carrier.writes(person, "BAJA")

    move = town.move(enrolment)
    assert (move["kind"], move["channel"], move["cause"]["kind"]) == ("attempt", "sms", "inbound")


def test_everybody_who_shares_the_number_is_woken_by_a_stop(town: Town, carrier: Carrier, person: str) -> None:
    """Their plan may end, too: without news their workflows would sleep on until a touch is due."""
    mother, son, daughter = (town.enrol(person) for _ in range(3))
    town.message(mother)

    carrier.writes(person, "BAJA")

    assert [town.news(one) for one in (mother, son, daughter)] == [["opt_out"]] * 3
    assert [town.suppressed(one) for one in (mother, son, daughter)] == [1, 1, 1]


def test_what_the_carrier_has_confirmed_is_not_confirmed_again(town: Town, carrier: Carrier, person: str) -> None:
    """Its own words for stop are answered by the carrier, which says so with the message (protocol §1.6)."""
    enrolment = town.enrol(person)
    town.message(enrolment)

    carrier.writes(person, "STOP", OptOutType="STOP")

    assert town.suppressed(enrolment) == 1
    assert town.move(enrolment)["cause"]["kind"] != "inbound"


def test_the_same_message_delivered_again_is_one_message(town: Town, carrier: Carrier, person: str) -> None:
    """The carrier repeats what it is not sure of; one stop, one task, one piece of news."""
    town.message(town.enrol(person))
    said = {"MessageSid": "SM" + "1" * 32, "From": person, "To": OURS, "Body": "BAJA"}
    carrier.says("/twilio/inbound", said)
    once = town.rows()

    assert carrier.says("/twilio/inbound", said).status_code == 204
    assert town.rows() == once


def test_a_stop_from_somebody_we_do_not_know_is_kept_as_well(town: Town, carrier: Carrier, person: str) -> None:
    """Tomorrow's list may hold the number (protocol §5.3)."""
    carrier.writes(person, "BAJA")

    enrolment = town.enrol(person)
    assert town.suppressed(enrolment) == 1


def test_a_stop_on_whatsapp_counts_everywhere(town: Town, carrier: Carrier, person: str) -> None:
    """The address has a prefix there; the person is the same."""
    enrolment = town.enrol(person, town.number())
    town.message(enrolment, channel=Channel.WHATSAPP)

    carrier.writes(f"whatsapp:{person}", "BAJA", ours=f"whatsapp:{OURS}")

    assert town.suppressed(enrolment) == 2


def test_any_other_reply_is_kept_becomes_work_and_is_told(town: Town, carrier: Carrier, person: str) -> None:
    """The touch that it answers is marked; somebody reads it."""
    enrolment = town.enrol(person)
    sent = town.message(enrolment)

    carrier.writes(person, "¿Qué precio tiene?")

    assert town.suppressed(enrolment) == 0
    assert town.stored(sent.touch.id).touch.replied_at is not None
    taken = town.ask("SELECT id FROM inbound WHERE touch_id = :id", id=sent.touch.id)
    assert town.ask("SELECT body FROM inbound_texts WHERE inbound_id = :id", id=taken) == "¿Qué precio tiene?"
    assert town.ask("SELECT kind FROM tasks WHERE ref = :ref", ref=str(taken)) == "reply"
    assert town.news(enrolment) == ["reply"]


def test_a_call_asked_for_in_a_reply_is_promised(town: Town, carrier: Carrier, person: str) -> None:
    """«Llámame mañana a las 10» is ten o'clock in Madrid."""
    enrolment = town.enrol(person)
    town.message(enrolment)

    carrier.writes(person, "llámame mañana a las 10")

    promised = town.ask(
        "SELECT to_char(at, 'YYYY-MM-DD HH24:MI') FROM callbacks WHERE enrolment_id = :id", id=enrolment.id
    )
    assert promised == "2027-03-10 09:00"


@pytest.mark.parametrize(
    "body",
    ["", "\0", "a" * 1600, "\N{PILE OF POO}" * 100, "'; DROP TABLE inbound; --", "{{ name }}", "=1+1", "\u202e txet"],
)
def test_anything_a_person_can_send_is_taken(town: Town, carrier: Carrier, person: str, body: str) -> None:
    """Blank, huge, hostile: a message that is refused comes again and again."""
    sent = town.message(town.enrol(person))

    assert carrier.writes(person, body).status_code == 204
    assert town.ask("SELECT count(*) FROM inbound WHERE touch_id = :id", id=sent.touch.id) == 1


def test_a_message_from_nobody_is_left_alone(town: Town, carrier: Carrier, person: str) -> None:
    """There is nobody to suppress and nobody to answer."""
    before = town.rows()

    assert carrier.writes("", "BAJA").status_code == 204
    assert town.rows() == before


@pytest.fixture(params=["/cadence", ""])
def arriving_under(request: pytest.FixtureRequest) -> str:
    """The prefix under which a request still arrives: a proxy leaves it in the path, or takes it away."""
    prefix: str = request.param
    return prefix


def test_behind_a_proxy_with_a_path_of_its_own(
    town: Town, make_ear: Callable[..., Dependencies], person: str, arriving_under: str
) -> None:
    """The carrier signs the public https address; we hear plain http with any Host, with or without the prefix."""
    public = "https://shop.example.org/cadence"
    sent = town.message(town.enrol(person))
    with (
        serving(webhooks_app(make_ear(public_url=public))) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        carrier = Carrier(client, public)
        client.headers.update(
            {"Host": "inside:9000", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example.org"}
        )
        path = f"/twilio/message/{sent.touch.id}"
        said = {"MessageSid": sent.sid or "", "MessageStatus": "delivered"}

        assert carrier.says(path, said, at=arriving_under + path).status_code == 204
        # Signed for the address at which it arrives inside: that is not where the carrier was sent.
        signed = carrier.signature(address + path, said)
        assert carrier.post(arriving_under + path, said, {"X-Twilio-Signature": signed}).status_code == 403


def test_both_tokens_count_while_the_token_is_changed(
    town: Town, make_ear: Callable[..., Dependencies], person: str
) -> None:
    """Callbacks signed before the change arrive after it."""
    app: FastAPI = webhooks_app(make_ear(secrets=["new", "old"]))
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        statuses = [
            Carrier(client, "https://hooks.example.org", token=token).writes(person, "hola").status_code
            for token in ("new", "old", "older")
        ]

    assert statuses == [204, 204, 403]


@pytest.mark.parametrize(("words", "wakes"), [("Gracias, lo miro luego", False), ("esto es un stop o qué?", True)])
def test_only_a_reply_that_changes_the_plan_wakes_the_workflow(
    town: Town, carrier: Carrier, person: str, words: str, wakes: bool
) -> None:
    """The news is there in any case; that of an unchanged plan counts as delivered, although Temporal is down here."""
    enrolment = town.enrol(person)
    town.message(enrolment)
    with Planner(town.ledger, town.clock).begin() as unit:
        unit.plan(enrolment.id)

    carrier.writes(person, words)

    assert town.news(enrolment) == ["reply"]
    with town.ledger.begin() as tx:
        waiting = [item.enrolment for item in news.undelivered(tx)]
    assert (enrolment.id in waiting) is wakes
