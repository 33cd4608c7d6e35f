"""Is exactly that call taken back which a stop covers (law 4, protocol §1.4)?"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cadence.engine.dispatch.takeback import take_back
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.touches import touch_rows, touches
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.api.town import TakenBack, Town
from tests.waiting import until

Orders = Callable[..., None]


@pytest.fixture
def order(office: httpx.Client) -> Orders:
    """Have somebody left alone through the API."""

    def suppress(**body: Any) -> None:
        answer = office.post("/api/suppressions", json=body)
        assert answer.status_code == 200, answer.text

    return suppress


def taken(town: Town, call: Stored) -> bool:
    """Whether the ledger wants this call taken back: what an errand and the reconciler ask the carrier for."""
    with town.ledger.begin() as tx:
        return call.touch.id in touch_rows.unwanted_calls(tx, [call.touch.lead])


def swept(town: Town) -> list[str]:
    """Everything that the reconciler would take back."""
    with town.ledger.begin() as tx:
        return list(touch_rows.unwanted_calls(tx, limit=1000).values())


@pytest.mark.parametrize("by", ["number", "lead"])
def test_a_call_that_rings_is_taken_back_however_the_stop_names_them(
    town: Town, order: Orders, taken_back: TakenBack, by: str
) -> None:
    """A bare number is as good as a person: the phone that rings is the same."""
    person, key = town.number(), f"ringing-by-{by}"
    call = town.call(town.enrol(person, key=key))

    order(**{by: person if by == "number" else key})

    until_taken(taken_back, call)


def test_a_number_stop_takes_back_the_calls_of_all_who_share_it(
    town: Town, order: Orders, taken_back: TakenBack
) -> None:
    """A family, a switchboard: two leads, one phone."""
    shared = town.number()
    calls = [town.call(town.enrol(shared)) for _ in range(2)]

    order(number=shared)

    for call in calls:
        until_taken(taken_back, call)


def test_a_lead_s_stop_takes_back_what_rings_for_another_on_the_same_phone(
    town: Town, order: Orders, taken_back: TakenBack
) -> None:
    """An opt-out closes the numbers, and this one rings for somebody else of the house."""
    shared = town.number()
    town.enrol(shared, key="who-stops")
    call = town.call(town.enrol(shared))

    order(lead="who-stops")

    until_taken(taken_back, call)


def test_a_call_to_another_number_of_theirs_goes_on(town: Town, order: Orders) -> None:
    """The letter named one number: the other is not closed."""
    first, second = town.number(), town.number()
    call = town.call(town.enrol(first, second), number=1)

    order(number=first)

    assert not taken(town, call)


COVERED = [
    ({"scope": "everything"}, True),
    ({"scope": "purpose", "value": "marketing"}, True),  # harbour's purpose
    ({"scope": "purpose", "value": "service"}, False),
    ({"scope": "campaign", "value": "harbour"}, True),
    ({"scope": "channel", "value": "call"}, True),
    ({"scope": "channel", "value": "sms"}, False),  # "no more messages" is no word against a call
]


@pytest.mark.parametrize("by", ["number", "lead"])
@pytest.mark.parametrize(("scope", "covered"), COVERED, ids=["-".join(scope.values()) for scope, _ in COVERED])
def test_only_a_stop_that_covers_the_call_takes_it_back(
    town: Town, order: Orders, planner: Planner, by: str, scope: dict[str, str], covered: bool
) -> None:
    """A suppression for another purpose, campaign or channel leaves a conversation about to begin alone."""
    person, carrier = town.number(), TakenBack()
    key = f"covered-{by}-{'-'.join(scope.values())}"
    call = town.call(town.enrol(person, key=key))

    order(**{by: person if by == "number" else key}, **scope)
    took = take_back(planner, carrier, [call.touch.lead])  # type: ignore[arg-type]

    assert (took, carrier.sids) == ((1, [call.sid]) if covered else (0, []))
    assert (call.sid in swept(town)) is covered


def test_a_lifted_stop_takes_nothing_back(town: Town, order: Orders, planner: Planner) -> None:
    """They signed up again; the last word counts."""
    person = town.number()
    call = town.call(town.enrol(person))
    order(number=person)
    assert taken(town, call)
    town.ask(
        "INSERT INTO suppressions (hmac, key_name, scope, since, source, lifted) "
        "SELECT hmac, key_name, 'everything', now(), 'command', true FROM numbers WHERE id = :id RETURNING id",
        id=call.touch.number,
    )

    assert not taken(town, call)


def test_a_conversation_is_not_cut_off(town: Town, order: Orders) -> None:
    """They have answered: the agent hears it, and says so."""
    person = town.number()
    call = town.call(town.enrol(person))
    with town.ledger.begin() as tx:
        touches.change(tx, call.touch.id, {"status": "in-progress"})

    order(number=person)

    assert not taken(town, call)


@pytest.fixture(scope="module")
def planner(town: Town) -> Planner:
    """Who looks into the ledger."""
    return Planner(town.ledger, town.clock)


def until_taken(taken_back: TakenBack, call: Stored) -> None:
    """Wait until the carrier was asked to take a call back."""
    until(lambda: call.sid in taken_back.sids)
