"""Is an answer recorded once, with what is kept of it, and forgotten with the person?"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cadence.channels.provider import Received
from cadence.domain import Cause, CauseKind, Channel, Facts
from cadence.engine.outcomes.callbacks import last_case
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import erasure
from cadence.ledger.reading import facts, timeline
from cadence.ledger.touches import tasks
from cadence.replies.reading import read_reply
from tests.integration.api import town as town_module
from tests.integration.api.town import OURS, Town
from tests.integration.ledger.conftest import KEY
from tests.integration.outcomes.conftest import NOON, lasting

CAMPAIGN = """
campaign: harbour
purpose: service
language: es
jurisdictions: none
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-sun, hours: "00:00-24:00"}]
limits: [{max: 9, per: campaign}]
floors: {sales: {agents: 500, endpoint: "client:sales"}}
consent: {sms: {basis: contract, reason: They asked for it.}}
cadence:
  - step: hello
    sms: "Responda SI o del 0 al 10"
    replies: {yes: [sí], no: [no]}
    ask: {save: nps, as: 0-10}
    on: {reply.yes: thanks, reply.no: end, reply.saved: end, replied: talk, otherwise: talk}
  - step: talk
    after: 1 day
    call: sales
    on: {otherwise: end}
  - step: thanks
    after: 1 hour
    sms: "Gracias"
    on: {otherwise: end}
"""


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People of a campaign that asks."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(town_module, "CAMPAIGN", CAMPAIGN)
        town = Town(ledger, lasting(NOON))
    yield town
    ledger.close()


def writes(
    town: Town, number: str, body: str, minute: int = 1, *, pressed: str = "", sid: str = "", **more: Any
) -> None:
    """Let somebody write to us."""
    received = Received(
        sid=sid or f"SM{uuid4().hex}",
        channel=Channel.SMS,
        sender=number,
        to=OURS,
        body=body,
        pressed=pressed,
        **{"at": NOON + timedelta(minutes=minute)} | more,
    )
    record_inbound(Planner(town.ledger, lasting(NOON + timedelta(minutes=minute))), received)


def known(town: Town, lead: str) -> Facts:
    """Return what the ledger knows of somebody."""
    with town.ledger.begin() as tx:
        return facts.gather_people(tx, [lead])[lead]


def asked(town: Town) -> tuple[str, str, str]:
    """Return somebody who was asked: the number, the lead, and the touch."""
    number = town.number()
    enrolment = town.enrol(number)
    return number, town.lead_of(enrolment), town.message(enrolment).touch.id


@pytest.mark.parametrize(
    ("body", "pressed", "answer", "meaning", "open_tasks"),
    [
        ("Sí, gracias", "", "yes", "reply.yes", 0),
        ("NO", "", "no", "reply.no", 0),
        ("un 9", "", "saved", "reply.saved", 0),
        ("Confirmo la cita", "yes", "yes", "reply.yes", 0),  # a button
        ("sí o no", "", "", "hold", 1),
        ("11", "", "", "none", 1),
    ],
)
def test_an_answer_is_on_its_touch_and_decides(
    town: Town, body: str, pressed: str, answer: str, meaning: str, open_tasks: int
) -> None:
    """In the transaction that records the message, so the plan that is stored follows from it."""
    number, lead, touch = asked(town)
    writes(town, number, body, pressed=pressed)
    person = known(town, lead)
    with town.ledger.begin() as tx:
        work = tasks.of_lead(tx, lead)

    assert town.stored(touch).touch.answer == answer
    assert ([message.meaning for message in person.inbound], len(work)) == ([meaning], open_tasks)
    assert person.lead.attributes.get("nps") == ("9" if answer == "saved" else None)
    assert (person.enrolment.finished is not None) is (answer in {"no", "saved"})
    if answer == "yes":
        assert getattr(person.planned, "step", "") == "thanks"


def test_a_second_delivery_of_a_message_keeps_nothing_twice(town: Town) -> None:
    """The carrier delivers webhooks twice, and the list of its messages comes after them."""
    number, lead, _ = asked(town)
    for _ in range(2):
        writes(town, number, "7", sid=f"SM{lead}")

    assert town.ask("SELECT count(*) FROM saved_values WHERE lead_id = :lead", lead=lead) == 1


def test_the_latest_mark_counts_and_each_has_its_evidence(town: Town) -> None:
    """`cadence lead` shows both."""
    number, lead, _ = asked(town)
    writes(town, number, "7", 1)
    writes(town, number, "8", 2)
    with town.ledger.begin() as tx:
        told = [event for event in timeline.of_lead(tx, lead) if event.kind in {"saved", "inbound"}]

    assert known(town, lead).lead.attributes["nps"] == "8"
    assert [event.what.get("value") or event.what["meaning"] for event in told] == [
        "reply.saved", "7", "reply.saved", "8",
    ]  # fmt: skip
    assert {event.what["ref"] for event in told if event.kind == "saved"} == {
        f"inbound:{event.what['id']}" for event in told if event.kind == "inbound"
    }


def test_a_stop_beside_an_answer_is_a_stop(town: Town) -> None:
    """Nothing is kept and no answer is noted."""
    number, lead, touch = asked(town)
    writes(town, number, "sí pero no me llamen más")

    assert town.stored(touch).touch.answer == ""
    assert [message.meaning for message in known(town, lead).inbound] == ["revoke"]


def test_what_was_kept_is_erased_with_the_person(town: Town) -> None:
    """The name of the answer stays on the touch, as its outcome does: it says nothing of whom."""
    number, lead, touch = asked(town)
    writes(town, number, "9")
    with town.ledger.begin() as tx:
        erasure.erase(tx, lead, at=NOON + timedelta(hours=1))

    assert town.ask("SELECT count(*) FROM saved_values WHERE lead_id = :lead", lead=lead) == 0
    assert town.stored(touch).touch.answer == "saved"


def test_the_case_that_planned_is_the_one_the_ledger_has_afterwards(town: Town) -> None:
    """The plan is made from the facts that the change left, without reading them again."""
    number, lead, _ = asked(town)
    writes(town, number, "sí")
    planner = Planner(town.ledger, lasting(NOON + timedelta(minutes=1)))
    with planner.begin() as page:
        case = last_case(page, lead, "harbour")

    assert planner.next(case, page.now) == case.facts.planned
    assert read_reply("sí", "Europe/Madrid", NOON).answer == ""


@pytest.mark.parametrize(("first", "second"), [("no", "sí"), ("sí", "no"), ("9", "2")])
def test_an_answer_that_was_found_late_does_not_undo_a_later_one(town: Town, first: str, second: str) -> None:
    """Its webhook was lost, and the carrier's list has it: what the person wrote last counts."""
    number, lead, touch = asked(town)
    writes(town, number, second, 3)
    before = (town.stored(touch).touch.answer, known(town, lead).lead.attributes)
    writes(town, number, first, 9, at=NOON + timedelta(minutes=1))
    with town.ledger.begin() as tx:
        work = tasks.of_lead(tx, lead)

    assert (town.stored(touch).touch.answer, known(town, lead).lead.attributes) == before
    assert len(work) == 1


@pytest.mark.parametrize("body", ["sí", "9", "START", "hola", "llámame mañana a las 10"])
def test_what_the_carrier_takes_for_a_stop_is_one(town: Town, body: str) -> None:
    """Its list of words may have others than ours, and it has told the person that they are opted out."""
    number, lead, touch = asked(town)
    writes(town, number, body, confirmed=True)

    assert town.stored(touch).touch.answer == ""
    assert [message.meaning for message in known(town, lead).inbound] == ["revoke"]


def test_a_button_under_an_earlier_message_answers_that_message(town: Town) -> None:
    """The carrier says which message it stands under; the cadence has gone on, so a person reads it."""
    number = town.number()
    enrolment = town.enrol(number)
    lead, first = town.lead_of(enrolment), town.message(enrolment)
    cause = Cause(kind=CauseKind.STEP, ref="hello", lap=2)
    second = town.reserve(enrolment, "hello", Channel.SMS, cause=cause)
    writes(town, number, "Sí", pressed="yes", answers=first.sid or "")
    with town.ledger.begin() as tx:
        work = tasks.of_lead(tx, lead)

    assert [town.stored(touch).touch.answer for touch in (first.touch.id, second.id)] == ["yes", ""]
    assert len(work) == 1


@pytest.mark.parametrize(("body", "meaning"), [("sí", "none"), ("no", "hold"), ("9", "none")])
def test_an_answer_that_two_people_may_have_given_is_nobodys(town: Town, body: str, meaning: str) -> None:
    """They share a phone, and both were asked: somebody of ours finds out who answered."""
    number = town.number()
    both = [town.enrol(number), town.enrol(number)]
    touches = [town.message(enrolment) for enrolment in both]
    writes(town, number, body)

    assert [town.stored(sent.touch.id).touch.answer for sent in touches] == ["", ""]
    assert meaning in {message.meaning for message in known(town, town.lead_of(both[1])).inbound}
    with town.ledger.begin() as tx:
        assert sum(len(tasks.of_lead(tx, town.lead_of(enrolment))) for enrolment in both) == 1

    writes(town, number, body, 2, answers=touches[0].sid or "")  # the message that it quotes says who

    assert [town.stored(sent.touch.id).touch.answer for sent in touches] == [
        {"sí": "yes", "no": "no"}.get(body, "saved"),
        "",
    ]


def test_an_answer_on_a_shared_phone_counts_if_nobody_else_was_asked(town: Town) -> None:
    """The other person's message is still to come."""
    number = town.number()
    first, _ = town.enrol(number), town.enrol(number)
    sent = town.message(first)
    writes(town, number, "sí")

    assert town.stored(sent.touch.id).touch.answer == "yes"
