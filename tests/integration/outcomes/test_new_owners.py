"""Is somebody closed, too, who comes to have a number while the stop from it waits for its locks?"""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.channels.provider import Received
from cadence.domain import Channel
from cadence.domain.list_rows import Objection
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.engine.outcomes.stops import record_list_stop, record_number_stop
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people import objections
from cadence.ledger.people.suppressions import NewSuppression
from tests.integration.api.town import OURS, Town
from tests.integration.lock_queue import until_locked_out
from tests.waiting import PATIENCE

ADD = "INSERT INTO lead_numbers (lead_id, number_id, position) VALUES (:lead, :number, 9)"
ORDER = Command(name="review", actor="ana", origin="test")
SUPPRESS = Command(name="suppress", actor="ana", origin="test")


def writes(planner: Planner, number: str, body: str) -> str:
    """A person writes to us; return the carrier's id of it."""
    sid = f"SM{uuid4().hex}"
    record_inbound(planner, Received(sid=sid, channel=Channel.SMS, sender=number, to=OURS, body=body, at=planner.now()))
    return sid


def decided(town: Town, planner: Planner, number: str) -> Callable[[], None]:
    """Return the decision that an unclear reply is a stop; nobody knows who of two people wrote it."""
    town.enrol(number)
    sid = writes(planner, number, "no sé yo, cansa tanto mensaje")
    find = "SELECT t.id FROM tasks t JOIN inbound i ON CAST(i.id AS text) = t.ref WHERE i.sid = :sid"
    review = Review(task=str(town.ask(find, sid=sid)), decision=ReviewDecision.REVOKE)
    return lambda: record_review(planner, review, ORDER) and None


@pytest.mark.parametrize("how", ["stop", "decision"])
def test_who_gets_the_number_while_a_stop_waits_for_its_locks_is_closed_too(
    town: Town, planner: Planner, how: str
) -> None:
    """A list is being imported: its page has added an owner and is not committed when the stop reads who that is."""
    number, other = town.number(), town.number()
    town.enrol(number)
    theirs = town.enrol(other)
    stop = decided(town, planner, number) if how == "decision" else lambda: writes(planner, number, "BAJA") and None
    lead, id_ = town.lead_of(theirs), town.ask("SELECT id FROM numbers WHERE e164 = :e164", e164=number)
    with town.ledger.begin() as importing:
        importing.execute(text(ADD), {"lead": lead, "number": id_})
        thread = threading.Thread(target=stop)
        thread.start()
        until_locked_out(town.ledger)
    thread.join(PATIENCE)

    assert not thread.is_alive()
    assert town.suppressed(theirs) == 2, "both of their numbers"


def ordered(town: Town, planner: Planner, number: str, how: str) -> Callable[[], None]:
    """Return an order about a number: by an operator, by a file of numbers, or by a row of a list."""
    stop = NewSuppression(source="command")

    def by_row() -> None:
        row = Objection(line=1, e164s=(number,), everything=True, evidence="list.csv, line 1")
        with town.ledger.begin() as connection:
            objections.apply(connection, town.ledger.hasher, "another", [row], at=planner.now())

    return {
        "number": lambda: record_number_stop(planner, number, stop, SUPPRESS) and None,
        "file": lambda: record_list_stop(planner, [number], stop) and None,
        "row": by_row,
    }[how]


@pytest.mark.parametrize("how", ["number", "file", "row"])
def test_who_gets_the_number_while_an_order_waits_is_woken(town: Town, planner: Planner, how: str) -> None:
    """Whose plan is not made again would wait for a touch that no rule allows."""
    number, other = town.number(), town.number()
    town.enrol(number)
    theirs = town.enrol(other)
    lead, id_ = town.lead_of(theirs), town.ask("SELECT id FROM numbers WHERE e164 = :e164", e164=number)
    with town.ledger.begin() as importing:
        importing.execute(text(ADD), {"lead": lead, "number": id_})
        importing.execute(text("SELECT id FROM numbers WHERE id = :number FOR UPDATE"), {"number": id_})
        thread = threading.Thread(target=ordered(town, planner, number, how))
        thread.start()
        until_locked_out(town.ledger)
    thread.join(PATIENCE)

    assert not thread.is_alive()
    assert "opt_out" in town.news(theirs)
