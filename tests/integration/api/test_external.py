"""Does an event of a CRM, a shop or a billing system end or turn a cadence, and does nothing leave afterwards?"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from cadence.api.dependencies import Dependencies
from cadence.domain import Attempt, Cause, CauseKind, Channel, Enrolment, Finish
from cadence.domain.clock import Clock
from cadence.domain.events import EventType
from cadence.domain.payloads import TouchResult
from cadence.domain.roles import Role
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.ledger.campaigns import enrolment_rows, external_events
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.events import stream
from tests.integration.api import town as town_module
from tests.integration.api.town import TakenBack, Town

ON_EVENT = """
on_event:
  purchase: {finish: converted, value: amount}
  paid: {finish: paid}
  ticket.opened: {hold: 7 days}
  delivered: {go: ask}
"""


@pytest.fixture(scope="module")
def town(ledger: Ledger, clock: Clock) -> Iterator[Town]:
    """A campaign that knows four events."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(town_module, "CAMPAIGN", town_module.CAMPAIGN + ON_EVENT)
        yield Town(ledger, clock)


def send(operator: httpx.Client, lead: str, event: str, key: str = "", **more: Any) -> dict[str, Any]:
    """Send an event and return what came of it in its one campaign."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = operator.post(f"/api/leads/{lead}/events", json={"event": event, **more}, headers=headers)
    assert answer.status_code == 200, answer.text
    stands = answer.json()
    assert (stands["lead"], stands["event"]) == (lead, event)
    (effect,) = stands["effects"]
    assert isinstance(effect, dict)
    return effect


def finished(town: Town, enrolment: Enrolment) -> str | None:
    """Why an enrolment ended."""
    reason: str | None = town.ask("SELECT finished FROM enrolments WHERE id = :id", id=enrolment.id)
    return reason


def agreed(town: Town, operator: httpx.Client) -> Enrolment:
    """Somebody who may be contacted."""
    enrolment = town.enrol()
    yes = {"lead": town.lead_of(enrolment), "channels": ["sms", "call"], "given": True, "source": "web form"}
    assert operator.post("/api/consents", json=yes).status_code == 200
    return enrolment


def test_a_purchase_ends_the_cadence(
    town: Town, operator: httpx.Client, deps: Dependencies, taken_back: TakenBack
) -> None:
    """With its value; the call that rings is taken back, the promised call is not made, and nothing leaves after it."""
    enrolment = town.enrol()
    lead = town.lead_of(enrolment)
    call = town.call(enrolment)
    at = (town.clock.now() + timedelta(days=2)).isoformat()
    promised = {"campaign": "harbour", "lead": lead, "at": at, "why": "asked in the shop"}
    assert operator.post("/api/callbacks", json=promised).status_code == 200

    effect = send(operator, lead, "purchase", data={"amount": "129.90", "currency": "eur", "order": "O-1"})
    told = operator.get(f"/api/leads/{lead}").json()

    assert (effect["campaign"], effect["effect"], effect["to"], effect["why"]) == (
        "harbour",
        "finish",
        "converted",
        None,
    )
    assert (Decimal(effect["value"]), effect["currency"]) == (Decimal("129.90"), "EUR")
    assert finished(town, enrolment) == "converted"
    assert town.move(enrolment)["kind"] == "finish"
    assert "event" in town.news(enrolment)
    assert told["promises"] == []
    attempt = Attempt(
        at=town.clock.now(), channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello"
    )
    with deps.planner.begin() as unit:
        answer = reserve(unit, enrolment.id, attempt, SenderRates(per_sender={}))
    assert isinstance(answer, TouchResult)
    assert answer.next == Finish(reason="converted"), "nothing is reserved after it"
    deps.background.close()
    assert call.sid in taken_back.sids
    (line,) = [line for line in told["story"] if line["kind"] == "external event"]
    assert line["words"].startswith("another system sent purchase: the cadence of harbour ends, because the goal was")
    assert "worth 129.9 EUR" in line["words"]
    assert "api:" in line["by"]
    assert "O-1" not in operator.get(f"/api/leads/{lead}").text, "only what the file asks for is kept"
    figures = "SELECT converted, exhausted FROM report_leads WHERE lead_id = :lead"
    with town.ledger.begin() as tx:
        assert tuple(tx.execute(text(figures), {"lead": lead}).one()) == (True, False)
        types = (
            EventType.EVENT_RECEIVED,
            EventType.LEAD_CONVERTED,
            EventType.ENROLMENT_ENDED,
            EventType.CALLBACK_CANCELED,
        )
        told_out = [
            placed.event
            for placed in stream.read(tx, stream.BEGINNING, limit=1000, types=types)
            if placed.event.subject == f"leads/{lead}"
        ]
    assert {event.type for event in told_out} == set(types)
    received = next(event for event in told_out if event.type is EventType.EVENT_RECEIVED)
    assert (received.data["event_name"], received.data["effect"], received.data["amount"]) == (
        "purchase",
        "finish",
        "129.9",
    )


def test_a_publisher_is_told_nothing_of_where_a_person_stands(
    town: Town, operator: httpx.Client, with_key: Callable[[Role], httpx.Client]
) -> None:
    """Its event counts as anybody's; the answer has our id, and the same whatever follows in the campaign."""
    publisher, enrolment = with_key(Role.PUBLISHER), town.enrol()
    lead = town.lead_of(enrolment)
    sent = {"lead": lead, "event": "purchase", "data": {"amount": "5"}}

    answers = [publisher.post("/api/events", json=sent, headers={"Idempotency-Key": "till-1"}) for _ in range(2)]
    again = publisher.post(f"/api/leads/{lead}/events", json={"event": "purchase"})

    assert {answer.status_code for answer in (*answers, again)} == {200}
    assert [answer.json() for answer in (*answers, again)] == [{"lead": lead, "event": "purchase", "effects": []}] * 3
    assert finished(town, enrolment) == "converted"
    assert operator.get(f"/api/leads/{lead}").text.count("another system sent purchase") == 2


def test_the_same_order_is_one_event(town: Town, operator: httpx.Client) -> None:
    """With its key it has one answer; without one, a second purchase is a second event that changes nothing."""
    enrolment = town.enrol()
    lead = town.lead_of(enrolment)

    first, same = (send(operator, lead, "purchase", "order-1", data={"amount": 5}) for _ in range(2))
    other = send(operator, lead, "purchase", data={"amount": 7})

    assert first == same
    assert (Decimal(first["value"]), first["currency"]) == (Decimal(5), None)
    assert (other["effect"], other["why"], other["to"], Decimal(other["value"])) == ("none", "ended", "converted", 7)
    assert town.ask("SELECT count(*) FROM external_events WHERE lead_id = :lead", lead=lead) == 2
    again = operator.post(f"/api/leads/{lead}/events", json={"event": "paid"}, headers={"Idempotency-Key": "order-1"})
    assert again.status_code == 409


@pytest.mark.parametrize("amount", [None, "many", True, "NaN", "1e99", "1e9999999", "999999999999.99999", {}])
def test_an_amount_that_cannot_be_read_hinders_no_end(town: Town, operator: httpx.Client, amount: Any) -> None:
    """The person has paid, whatever they paid."""
    enrolment = town.enrol()
    body = {"event": "purchase", "data": {"amount": amount}}

    answer = operator.post(f"/api/leads/{town.lead_of(enrolment)}/events", json=body)

    if amount == {}:
        assert answer.status_code == 422, "an object is no value of a field"
    else:
        assert answer.json()["effects"][0] | {"value": None} == answer.json()["effects"][0]
        assert finished(town, enrolment) == "converted"


def test_a_hold_keeps_everything_back_and_ends_by_itself(
    town: Town, operator: httpx.Client, deps: Dependencies
) -> None:
    """For its time, in every campaign; the next step goes when it is over."""
    enrolment = agreed(town, operator)
    lead = town.lead_of(enrolment)

    effect = send(operator, lead, "ticket.opened")

    until = datetime.fromisoformat(effect["until"])
    assert timedelta(days=6, hours=23) < until - town.clock.now() <= timedelta(days=7)
    assert finished(town, enrolment) is None
    with town.ledger.begin() as tx:
        stored = enrolment_rows.get(tx, enrolment.id)
        case = deps.planner.case(tx, enrolment.id)
    assert stored.next_at is not None
    assert stored.next_at >= until
    (pause,) = case.facts.pauses
    assert (pause.scope, pause.value, pause.until) == ("lead", lead, until)
    with town.ledger.begin() as tx:
        assert external_events.end_holds(tx, lead, at=town.clock.now()) == 1
        assert external_events.end_holds(tx, lead, at=town.clock.now()) == 0
        (ended,) = deps.planner.case(tx, enrolment.id).facts.pauses
    assert ended.until is not None
    assert ended.until < until
    words = [line["words"] for line in operator.get(f"/api/leads/{lead}").json()["story"]]
    assert any("nothing leaves for the person until" in line for line in words)
    assert any(line.startswith("the wait because of ticket.opened was ended") for line in words)


def test_a_cadence_goes_on_with_the_step_of_an_event(town: Town, operator: httpx.Client, deps: Dependencies) -> None:
    """Once in an enrolment: so events make no loop."""
    enrolment = agreed(town, operator)
    lead = town.lead_of(enrolment)

    first, again = (send(operator, lead, "delivered") for _ in range(2))

    assert (first["effect"], first["to"]) == ("go", "ask")
    assert (again["effect"], again["why"], again["to"]) == ("none", "again", "ask")
    assert town.move(enrolment)["step"] == "ask"
    town.reserve(enrolment, "ask", Channel.CALL)
    with town.ledger.begin() as tx:
        case = deps.planner.case(tx, enrolment.id)
    assert [(jump.event, jump.to) for jump in case.facts.jumps] == [("delivered", "ask")]


def test_an_event_that_nobody_knows_is_kept_and_answered_so(town: Town, operator: httpx.Client) -> None:
    """Nothing is lost, whoever it is about."""
    enrolment = town.enrol()
    lead = town.lead_of(enrolment)

    unknown = send(operator, lead, "returned")

    assert (unknown["effect"], unknown["why"], unknown["campaign"]) == ("none", "unknown", "harbour")
    assert finished(town, enrolment) is None
    answers = {
        404: [
            operator.post("/api/leads/nobody/events", json={"event": "paid"}),
            operator.post(f"/api/leads/{lead}/events", json={"event": "paid", "campaign": "harbor"}),
        ],
        422: [
            operator.post(f"/api/leads/{lead}/events", json={"event": "Paid!"}),
            operator.post(f"/api/leads/{lead}/events", json={}),
            operator.post(f"/api/leads/{town.number()}/events", json={"event": "paid"}),
            operator.post("/api/events", json={"event": "paid"}),
        ],
    }
    for status, refused in answers.items():
        assert [answer.status_code for answer in refused] == [status] * len(refused), [a.text for a in refused]
    assert finished(town, enrolment) is None


def test_who_is_in_line_will_not_begin(town: Town, operator: httpx.Client) -> None:
    """Addressed by a number, as a shop knows people; a hold lets them wait, and a step leads nowhere yet."""
    numbers = [town.number() for _ in range(3)]
    rows = [{"id": f"L-{place}", "phone": number, "consent_sms": True} for place, number in enumerate(numbers)]
    entered = operator.post("/api/campaigns/harbour/leads", json={"list": "crm", "leads": rows}).json()["leads"]

    answers = [
        operator.post("/api/events", json={"lead": number, "event": event}).json()
        for number, event in zip(numbers, ("paid", "ticket.opened", "delivered"), strict=True)
    ]

    assert [answer["lead"] for answer in answers] == [row["lead"] for row in entered]
    effects = [(answer["effects"][0]["effect"], answer["effects"][0]["why"]) for answer in answers]
    assert effects == [("finish", None), ("hold", None), ("none", "waiting")]
    places = "SELECT string_agg(bucket || ' ' || reason, ', ' ORDER BY lead_id) FROM report_leads WHERE lead_id = :lead"
    assert [town.ask(places, lead=row["lead"]).strip() for row in entered] == ["ended paid", "waiting", "waiting"]
