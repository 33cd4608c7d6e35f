"""Does the API do each order once, refuse what makes no sense, and repeat nothing of what it was sent?"""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cadence.api.app import api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.api.old_token import OldToken
from cadence.domain import Disposition
from cadence.domain.clock import Clock
from cadence.domain.roles import Role
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from tests.integration.api.town import API_TOKEN, Carrier, Town, serving
from tests.integration.ledger.world import lead_row
from tests.waiting import PATIENCE

NOBODY = "+34699999999"
PROMISES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ORDERS = ["/api/dispositions", "/api/callbacks", "/api/suppressions"]
CAMPAIGNS = ["/api/campaigns", *(f"/api/campaigns/{{name}}{order}" for order in ("", "/pause", "/resume", "/leads"))]
LEADS = ["/api/leads/{lead}", "/api/leads/{lead}/events", "/api/events"]


def in_hours(clock: Clock, hours: float) -> str:
    """An instant as an API takes it, from now on."""
    return (clock.now() + timedelta(hours=hours)).isoformat()


@pytest.fixture(scope="module")
def admin(ledger: Ledger) -> str:
    """A key that may do everything."""
    new = NewKey(name="everything", role=Role.ADMIN, per_minute=1_000_000, by="ana")
    with ledger.begin() as tx:
        return api_keys.create(tx, ledger.hasher, new, at=datetime.now(UTC)).text


@pytest.mark.parametrize("path", ORDERS)
@pytest.mark.parametrize(
    "header",
    [
        *(None, "Bearer", "Bearer wrong", f"Basic {API_TOKEN}"),
        *(f"bearer {API_TOKEN}x", f"Bearer {API_TOKEN} x", f"Bearer x{API_TOKEN}"),  # more than the token
        *(f"Bearer {API_TOKEN[:-1]}", f"Bearer {API_TOKEN[:1]}", f"Bearer {API_TOKEN[1:]}"),  # a part of it
        *(f"Bearer {API_TOKEN.upper()}", f"Bearer {API_TOKEN[:-1]}X"),  # as long, and not the same
    ],
)
def test_without_the_token_nothing_is_done(town: Town, stranger: httpx.Client, path: str, header: str | None) -> None:
    """Not even looked up."""
    before = town.rows()
    headers = {"Authorization": header} if header else {}

    answer = stranger.post(path, json={"number": NOBODY}, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"error", "expected", "next"}
    assert town.rows() == before


def test_a_refused_request_is_in_the_log_without_its_token(
    make_ear: Callable[..., Dependencies], caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody who tries tokens is seen, and the log does not tell them to its readers."""
    with serving(api_app(make_ear())) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        client.post(f"{ORDERS[1]}?token=made-up-guess", headers={"Authorization": "Bearer made-up-guess"})

    (line,) = [one for one in caplog.records if getattr(one, "action", "") == "unauthorised_request"]
    assert (line.client, line.path) == ("127.0.0.1", ORDERS[1])  # type: ignore[attr-defined]  # extras of the record
    assert "made-up-guess" not in str(vars(line))


def test_without_a_token_in_the_settings_an_empty_one_opens_nothing(make_ear: Callable[..., Dependencies]) -> None:
    """An empty token must not become one that everybody knows."""
    with (
        serving(api_app(make_ear(api_token=""))) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        shown = ["", "Bearer", "Bearer x"]
        answers = [client.post(ORDERS[0], json={}, headers={"Authorization": one}) for one in shown]

        assert [one.status_code for one in answers] == [401] * 3


def test_the_token_still_works_and_says_that_it_goes(
    make_ear: Callable[..., Dependencies], caplog: pytest.LogCaptureFixture
) -> None:
    """Each answer has the header of RFC 9745; the log has one line a day."""
    today = [datetime(2026, 12, 1, 9, tzinfo=UTC)]
    deps = make_ear()
    deps.old_token = OldToken(API_TOKEN, lambda: today[0])
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    with (
        serving(api_app(deps)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE, headers=headers) as client,
    ):
        answers = [client.post("/api/suppressions", json={"number": NOBODY}) for _ in range(3)]
        lines = [line for line in caplog.records if getattr(line, "action", "") == "old_token"]
        today[0] += timedelta(days=1)
        client.post("/api/suppressions", json={"number": NOBODY})

    assert [(one.status_code, one.headers["Deprecation"]) for one in answers] == [(200, "@1796083200")] * 3
    assert len(lines) == 1
    assert len([line for line in caplog.records if getattr(line, "action", "") == "old_token"]) == 2


@pytest.mark.parametrize("by", ["call_sid", "touch"])
def test_a_disposition_is_recorded_by_either_id(town: Town, office: httpx.Client, by: str) -> None:
    """An agent's telephone knows the carrier's id, our own desk knows ours."""
    call = town.answered(town.enrol())
    named = {"call_sid": call.sid} if by == "call_sid" else {"touch": call.touch.id}

    answer = office.post("/api/dispositions", json={**named, "disposition": "interested", "by": "marta"})

    assert answer.status_code == 200
    assert answer.json() == {"touch": call.touch.id, "disposition": "interested", "callback_at": None}
    assert town.stored(call.touch.id).touch.disposition is Disposition.INTERESTED
    said = "SELECT actor || ' ' || origin FROM commands WHERE args ->> 'touch' = :touch"
    assert town.ask(said, touch=call.touch.id) == "marta api"


def test_do_not_contact_stops_the_person_everywhere(town: Town, office: httpx.Client) -> None:
    """Said to an agent it counts as much as written."""
    enrolment = town.enrol(town.number(), town.number())
    call = town.answered(enrolment)

    office.post("/api/dispositions", json={"touch": call.touch.id, "disposition": "do_not_contact"})

    assert town.suppressed(enrolment) == 2


def test_a_callback_is_promised_for_its_instant(town: Town, office: httpx.Client, clock: Clock) -> None:
    """In whatever zone it was given."""
    call = town.answered(town.enrol())
    at = clock.now() + timedelta(hours=3)
    there = at.astimezone(timezone(timedelta(hours=-5))).isoformat()
    asked = {"touch": call.touch.id, "disposition": "callback", "callback_at": there}

    assert office.post("/api/dispositions", json=asked).status_code == 200
    assert town.ask("SELECT at FROM callbacks WHERE ref = :ref", ref=f"touch:{call.touch.id}") == at


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"disposition": "callback"}, "callback_at with the disposition callback"),  # no instant
        ({"disposition": "refused", "callback_at": "2027-03-10T10:00:00Z"}, "only with it"),  # an instant too many
        ({"disposition": "callback", "callback_at": "2027-03-09T10:00:00"}, "callback_at has passed"),  # on their clock
        ({"disposition": "callback", "callback_at": "2027-03-09T09:00:00Z"}, "callback_at has passed"),
        ({"disposition": "callback", "callback_at": "2034-03-09T09:00:00Z"}, "more than a year away"),
        ({"disposition": "callback", "callback_at": "9999-12-31T23:59:59-23:59"}, "more than a year away"),
        ({"disposition": "callback", "callback_at": 1806580800}, "callback_at: not an instant"),  # seconds? of what?
        ({"disposition": "promised"}, "promised_on with the disposition promised"),  # no date
        ({"disposition": "refused", "promised_on": "2027-03-12"}, "promised_on with the disposition promised"),
        ({"disposition": "sold"}, "one of converted, confirmed"),  # not one of the words
        ({"disposition": "refused", "call_sid": "CA1"}, "exactly one of call_sid and touch"),
        ({"disposition": "refused", "note": "x"}, "a field that is not known"),
        ({}, "disposition: left out"),
    ],
)
def test_a_disposition_that_makes_no_sense_is_refused_with_what_to_do(
    town: Town, office: httpx.Client, asked: dict[str, Any], found: str
) -> None:
    """What was found, what was expected, what to do next; nothing is written."""
    call = town.answered(town.enrol())
    before = town.rows()

    answer = office.post("/api/dispositions", json={"touch": call.touch.id, **asked})

    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "expected", "next"}
    assert found in answer.json()["error"] + answer.json()["expected"]
    assert town.rows() == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/suppressions", {"number": "699 000 001"}),  # not E.164
        ("/api/suppressions", {"number": "+34699000001", "scope": "purpose", "value": "+34699000001"}),
        ("/api/suppressions", {"number": "+34699000001", "+34699000001": "+34699000001"}),
        ("/api/callbacks", {"campaign": "harbour", "lead": "+34699000001", "at": "+34699000001"}),
        ("/api/callbacks", {"campaign": "harbour", "lead": "+34699000001", "at": "2027-03-10T10:00:00Z"}),  # unknown
        ("/api/dispositions", {"call_sid": "+34699000001", "disposition": "+34699000001"}),
        ("/api/dispositions", ["+34699000001"]),
    ],
)
def test_a_refusal_repeats_nothing_of_what_was_sent(
    town: Town, office: httpx.Client, caplog: pytest.LogCaptureFixture, path: str, body: Any
) -> None:
    """Answers and logs end up in other people's systems."""
    answer = office.post(path, json=body)

    assert answer.status_code in {404, 422}
    assert "99000001" not in answer.text + caplog.text
    assert "000 001" not in answer.text + caplog.text


def test_what_is_not_known_is_not_found(town: Town, office: httpx.Client) -> None:
    """And a call that has not ended has no disposition yet."""
    nobody = "00000000-0000-4000-8000-000000000000"
    ringing = town.call(town.enrol())

    def status(path: str, **body: str) -> int:
        return office.post(path, json=body).status_code

    assert status("/api/dispositions", touch=nobody, disposition="refused") == 404
    assert status("/api/dispositions", call_sid="CA404", disposition="refused") == 404
    assert status("/api/dispositions", touch=ringing.touch.id, disposition="refused") == 409
    assert status("/api/callbacks", campaign="harbour", lead="nobody", at="2027-03-10T10:00:00Z") == 404
    assert status("/api/suppressions", number=NOBODY, scope="campaign", value="harbur") == 404


def test_an_address_of_any_length_can_be_suppressed(office: httpx.Client) -> None:
    """A stop that comes from another system is never refused because its address is long."""
    longest = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 59}.example"

    assert office.post("/api/suppressions", json={"number": longest}).status_code == 200
    assert office.post("/api/suppressions", json={"number": f"{longest}{'e' * 20}"}).status_code == 422


@pytest.mark.parametrize("by", ["key", "number", "id"])
def test_a_call_is_promised_to_a_lead_by_any_name(town: Town, office: httpx.Client, clock: Clock, by: str) -> None:
    """By the id in its list, by its number, or by our own id."""
    person, at = town.number(), clock.now() + timedelta(hours=5)
    enrolment = town.enrol(person, key=f"by-{by}")
    lead = town.lead_of(enrolment)
    name = {"key": f"by-{by}", "number": person, "id": lead.upper()}[by]

    answer = office.post("/api/callbacks", json={"campaign": "harbour", "lead": name, "at": at.isoformat()})

    assert answer.status_code == 200, answer.text
    assert answer.json()["lead"] == lead
    assert town.ask("SELECT at FROM callbacks WHERE enrolment_id = :id", id=enrolment.id) == at
    assert town.move(enrolment)["cause"]["kind"] == "callback"


def test_the_answer_says_when_the_call_will_be_made(town: Town, office: httpx.Client) -> None:
    """In UTC and on the person's own clock, in which a time without an offset is read as well."""
    call = town.answered(town.enrol())
    asked = {"touch": call.touch.id, "disposition": "callback", "callback_at": "2027-03-10T10:00"}

    answer = office.post("/api/dispositions", json=asked).json()

    assert answer["callback_at"] == answer["call"]["goes_at"] == "2027-03-10T09:00:00Z"
    assert (answer["call"]["goes_at_local"], answer["call"]["zone"]) == ("2027-03-10 10:00", "Europe/Madrid")
    assert (answer["call"]["moved"], answer["call"]["because"]) == (False, [])


def test_the_answer_says_why_a_call_that_is_only_ordered_will_not_be_made(town: Town, office: httpx.Client) -> None:
    """Nobody knows that the person asked, so it needs a consent."""
    town.enrol(town.number(), key="whoever")
    asked = {"campaign": "harbour", "lead": "whoever", "at": "2027-03-10T10:00+01:00"}

    answer = office.post("/api/callbacks", json=asked).json()

    assert (answer["at"], answer["goes_at"], answer["moved"]) == ("2027-03-10T09:00:00Z", None, True)
    assert answer["because"] == ["no consent on record for calls"]


@pytest.mark.parametrize("whose", ["own", "somebody else's", "the family's"])
def test_a_request_frees_the_call_of_whoever_made_it(
    town: Town, office: httpx.Client, carrier: Carrier, whose: str
) -> None:
    """Evidence is one person's: not of another number, and not of another person on the same phone."""
    phone = town.number()
    asker = town.enrol(phone)
    town.message(asker)
    other = town.enrol(town.number() if whose == "somebody else's" else phone)
    carrier.writes(phone, "¿Me pueden llamar?")
    task = town.ask("SELECT id FROM tasks WHERE lead_id = :lead", lead=town.lead_of(asker))
    lead = town.lead_of(asker if whose == "own" else other)
    asked = {"campaign": "harbour", "lead": lead, "at": "2027-03-10T10:00+01:00", "task": str(task)}

    answer = office.post("/api/callbacks", json=asked)

    assert answer.status_code == (200 if whose == "own" else 404), answer.text
    refs = town.ask("SELECT string_agg(ref, ' ') FROM callbacks WHERE lead_id = :lead", lead=lead)
    assert (refs or "").startswith("inbound:") is (whose == "own")


def test_a_lead_that_two_lists_know_has_to_be_told_apart(town: Town, office: httpx.Client, clock: Clock) -> None:
    """Two customers may have the same id in two systems: nobody is called for the other."""
    town.enrol(key="twin")
    import_leads(town.ledger, "other list", [lead_row(1, town.number(), key="twin")], at=clock.now())
    asked = {"campaign": "harbour", "lead": "twin", "at": in_hours(clock, 5)}

    assert office.post("/api/callbacks", json=asked).status_code == 409
    assert office.post("/api/callbacks", json=asked | {"list": "list"}).status_code == 200
    assert office.post("/api/callbacks", json=asked | {"list": "other list"}).status_code == 404  # not in the campaign


@pytest.mark.parametrize("key", ["C/7", "plain"])
@pytest.mark.parametrize("path", ORDERS[1:])
def test_a_lead_is_named_as_review_and_history_print_it(
    town: Town, office: httpx.Client, clock: Clock, key: str, path: str
) -> None:
    """LIST/ID is what people copy; the list before the slash decides between two people with one id."""
    key = f"{key}-{path}"
    enrolment = town.enrol(key=key)
    import_leads(town.ledger, "other list", [lead_row(1, town.number(), key=key)], at=clock.now())
    asked = {"campaign": "harbour", "at": in_hours(clock, 5)} if path == "/api/callbacks" else {}

    answer = office.post(path, json=asked | {"lead": f"list/{key}"})

    assert (answer.status_code, answer.json()["lead"]) == (200, town.lead_of(enrolment))
    assert office.post(path, json=asked | {"lead": f"no list/{key}"}).status_code == 404


@pytest.mark.parametrize("offset", ["", "+01:00"])
def test_a_call_for_a_campaign_that_does_not_exist_says_so(town: Town, office: httpx.Client, offset: str) -> None:
    """A misspelt name is another mistake than the wrong lead."""
    lead = town.lead_of(town.enrol())

    answer = office.post("/api/callbacks", json={"campaign": "harbor", "lead": lead, "at": f"2027-03-10T10:00{offset}"})

    assert answer.status_code == 404
    assert answer.json()["error"].startswith("There is no campaign harbor")


@pytest.mark.parametrize("key", [None, "again-and-again"])
def test_asking_again_promises_one_call(town: Town, office: httpx.Client, clock: Clock, key: str | None) -> None:
    """A caller that got no answer asks again: with a key, and without one because it is the same promise."""
    enrolment = town.enrol()
    lead = town.lead_of(enrolment)
    body = {"campaign": "harbour", "lead": lead, "at": in_hours(clock, 5)}
    headers = {"Idempotency-Key": key} if key else {}

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: office.post("/api/callbacks", json=body, headers=headers), range(4)))

    assert {one.status_code for one in answers} == {200}
    assert len({one.text for one in answers}) == 1
    assert town.ask("SELECT count(*) FROM callbacks WHERE lead_id = :lead", lead=lead) == 1
    assert town.ask("SELECT count(*) FROM commands WHERE lead_id = :lead", lead=lead) == (1 if key else 4)


def test_the_same_key_for_another_order_is_refused(town: Town, office: httpx.Client) -> None:
    """It is a mistake of the caller's, and silence about it would lose the second order."""
    person = town.number()
    town.enrol(person, key="second-order")
    key = {"Idempotency-Key": "one-order"}
    first = {"number": person, "scope": "channel", "value": "sms"}

    assert office.post("/api/suppressions", json=first, headers=key).status_code == 200
    before = town.rows()

    for path, body in (
        ("/api/suppressions", {"number": person}),
        ("/api/suppressions", first | {"why": "asked by letter"}),
        ("/api/callbacks", {"campaign": "harbour", "lead": "second-order", "at": "2027-03-10T10:00:00Z"}),
    ):
        answer = office.post(path, json=body, headers=key)
        assert answer.status_code == 409
        assert "new key" in answer.json()["error"]
    assert town.rows() == before


def test_an_answer_stays_the_same_when_its_instant_has_passed(
    town: Town, make_ear: Callable[..., Dependencies], clock: Clock
) -> None:
    """The same key and request have the same answer, also a day later."""
    lead = town.lead_of(town.enrol())
    body = {"campaign": "harbour", "lead": lead, "at": in_hours(clock, 5)}
    headers = {"Authorization": f"Bearer {API_TOKEN}", "Idempotency-Key": "asked-again-tomorrow"}
    tomorrow = Clock(origin=clock.origin + timedelta(days=1), started=clock.started)
    answers = []
    for now in (clock, tomorrow):
        with (
            serving(api_app(make_ear(clock=now))) as address,
            httpx.Client(base_url=address, timeout=PATIENCE) as client,
        ):
            answers.append(client.post("/api/callbacks", json=body, headers=headers))

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].text == answers[1].text


def test_a_suppressed_number_is_suppressed_whether_anyone_has_it_or_not(town: Town, office: httpx.Client) -> None:
    """It takes effect at once, and waits for the number in tomorrow's list."""
    person, later = town.number(), town.number()
    known = town.enrol(person, town.number())
    for number in (person, later):
        assert office.post("/api/suppressions", json={"number": number, "why": "by letter"}).status_code == 200

    assert town.suppressed(known) == 1
    assert town.suppressed(town.enrol(later)) == 1
    assert town.news(known) == ["opt_out"]


def test_a_suppressed_lead_is_left_alone_on_every_number(town: Town, office: httpx.Client) -> None:
    """By the id in its list."""
    enrolment = town.enrol(town.number(), town.number(), key="leave-me-alone")

    answer = office.post("/api/suppressions", json={"lead": "leave-me-alone"})

    assert answer.json() == {"lead": town.lead_of(enrolment), "scope": "everything", "value": None}
    assert town.suppressed(enrolment) == 2


def test_a_suppression_is_lifted_with_a_reason_in_its_scope(
    town: Town, office: httpx.Client, stranger: httpx.Client, admin: str
) -> None:
    """Only that of exactly this scope, once; the old token, which never could, still cannot."""
    person = town.number()
    enrolment = town.enrol(person)
    office.post("/api/suppressions", json={"number": person})
    body, headers = (
        {"number": person, "why": "form 12"},
        {"Authorization": f"Bearer {admin}", "Idempotency-Key": "lift"},
    )

    def lift(**other: Any) -> int:
        return stranger.post("/api/suppressions/lift", json=body | other, headers=headers).status_code

    headers.pop("Idempotency-Key")
    assert office.post("/api/suppressions/lift", json=body).status_code == 403
    assert [lift(why=""), lift(scope="channel", value="sms")] == [422, 409]
    assert town.suppressed(enrolment) == 1
    headers["Idempotency-Key"] = "lift"
    assert lift() == 200
    assert town.suppressed(enrolment) == 0
    office.post("/api/suppressions", json={"number": person})
    assert lift() == 200, "it was done, and the newer stop stands"
    assert town.suppressed(enrolment) == 1


def test_health_needs_nobody_and_readiness_the_ledger(town: Town, client: httpx.Client) -> None:
    """A process that is up and cannot work is not ready; both are asked without a token."""
    assert client.get("/health").json() == {"status": "up"}
    assert client.get("/ready").json() == {"status": "ready"}


def test_with_another_key_nothing_is_ready(town: Town, make_ear: Callable[..., Dependencies]) -> None:
    """Every suppression would be void in silence (protocol §5.7)."""
    other = Ledger(
        town.ledger.engine.url.render_as_string(hide_password=False), b"another key, of 32 bytes as well", connections=2
    )
    with (
        serving(webhooks_app(make_ear(ledger=other))) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        answer = client.get("/ready")

        assert answer.status_code == 503
        assert "CADENCE_HMAC_KEY" in answer.json()["error"]
        assert client.get("/health").status_code == 200
    other.close()


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *itertools.product(
            [*ORDERS, "/api/suppressions/lift", "/api/consents", *CAMPAIGNS, "/api/tasks", *LEADS], GenerationMode
        ),
        ("/health", GenerationMode.POSITIVE),
        ("/ready", GenerationMode.POSITIVE),
    ],
)
def test_whatever_is_sent_is_answered_as_the_description_says(
    stranger: httpx.Client, admin: str, path: str, mode: GenerationMode
) -> None:
    """What fits the schema, and what does not: no answer is 500, and each has the shape it is said to have."""
    api = schemathesis.openapi.from_url(f"{stranger.base_url}/openapi.json").include(path=path)
    operations = [found.ok() for found in api.get_all_operations()]
    examples = 40 if path in ORDERS else 12

    assert operations
    for operation in operations:

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def hold(case: schemathesis.Case) -> None:
            headers = {"Authorization": f"Bearer {admin}"}
            case.validate_response(case.call(headers=headers), checks=PROMISES)

        hold()


def test_a_fault_of_ours_is_said_without_its_words(make_ear: Callable[..., Dependencies]) -> None:
    """The caller learns that it was us and that asking again is safe; what went wrong stands in the log."""
    deps = make_ear()
    deps.planner.now = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]  # a fault
    headers = {"Authorization": f"Bearer {API_TOKEN}", "Connection": "close"}
    with serving(api_app(deps)) as address, httpx.Client(base_url=address, headers=headers) as client:
        order = client.post("/api/suppressions", json={"number": NOBODY})
    with serving(webhooks_app(deps)) as address, httpx.Client(base_url=address, headers=headers) as client:
        callback = Carrier(client, "https://hooks.example.org").writes(NOBODY, "hola")

    for answer in (order, callback):
        assert answer.status_code == 500
        assert set(answer.json()) == {"error", "expected", "next"}
        assert "division" not in answer.text
